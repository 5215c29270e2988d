import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { announce } from '../platform/announce.ts'
import type { Sequence, SequenceDefinition } from '../platform/contract.ts'
import { DraftKeeper, type Keeping } from '../templates/keep-draft.ts'
import { patchSequence, putSequence, readSequence } from './queries.ts'

type Kept = Sequence & { readonly revision: number }
/** What is written on the page. */
type Draft = Pick<Sequence, 'name' | 'channelId' | 'definition'>

export type SequenceEditor = {
  readonly draft: Draft
  /** As the server has it. */
  readonly kept: Sequence
  readonly keeping: Keeping<Kept>
  readonly edit: (change: Partial<Draft>) => void
  readonly define: (change: Partial<SequenceDefinition>) => void
  /** Keeps what is not kept yet; false: it could not be. */
  readonly flush: () => Promise<boolean>
}

const withRevision = (sequence: Sequence): Kept => ({ ...sequence, revision: sequence.changedAt })
const draftOf = ({ name, channelId, definition }: Sequence): Draft => ({ name, channelId, definition })

/** A sequence as it is written here, kept by itself as one goes along. */
export function useSequenceEditor(kept: Sequence): SequenceEditor {
  const { t } = useLingui()
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(kept))
  // Two changes may come before the next picture of the page.
  const latest = useRef(draft)
  const [keeping, setKeeping] = useState<Keeping<Kept>>({ state: 'kept' })
  const [keeper] = useState(
    () =>
      new DraftKeeper<Draft, Kept>(withRevision(kept), {
        put: async ({ name, ...rest }) => {
          // Without a name it cannot be; the one it had stays until there is another.
          const sequence = await patchSequence(
            kept.id,
            name.trim() === '' ? rest : { ...rest, name: name.trim() },
          )
          putSequence(client, sequence)
          return withRevision(sequence)
        },
        read: async () => withRevision(await readSequence(kept.id)),
        onState: setKeeping,
      }),
  )
  useEffect(() => {
    const leave = () => void keeper.flush()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [keeper])
  const onNewer = useEffectEvent((newer: Sequence) => {
    if (!keeper.isIdle || newer.changedAt <= keeper.revision) return
    keeper.adopt(withRevision(newer))
    const theirs = draftOf(newer)
    if (JSON.stringify(theirs) === JSON.stringify(latest.current)) return
    latest.current = theirs
    setDraft(theirs)
    announce(t`Somebody changed this sequence: you see what it says now.`, 'problem')
  })
  useEffect(() => onNewer(kept), [kept])
  const edit = (change: Partial<Draft>) => {
    const next = { ...latest.current, ...change }
    if (JSON.stringify(next) === JSON.stringify(latest.current)) return
    latest.current = next
    setDraft(next)
    keeper.want(next)
  }
  return {
    draft,
    kept,
    keeping,
    edit,
    define: (change) => edit({ definition: { ...latest.current.definition, ...change } }),
    flush: () => keeper.flush(),
  }
}
