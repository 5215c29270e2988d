import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Hourglass, OctagonAlert, Send } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { announce } from '../platform/announce.ts'
import { ApiError, postJson } from '../platform/api.ts'
import type { TemplateDetail, TemplateDraft } from '../platform/contract.ts'
import { dateAndTime, wholeNumber } from '../platform/format.ts'
import { useServerWords } from '../platform/server-words/server-words.ts'
import { Button } from '../platform/ui/button.tsx'
import { ProblemLine } from '../settings/section-frame.tsx'
import { type Findings, jumpTo } from './findings.ts'
import { draftPath, templatesKey } from './library-queries.ts'
import type { DraftEditor } from './use-draft.ts'

/** Hands the draft to Meta, and says what stands in the way and what comes of it. */
export function SubmitBar({
  draft,
  editor,
  findings,
  edits,
}: {
  readonly draft: TemplateDraft
  readonly editor: DraftEditor
  readonly findings: Findings
  /** Of the template that it changes. */
  readonly edits: TemplateDetail['edits'] | null
}) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const mayWrite = useQuery(meQuery).data?.permissions.includes('templates:write') === true
  const errors = findings.all.filter(({ severity }) => severity === 'error')
  const submit = useMutation({
    mutationFn: async () => {
      const revision = await editor.flush()
      if (revision === null) throw new ApiError(null)
      return postJson<{ templateId: string | null }>(`${draftPath(draft.id)}/submit`, { revision })
    },
    onSuccess: async ({ templateId }) => {
      announce(t`Sent to Meta for review`)
      void client.invalidateQueries({ queryKey: templatesKey })
      if (templateId === null) await navigate({ to: '/templates' })
      else await navigate({ to: '/templates/$templateId', params: { templateId } })
    },
    // It may be that Meta has it now, or that Meta's reason is in the draft.
    onError: () => void client.invalidateQueries({ queryKey: templatesKey }),
  })
  const press = () => {
    const [first] = errors
    if (first === undefined) submit.mutate()
    else {
      announce(t`Something must be mended first.`)
      jumpTo(first.path)
    }
  }
  const errorsShown = wholeNumber(errors.length, i18n.locale)
  if (draft.state === 'submitting')
    return (
      <footer className="flex items-center gap-2 border-t border-line bg-blue-tint px-4 py-3 text-[13.5px] text-blue md:px-6">
        <Hourglass size={17} aria-hidden className="shrink-0" />
        <Trans>
          Sent to Meta, which has not answered yet. We look again by ourselves; nothing is sent twice.
        </Trans>
      </footer>
    )
  const isFull = edits !== null && edits.nextAt !== null
  return (
    <footer className="grid gap-2 border-t border-line bg-surface px-4 py-3 md:px-6">
      {draft.problem !== null && (submit.error === null || isOfMeta(submit.error)) ? (
        <MetaProblem problem={draft.problem} />
      ) : (
        submit.error !== null && <ProblemLine error={submit.error} />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-52 flex-1 text-[13px] text-pretty text-muted">
          {errors.length > 0 ? (
            <Plural
              value={errors.length}
              one={`${errorsShown} thing must be mended before Meta is asked.`}
              other={`${errorsShown} things must be mended before Meta is asked.`}
            />
          ) : edits === null ? (
            <Trans>Meta reviews it, mostly within minutes, at times up to a day.</Trans>
          ) : (
            <Quota edits={edits} />
          )}
        </p>
        <Button
          variant="primary"
          disabled={!mayWrite || submit.isPending || isFull}
          onClick={press}
          className="max-md:w-full"
        >
          <Send size={17} aria-hidden className="rtl:rotate-180" />
          {submit.isPending ? t`Sending to Meta…` : t`Send to Meta for review`}
        </Button>
      </div>
    </footer>
  )
}

/** Meta's answer stands in the draft, with its own words. */
const isOfMeta = (error: unknown): boolean =>
  error instanceof ApiError && error.problem?.code === 'template_refused'

/** Why Meta did not take it, the last time. */
function MetaProblem({ problem }: { readonly problem: NonNullable<TemplateDraft['problem']> }) {
  const translate = useServerWords()
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-lg bg-red-tint px-3 py-2 text-[13.5px] text-red"
    >
      <OctagonAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {translate(problem.title)} {translate(problem.nextStep ?? '')}
        {problem.detail !== null && <span className="block text-[12.5px]">“{problem.detail}”</span>}
      </span>
    </p>
  )
}

/** How often Meta lets it be changed. */
export function Quota({ edits }: { readonly edits: TemplateDetail['edits'] }) {
  const { t, i18n } = useLingui()
  const left = wholeNumber(edits.left, i18n.locale)
  const used = wholeNumber(edits.usedIn30Days, i18n.locale)
  if (edits.nextAt !== null) {
    const time = dateAndTime(edits.nextAt, i18n.locale)
    return t`Meta lets an approved template be changed once a day and 10 times in 30 days. The next change is possible from ${time}.`
  }
  return t`Changed ${used} times in 30 days; ${left} more are possible, one a day. Meta reviews it again, and it can be sent meanwhile.`
}
