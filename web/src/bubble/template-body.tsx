import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { FileText, Image, LayoutTemplate, MapPin, ShoppingBag, Tag, Video } from 'lucide-react'
import { useState } from 'react'
import type { Message } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { templatesQuery } from '../templates/queries.ts'
import { fillHeader, type TemplateParts, templateParts } from '../templates/render.ts'
import { Bubble } from './bubble.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { asRecord, asText, payloadOf } from './payload.ts'
import { sentFromTemplate, sentParts } from './sent-template.ts'
import { TemplateButtons } from './template-buttons.tsx'
import { TextBody } from './text-body.tsx'

/** A template as the customer sees it, without its buttons. `slots` marks the variables, for a preview. */
export function TemplateContent({
  parts,
  slots,
  hasMeta = true,
}: {
  readonly parts: TemplateParts
  readonly slots?: Readonly<Record<string, string>>
  readonly hasMeta?: boolean
}) {
  const { header, body, footer, offer } = parts
  return (
    <>
      {header !== null && header.format !== 'TEXT' && (
        <HeaderPlace format={header.format} url={header.url ?? null} caption={header.caption ?? null} />
      )}
      {header?.format === 'TEXT' && (
        <p dir="auto" className="px-[9px] pt-[6px] text-[15px] font-semibold">
          {fillHeader(header.text ?? '', slots ?? {})}
        </p>
      )}
      {offer !== null && offer !== undefined && <Offer {...offer} />}
      {/* Words are as wide as the picture above them. */}
      <div className={header === null || header.format === 'TEXT' ? undefined : 'max-w-[306px]'}>
        <TextBody
          text={body}
          meta={hasMeta && footer === null ? 'ticks' : null}
          {...(slots === undefined ? {} : { slots })}
        />
        {footer !== null && (
          <p dir="auto" className="-mt-1 px-[9px] pe-[90px] pb-[8px] text-[12.5px] text-meta">
            {footer}
          </p>
        )}
      </div>
    </>
  )
}

/** A template's picture, film or file, or its place: 1.91 to 1, as WhatsApp crops it. */
function HeaderPlace({
  format,
  url,
  caption,
}: {
  readonly format: string
  readonly url: string | null
  readonly caption: string | null
}) {
  const Icon = { VIDEO: Video, DOCUMENT: FileText, LOCATION: MapPin, PRODUCT: ShoppingBag }[format] ?? Image
  const isPicture = format === 'IMAGE' || format === 'GIF'
  // What was kept for so long and no longer leaves its place.
  const [gone, setGone] = useState<string | null>(null)
  const hasPicture = isPicture && url !== null && url !== gone
  return (
    <div className="relative m-[3px] grid aspect-[1.91] w-[var(--header-width,300px)] max-w-[calc(100%-6px)] place-items-center overflow-hidden rounded-md bg-quote text-meta">
      {hasPicture && (
        <img
          src={url}
          alt=""
          loading="lazy"
          onError={() => setGone(url)}
          className="absolute size-full object-cover"
        />
      )}
      {url !== null && format === 'VIDEO' && (
        <video
          src={`${url}#t=0.1`}
          preload="metadata"
          muted
          playsInline
          className="absolute size-full object-cover"
        />
      )}
      {!hasPicture && <Icon size={34} aria-hidden strokeWidth={1.4} className="relative" />}
      {caption !== null && (
        <bdi className="absolute inset-x-0 bottom-0 truncate bg-quote px-2 py-1 text-center text-[12.5px] text-ink">
          {caption}
        </bdi>
      )}
    </div>
  )
}

/** What a limited-time offer shows above its words. */
function Offer({ text, hasExpiration, endsAt, code }: NonNullable<TemplateParts['offer']>) {
  const { i18n } = useLingui()
  const end = typeof endsAt === 'number' ? dateAndTime(endsAt, i18n.locale) : null
  return (
    <div className="m-[3px] flex items-center gap-2.5 rounded-md bg-quote px-2.5 py-2">
      <span className="grid size-9 shrink-0 place-items-center rounded-full bg-brand-tint-2 text-brand-strong">
        <Tag size={18} aria-hidden />
      </span>
      <span className="min-w-0">
        <b dir="auto" className="block font-semibold">
          {text}
        </b>
        {hasExpiration && (
          <span className="block text-[12.5px] text-meta">
            {end === null ? <Trans>Ends in 24:00:00</Trans> : <Trans>Ends {end}</Trans>}
          </span>
        )}
        {code !== null && code !== undefined && (
          <span className="block text-[12.5px] text-meta">
            <Trans>
              Code <bdi className="font-semibold">{code}</bdi>
            </Trans>
          </span>
        )}
      </span>
    </div>
  )
}

/** The cards of a carousel, beside each other under the message; one moves along them. */
export function TemplateCards({
  parts,
  slotsOf,
  direction = 'in',
}: {
  readonly parts: TemplateParts
  /** Marks the variables of a card, for a preview. */
  readonly slotsOf?: (card: number) => Readonly<Record<string, string>>
  readonly direction?: 'in' | 'out'
}) {
  const { t } = useLingui()
  const cards = parts.cards ?? []
  if (cards.length === 0) return null
  return (
    // Whoever has no pointer moves along the cards with the arrows.
    <ul
      aria-label={t`Cards`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="mt-1 flex max-w-full snap-x gap-1.5 overflow-x-auto pb-2"
    >
      {cards.map((card, index) => (
        <li key={index} className="w-[220px] shrink-0 snap-start [--header-width:auto] *:w-full">
          <Bubble direction={direction} hasTail={false} below={<TemplateButtons parts={card} />}>
            <TemplateContent
              parts={card}
              hasMeta={false}
              {...(slotsOf !== undefined && { slots: slotsOf(index) })}
            />
          </Bubble>
        </li>
      ))}
    </ul>
  )
}

/** The template of a message that was sent: as the message tells it, else from the account's templates, else its words alone. */
export function useSentTemplate(message: Message): TemplateParts {
  const { channelId } = useBubbleActions()
  const told = message.type === 'template' ? sentParts(message.content) : null
  const { data } = useQuery({
    ...templatesQuery(channelId),
    enabled: message.type === 'template' && told === null,
  })
  const payload = payloadOf(message)
  const name = asText(payload['name'])
  const language = asText(payload['language']) ?? asText(asRecord(payload['language'])['code'])
  const template = data?.items.find((item) => item.name === name && item.language === language)
  const parts =
    told ??
    (template === undefined
      ? null
      : sentFromTemplate(templateParts(template.components, undefined, template.language), payload))
  const body = message.text ?? parts?.body ?? name ?? ''
  if (parts === null) return { header: null, body, footer: null, buttons: [] }
  const { header } = parts
  // Whether the message's own file is here, the message knows.
  const { media } = message
  const url = media === null ? (header?.url ?? null) : media.state === 'stored' ? media.url : null
  return { ...parts, body, header: header === null ? null : { ...header, url } }
}

export function TemplateLabel({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const name = asText(payloadOf(message)['name']) ?? t`unnamed`
  return (
    <p data-template-label className="flex items-center gap-1 px-[9px] pt-[5px] text-[11.5px] text-meta">
      <LayoutTemplate size={12} aria-hidden />
      <Trans>Template {name}</Trans>
    </p>
  )
}
