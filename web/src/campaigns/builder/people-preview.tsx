import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Bubble } from '../../bubble/bubble.tsx'
import { asList } from '../../bubble/payload.ts'
import { sentParts } from '../../bubble/sent-template.ts'
import { TemplateCards, TemplateContent } from '../../bubble/template-body.tsx'
import { TemplateButtons } from '../../bubble/template-buttons.tsx'
import type { CampaignPreview, LibraryTemplate } from '../../platform/contract.ts'
import { phoneNumber, wholeNumber } from '../../platform/format.ts'
import { useServerWords } from '../../platform/server-words/server-words.ts'
import { IconButton } from '../../platform/ui/button.tsx'
import { TemplateBubble } from '../../templates/preview.tsx'
import { previewQuery } from '../queries.ts'

type Item = CampaignPreview['items'][number]

/** The message as real people will read it, one after the other; before there are any, with the template’s samples. */
export function PeoplePreview({
  campaignId,
  revision,
  message,
  template,
  isOpen,
  isCounting,
}: {
  readonly campaignId: string
  readonly revision: string
  /** Which of the messages. */
  readonly message: number
  readonly template: LibraryTemplate
  /** Something of it is not filled in: then nobody would get it. */
  readonly isOpen: boolean
  readonly isCounting: boolean
}) {
  const { t, i18n } = useLingui()
  const [at, setAt] = useState(0)
  const { data, isPlaceholderData } = useQuery(previewQuery(campaignId, revision))
  const items = isOpen ? [] : (data?.items ?? []).filter((one) => one.message === message)
  const index = Math.min(at, Math.max(0, items.length - 1))
  const item = items[index]
  const [nth, all] = [wholeNumber(index + 1, i18n.locale), wholeNumber(items.length, i18n.locale)]
  return (
    <section aria-label={t`Preview`} className="flex min-h-0 flex-col md:sticky md:top-4">
      <div className="flex min-h-11 items-center gap-1 pb-1">
        <div className="min-w-0 flex-1">
          {item === undefined ? (
            <p className="text-[13px] text-muted">
              <Trans>What the customer will see</Trans>
            </p>
          ) : (
            <>
              <p dir="auto" className="truncate font-medium">
                {item.name ?? (item.phone === null ? t`WhatsApp user` : phoneNumber(item.phone))}
              </p>
              {item.name !== null && item.phone !== null && (
                <p className="text-[12.5px] text-muted">{phoneNumber(item.phone)}</p>
              )}
            </>
          )}
        </div>
        {items.length > 1 && (
          <>
            <IconButton label={t`Person before`} disabled={index === 0} onClick={() => setAt(index - 1)}>
              <ChevronLeft size={20} aria-hidden className="rtl:rotate-180" />
            </IconButton>
            <span className="text-[13px] text-muted tabular-nums">{t`${nth} of ${all}`}</span>
            <IconButton
              label={t`Next person`}
              tipAt="start"
              disabled={index >= items.length - 1}
              onClick={() => setAt(index + 1)}
            >
              <ChevronRight size={20} aria-hidden className="rtl:rotate-180" />
            </IconButton>
          </>
        )}
      </div>
      <div
        aria-busy={isCounting || isPlaceholderData}
        className="wall min-h-48 overflow-y-auto rounded-xl border border-line p-4 ps-5"
      >
        <div className="max-w-[340px]">
          {item === undefined ? (
            <TemplateBubble components={asList(template.components)} language={template.language} />
          ) : (
            <Shown item={item} />
          )}
        </div>
      </div>
      {item === undefined && (
        <p className="pt-2 text-[12.5px] text-pretty text-muted">
          {isOpen ? (
            <Trans>With the template’s samples, until everything is filled in.</Trans>
          ) : (
            <Trans>With the template’s samples.</Trans>
          )}
        </p>
      )}
    </section>
  )
}

function Shown({ item }: { readonly item: Item }) {
  const { t } = useLingui()
  const translate = useServerWords()
  const parts = item.content === null ? null : sentParts(item.content)
  if (parts === null)
    return (
      <p className="flex items-start gap-2 rounded-lg bg-surface px-3 py-2 text-[13.5px] text-amber">
        <TriangleAlert size={17} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          <Trans>This person gets nothing.</Trans> {item.problem !== null && translate(item.problem.message)}
        </span>
      </p>
    )
  return (
    <>
      <Bubble direction="in" hasTail below={<TemplateButtons parts={parts} />}>
        <TemplateContent parts={parts} hasMeta={false} />
      </Bubble>
      <TemplateCards parts={parts} />
      {item.links.map(({ place, button, url }) => (
        <p key={place} className="mt-2 rounded-lg bg-surface px-3 py-2 text-[12.5px] text-muted">
          {t`“${button}” leads to`}{' '}
          <bdi dir="ltr" className="[overflow-wrap:anywhere] text-ink">
            {url}
          </bdi>
        </p>
      ))}
    </>
  )
}
