import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { JsonObject } from '../../../src/templates/template-model.ts'
import { postJson } from '../platform/api.ts'
import { announce } from '../platform/announce.ts'
import type { TemplateDraft } from '../platform/contract.ts'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { draftQuery, draftsQuery, templatesKey } from './library-queries.ts'

export type NewDraft = {
  readonly channelId: string
  readonly definition: JsonObject
  /** The template that it changes. */
  readonly templateId?: string
}

/** Keeps a new draft and opens it. */
export function useNewDraft() {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const tellProblem = useTellProblem()
  return useMutation({
    mutationFn: (draft: NewDraft) => postJson<TemplateDraft>('/template-drafts', draft),
    onSuccess: async (draft) => {
      client.setQueryData(draftQuery(draft.id).queryKey, draft)
      void client.invalidateQueries({ queryKey: draftsQuery(draft.channelId).queryKey })
      announce(t`Draft made`)
      await navigate({ to: '/templates/drafts/$draftId', params: { draftId: draft.id } })
    },
    onError: (error) => {
      tellProblem(error)
      void client.invalidateQueries({ queryKey: templatesKey })
    },
  })
}
