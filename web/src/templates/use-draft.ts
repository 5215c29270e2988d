import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import {
  readTemplate,
  writeTemplate,
  type JsonObject,
  type TemplateModel,
} from '../../../src/templates/template-model.ts'
import { announce } from '../platform/announce.ts'
import { getJson, patchJson } from '../platform/api.ts'
import type { TemplateDraft } from '../platform/contract.ts'
import { changed, type Edits, redone, unchanged, undone } from './edit-history.ts'
import { DraftKeeper, type Keeping } from './keep-draft.ts'
import { draftPath, draftQuery } from './library-queries.ts'
import { useFlushOnLeave } from './use-flush-on-leave.ts'

export type DraftKeeping = Keeping<TemplateDraft>
export type DraftEditor = {
  readonly model: TemplateModel
  readonly keeping: DraftKeeping
  /** `field`: where; what is typed into one field without a pause is one step back. */
  readonly edit: (next: TemplateModel, field: string) => void
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
  readonly takeTheirs: () => void
  readonly keepMine: () => void
  /** Keeps what is not kept yet, and gives the revision that is kept; null: it could not be. */
  readonly flush: () => Promise<number | null>
}

/** A draft as it is written here, kept by itself as one goes along. */
export function useDraftEditor(draft: TemplateDraft): DraftEditor {
  const { t } = useLingui()
  const [edits, setEdits] = useState<Edits<TemplateModel>>(() => unchanged(modelOf(draft)))
  const [keeping, setKeeping] = useState<DraftKeeping>({ state: 'kept' })
  const keeper = useKeeper(draft, setKeeping)
  const change = (next: Edits<TemplateModel>) => {
    if (next.now === edits.now) return
    setEdits(next)
    keeper.want(next.now)
  }
  const adopt = (theirs: TemplateDraft) => {
    keeper.adopt(theirs)
    setEdits(unchanged(modelOf(theirs)))
  }
  useNewer(draft.id, (newer) => {
    if (!keeper.isIdle || newer.revision <= keeper.revision) return
    const by = newer.updatedBy ?? t`Somebody`
    adopt(newer)
    announce(t`${by} changed this draft: you see the new words.`, 'problem')
  })
  return {
    model: edits.now,
    keeping,
    edit: (next, field) => change(changed(edits, next, field, Date.now())),
    undo: edits.past.length === 0 ? null : () => change(undone(edits)),
    redo: edits.future.length === 0 ? null : () => change(redone(edits)),
    takeTheirs: () => {
      if (keeping.state === 'conflict') adopt(keeping.theirs)
    },
    keepMine: () => {
      if (keeping.state === 'conflict') keeper.insist(edits.now, keeping.theirs)
    },
    flush: async () => ((await keeper.flush()) ? keeper.revision : null),
  }
}

function useKeeper(draft: TemplateDraft, onState: (keeping: DraftKeeping) => void) {
  const client = useQueryClient()
  const [keeper] = useState(
    () =>
      new DraftKeeper<TemplateModel, TemplateDraft>(draft, {
        put: async (model, revision) => {
          const body = { definition: writeTemplate(model), revision }
          const kept = await patchJson<TemplateDraft>(draftPath(draft.id), body)
          client.setQueryData(draftQuery(draft.id).queryKey, kept)
          return kept
        },
        read: () => getJson<TemplateDraft>(draftPath(draft.id)),
        onState,
      }),
  )
  useFlushOnLeave(keeper)
  return keeper
}

/** An event had the draft fetched again: what somebody else wrote is shown, if nothing of ours waits. */
function useNewer(id: string, onNewer: (draft: TemplateDraft) => void): void {
  const client = useQueryClient()
  const tell = useEffectEvent(onNewer)
  useEffect(() => {
    const { queryKey } = draftQuery(id)
    const hash = JSON.stringify(queryKey)
    return client.getQueryCache().subscribe(({ query, type }) => {
      const draft = type === 'updated' && query.queryHash === hash ? client.getQueryData(queryKey) : undefined
      if (draft !== undefined) tell(draft)
    })
  }, [client, id])
}

const modelOf = ({ definition }: TemplateDraft): TemplateModel => readTemplate(definition as JsonObject)
