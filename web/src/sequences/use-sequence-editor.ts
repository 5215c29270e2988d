import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useKeptDraft, type KeptDraft } from '../campaigns/use-kept-draft.ts'
import type { Sequence } from '../platform/contract.ts'
import { patchSequence, putSequence, readSequence } from './queries.ts'

export type SequenceEditor = KeptDraft<Sequence>

/** A sequence as it is written here, kept by itself as one goes along. */
export function useSequenceEditor(kept: Sequence): SequenceEditor {
  const { t } = useLingui()
  const client = useQueryClient()
  return useKeptDraft(kept, {
    patch: async (id, change) => {
      const sequence = await patchSequence(id, change)
      putSequence(client, sequence)
      return sequence
    },
    read: readSequence,
    changed: t`Somebody changed this sequence: you see what it says now.`,
  })
}
