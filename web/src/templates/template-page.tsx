import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, LayoutTemplate } from 'lucide-react'
import { meQuery } from '../conversations/queries.ts'
import { asList, asRecord, asText, type Json } from '../bubble/payload.ts'
import type { TemplateDetail } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { Button } from '../platform/ui/button.tsx'
import { Notice } from '../platform/ui/notice.tsx'
import { useProblemText } from '../platform/ui/problem-text.tsx'
import { useHaltWords } from './halt-words.ts'
import { History } from './history.tsx'
import { templateQuery } from './library-queries.ts'
import { TemplatePreview } from './preview.tsx'
import { Rejection } from './rejection.tsx'
import { Quota } from './submit-bar.tsx'
import { TemplateActions } from './template-actions.tsx'
import { QualityPill, StatusPill, useCategoryWords, useLanguageName } from './template-words.tsx'
import { isHaltShown } from './trouble.ts'

/** One template at Meta: how it looks, how it stands and how it came to that. */
export function TemplatePage() {
  const { t } = useLingui()
  const { templateId } = useParams({ from: '/shell/templates/$templateId' })
  const query = useQuery({ ...templateQuery(templateId), retry: false })
  const problem = useProblemText()(query.error)
  if (query.data !== undefined) return <Detail template={query.data} />
  if (!query.isError) return <p className="p-6 text-muted">{t`Loading…`}</p>
  return (
    <Notice
      icon={LayoutTemplate}
      title={problem.title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
          <Link to="/templates" className="inline-flex min-h-10 items-center px-3 text-brand underline">
            <Trans>All templates</Trans>
          </Link>
        </div>
      }
    >
      {problem.nextStep}
    </Notice>
  )
}

function Detail({ template }: { readonly template: TemplateDetail }) {
  const { t } = useLingui()
  const mayWrite = useQuery(meQuery).data?.permissions.includes('templates:write') === true
  return (
    <div className="flex min-w-0 flex-1 flex-col bg-surface">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line p-2 md:px-4">
        <Link
          to="/templates"
          aria-label={t`All templates`}
          className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink coarse:size-11"
        >
          <ArrowLeft size={20} aria-hidden className="rtl:rotate-180" />
        </Link>
        <h1 className="me-auto min-w-28 flex-1 text-[17px] font-semibold [overflow-wrap:anywhere]">
          {template.name}
        </h1>
        {mayWrite && <TemplateActions template={template} />}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid w-full max-w-5xl grid-cols-1 gap-6 p-4 md:grid-cols-[minmax(0,1fr)_360px] md:grid-rows-[auto_1fr] md:p-6">
          <div className="grid min-w-0 content-start gap-5">
            <Standing template={template} />
            {template.rejection !== null && <Rejection rejection={template.rejection} />}
            <Languages template={template} />
          </div>
          <TemplatePreview
            components={template.components}
            language={template.language}
            urlOf={(handle) => sampleUrl(template, handle)}
            className="md:sticky md:top-6 md:col-start-2 md:row-span-2 md:row-start-1 md:self-start"
          />
          <section aria-label={t`History`} className="grid min-w-0 content-start gap-3">
            <h2 className="text-[15px] font-semibold">
              <Trans>History</Trans>
            </h2>
            <History entries={template.history} />
          </section>
        </div>
      </div>
    </div>
  )
}

/** Meta lists addresses of its own where we wrote handles; our copies stand in the same order. */
function sampleUrl({ components, samples }: TemplateDetail, handle: string): string | null {
  const named = samples.find((one) => one.handle === handle)
  if (named !== undefined) return named.url
  const handles = handlesIn(components)
  return handles.length === samples.length ? (samples[handles.indexOf(handle)]?.url ?? null) : null
}

function handlesIn(components: readonly Json[]): readonly unknown[] {
  return components.flatMap((one) => {
    const own = asRecord(one['example'])['header_handle']
    const cards = asList(one['cards']).flatMap((card) => handlesIn(asList(card['components'])))
    return [...(Array.isArray(own) ? (own as readonly unknown[]) : []), ...cards]
  })
}

function Standing({ template }: { readonly template: TemplateDetail }) {
  const { t, i18n } = useLingui()
  const categoryWords = useCategoryWords()
  const haltWords = useHaltWords()
  const { status, quality, category, correctCategory, previousCategory, language, edits } = template
  const languageName = useLanguageName()(language)
  const right = categoryWords(correctCategory ?? '')
  const before = categoryWords(previousCategory ?? '')
  const changed = dateAndTime(template.changedAt, i18n.locale)
  return (
    <section aria-label={t`How it stands`} className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <StatusPill status={status} />
        {quality !== null && <QualityPill quality={quality} />}
        <span className="text-[13.5px] text-muted">
          {categoryWords(category)} · {languageName}
        </span>
      </div>
      {status === 'PENDING' && (
        <p className="rounded-lg bg-blue-tint px-3 py-2 text-[13.5px] text-blue">
          <Trans>
            Meta is looking at it: mostly minutes, at times up to a day. The answer appears here by itself.
          </Trans>
        </p>
      )}
      {isHaltShown(template) && template.rejection === null && (
        <p className="rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">{haltWords(template)}</p>
      )}
      {correctCategory !== null && correctCategory !== category && (
        <p className="rounded-lg bg-amber-tint px-3 py-2 text-[13.5px] text-amber">
          <Trans>
            Meta thinks that this is “{right}” and will move it there, at that price. If that is wrong, ask
            for a review in WhatsApp Manager.
          </Trans>
        </p>
      )}
      {previousCategory !== null && previousCategory !== category && (
        <p className="text-[13.5px] text-muted">
          <Trans>Before, it was “{before}”.</Trans>
        </p>
      )}
      {status === 'APPROVED' && (
        <p className="text-[13px] text-pretty text-muted">
          <Quota edits={edits} />
        </p>
      )}
      <p className="text-[12.5px] text-muted">
        <Trans>Last change: {changed}</Trans>
      </p>
    </section>
  )
}

function Languages({ template }: { readonly template: TemplateDetail }) {
  const { t } = useLingui()
  const languageName = useLanguageName()
  if (template.siblings.length === 0) return null
  return (
    <section aria-label={t`Other languages`} className="grid gap-2">
      <h2 className="text-[15px] font-semibold">
        <Trans>Other languages</Trans>
      </h2>
      <ul className="flex flex-wrap gap-1.5">
        {template.siblings.map((one) => (
          <li key={one.id}>
            <Link
              to="/templates/$templateId"
              params={{ templateId: one.id }}
              className="inline-flex rounded-full coarse:min-h-9 coarse:items-center"
            >
              <StatusPill status={one.status} prefix={languageName(asText(one.language) ?? '')} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
