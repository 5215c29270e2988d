import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import {
  Copy,
  ExternalLink,
  FileText,
  Image,
  IndianRupee,
  LayoutTemplate,
  type LucideIcon,
  MapPin,
  Phone,
  Reply,
  ShoppingBag,
  Store,
  Tag,
  UserRound,
  Video,
  Workflow,
} from 'lucide-react'
import type { Message } from '../platform/contract.ts'
import { templatesQuery } from '../templates/queries.ts'
import { fillBody, fillHeader, sentValues, type TemplateParts, templateParts } from '../templates/render.ts'
import { Bubble, BubbleButton } from './bubble.tsx'
import { useBubbleActions } from './bubble-context.ts'
import { asRecord, asText, payloadOf } from './payload.ts'
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
        <HeaderPlace format={header.format} url={header.url ?? null} />
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
function HeaderPlace({ format, url }: { readonly format: string; readonly url: string | null }) {
  const Icon = { VIDEO: Video, DOCUMENT: FileText, LOCATION: MapPin }[format] ?? Image
  const isPicture = format === 'IMAGE' || format === 'GIF'
  return (
    <div className="relative m-[3px] grid aspect-[1.91] w-[var(--header-width,300px)] max-w-[calc(100%-6px)] place-items-center overflow-hidden rounded-md bg-quote text-meta">
      {url !== null && isPicture && (
        <img src={url} alt="" loading="lazy" className="absolute size-full object-cover" />
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
      {(url === null || !isPicture) && <Icon size={34} aria-hidden strokeWidth={1.4} className="relative" />}
    </div>
  )
}

/** What a limited-time offer shows above its words. */
function Offer({ text, hasExpiration }: { readonly text: string; readonly hasExpiration: boolean }) {
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
          <span className="text-[12.5px] text-meta">
            <Trans>Ends in 24:00:00</Trans>
          </span>
        )}
      </span>
    </div>
  )
}

/** The cards of a carousel, beside each other under the message; one moves along them. */
export function TemplateCards({
  parts,
  slots,
}: {
  readonly parts: TemplateParts
  readonly slots?: Readonly<Record<string, string>>
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
          <Bubble direction="in" hasTail={false} below={<TemplateButtons parts={card} />}>
            <TemplateContent parts={card} hasMeta={false} {...(slots !== undefined && { slots })} />
          </Bubble>
        </li>
      ))}
    </ul>
  )
}

const ICONS: Readonly<Record<string, LucideIcon>> = {
  ...{ URL: ExternalLink, PHONE_NUMBER: Phone, VOICE_CALL: Phone, COPY_CODE: Copy, OTP: Copy },
  ...{ FLOW: Workflow, CATALOG: Store, MPM: ShoppingBag, SPM: ShoppingBag, ORDER_DETAILS: IndianRupee },
  REQUEST_CONTACT_INFO: UserRound,
}

export function TemplateButtons({ parts }: { readonly parts: TemplateParts }) {
  return parts.buttons.map((button, index) => {
    const Icon = ICONS[button.type] ?? Reply
    return (
      <BubbleButton key={index} icon={<Icon size={16} aria-hidden />}>
        {button.text}
      </BubbleButton>
    )
  })
}

/** The template of a message that was sent: from the account's templates where it still is, else from the message's words. */
export function useSentTemplate(message: Message): TemplateParts {
  const { channelId } = useBubbleActions()
  const { data } = useQuery({ ...templatesQuery(channelId), enabled: message.type === 'template' })
  const payload = payloadOf(message)
  const name = asText(payload['name'])
  const language = asText(payload['language']) ?? asText(asRecord(payload['language'])['code'])
  const template = data?.items.find((item) => item.name === name && item.language === language)
  const parts = template === undefined ? null : templateParts(template.components)
  const values = sentValues(payload)
  const body = message.text ?? (parts === null ? (name ?? '') : fillBody(parts.body, values))
  const header = parts?.header ?? null
  const url = message.media?.url ?? null
  const filled = header === null ? null : { ...header, text: fillHeader(header.text ?? '', values), url }
  return { header: filled, body, footer: parts?.footer ?? null, buttons: parts?.buttons ?? [] }
}

export function TemplateLabel({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const name = asText(payloadOf(message)['name']) ?? t`unnamed`
  return (
    <p className="flex items-center gap-1 px-[9px] pt-[5px] text-[11.5px] text-meta">
      <LayoutTemplate size={12} aria-hidden />
      <Trans>Template {name}</Trans>
    </p>
  )
}
