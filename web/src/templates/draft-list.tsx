import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Hourglass, OctagonAlert, PencilLine, Trash2 } from 'lucide-react'
import { offerUndo } from '../conversations/undo.ts'
import { deleteJson } from '../platform/api.ts'
import { useNow } from '../platform/clock.ts'
import type { TemplateDraft } from '../platform/contract.ts'
import { listTime } from '../platform/format.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { IconButton } from '../platform/ui/button.tsx'
import { useTellProblem } from '../platform/ui/problem-text.tsx'
import { asList, asText } from '../bubble/payload.ts'
import { draftPath, draftsQuery, templatesKey } from './library-queries.ts'
import { templateParts } from './render.ts'
import { useCategoryWords, useLanguageName } from './template-words.tsx'

/** What is being written and has not gone to Meta; nothing, where there is none. */
export function DraftList({
  channelId,
  mayWrite,
}: {
  readonly channelId: string
  readonly mayWrite: boolean
}) {
  const { t } = useLingui()
  const { data } = useQuery(draftsQuery(channelId))
  const deleteLater = useDeleteDraft(channelId)
  const drafts = data?.items ?? []
  if (drafts.length === 0) return null
  return (
    <section aria-label={t`Drafts`} className="grid gap-2">
      <h2 className="text-[15px] font-semibold">
        <Trans>Drafts</Trans>
      </h2>
      <ul className="divide-y divide-line rounded-xl border border-line">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex items-center gap-1 pe-2">
            <DraftLine draft={draft} />
            {mayWrite && draft.state === 'draft' && (
              <IconButton label={t`Delete the draft`} tipAt="start" onClick={() => deleteLater(draft)}>
                <Trash2 size={17} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function DraftLine({ draft }: { readonly draft: TemplateDraft }) {
  const { t, i18n } = useLingui()
  const translate = useServerWords()
  const { definition, problem, state, updatedAt, updatedBy, templateId } = draft
  const name = asText(definition['name'])
  const language = useLanguageName()(asText(definition['language']) ?? '')
  const category = useCategoryWords()(asText(definition['category']) ?? '')
  const time = listTime(updatedAt, useNow(60_000), i18n.locale)
  return (
    <Link
      to="/templates/drafts/$draftId"
      params={{ draftId: draft.id }}
      className="grid min-w-0 flex-1 gap-0.5 rounded-xl px-3 py-2.5 outline-offset-[-2px] hover:bg-sunken md:px-4"
    >
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="inline-flex min-w-0 items-center gap-1.5 font-semibold [overflow-wrap:anywhere]">
          {state === 'submitting' ? (
            <Hourglass size={15} aria-hidden className="shrink-0 text-blue" />
          ) : (
            <PencilLine size={15} aria-hidden className="shrink-0 text-muted" />
          )}
          {name ?? t`Without a name`}
        </span>
        <span className="text-[12.5px] text-muted">
          {[language, category, templateId === null ? null : t`Change of an existing one`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span dir="auto" className="line-clamp-1 text-[13.5px] text-muted">
        {
          templateParts(asList(definition['components']), undefined, asText(definition['language']) ?? 'en')
            .body
        }
      </span>
      {state === 'submitting' ? (
        <span className="text-[13px] text-blue">
          <Trans>Sent to Meta, which has not answered yet. We look again by ourselves.</Trans>
        </span>
      ) : problem === null ? (
        <span className="text-[12.5px] text-muted">
          {updatedBy === null ? t`Changed: ${time}` : t`Changed: ${time}, by ${updatedBy}`}
        </span>
      ) : (
        <span className="flex items-start gap-1.5 text-[13px] text-red">
          <OctagonAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
          {translate(problem.title)}
        </span>
      )}
    </Link>
  )
}

/** It goes from the list at once, and from the server when nobody has wanted it back. */
function useDeleteDraft(channelId: string): (draft: TemplateDraft) => void {
  const { t } = useLingui()
  const client = useQueryClient()
  const tellProblem = useTellProblem()
  const { queryKey } = draftsQuery(channelId)
  return (draft) => {
    const before = client.getQueryData(queryKey)
    client.setQueryData(queryKey, (old) => old && { items: old.items.filter(({ id }) => id !== draft.id) })
    offerUndo({
      text: t`Draft deleted`,
      undo: () => client.setQueryData(queryKey, before),
      settle: () =>
        void deleteJson(draftPath(draft.id))
          .catch(tellProblem)
          .finally(() => void client.invalidateQueries({ queryKey: templatesKey })),
    })
  }
}
