import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import {
  Copy,
  ExternalLink,
  FileText,
  Image,
  LayoutTemplate,
  MapPin,
  Phone,
  Reply,
  Video,
} from 'lucide-react'
import type { Message } from '../platform/contract.ts'
import { templatesQuery } from '../templates/queries.ts'
import { fillBody, fillHeader, sentValues, type TemplateParts, templateParts } from '../templates/render.ts'
import { BubbleButton } from './bubble.tsx'
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
  const { header, body, footer } = parts
  return (
    <>
      {header !== null && header.format !== 'TEXT' && <HeaderPlace format={header.format} />}
      {header?.format === 'TEXT' && (
        <p dir="auto" className="px-[9px] pt-[6px] text-[15px] font-semibold">
          {fillHeader(header.text ?? '', slots ?? {})}
        </p>
      )}
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
    </>
  )
}

/** Where a template's picture, film or file stands: 1.91 to 1, as WhatsApp crops it. */
function HeaderPlace({ format }: { readonly format: string }) {
  const Icon = { VIDEO: Video, DOCUMENT: FileText, LOCATION: MapPin }[format] ?? Image
  return (
    <div className="m-[3px] grid aspect-[1.91] w-[300px] max-w-[calc(100%-6px)] place-items-center rounded-md bg-quote text-meta">
      <Icon size={34} aria-hidden strokeWidth={1.4} />
    </div>
  )
}

export function TemplateButtons({ parts }: { readonly parts: TemplateParts }) {
  const icons = { URL: ExternalLink, PHONE_NUMBER: Phone, COPY_CODE: Copy, OTP: Copy } as const
  return parts.buttons.map((button, index) => {
    const Icon = icons[button.type as keyof typeof icons] ?? Reply
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
  const filled = header === null ? null : { ...header, text: fillHeader(header.text ?? '', values) }
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
