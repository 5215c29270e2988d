import { Trans, useLingui } from '@lingui/react/macro'
import {
  CheckCheck,
  ExternalLink,
  LayoutList,
  MapPin,
  MousePointerClick,
  Phone,
  Reply,
  ShoppingBag,
  UserRound,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { addressLines } from '../../../src/whatsapp/address-answer.ts'
import type { Message } from '../platform/contract.ts'
import { dateAndTime } from '../platform/format.ts'
import { BubbleButton } from './bubble.tsx'
import { asList, asNumber, asRecord, asText, flowAnswers, type Json, payloadOf } from './payload.ts'
import { MediaBody } from './media-bodies.tsx'
import { TextBody } from './text-body.tsx'
import { Unfolding } from './unfolding.tsx'

/** What a customer chose: a button, a row of a list, a filled-in form, a permission. */
export function ReplyBody({ message }: { readonly message: Message }) {
  const { t, i18n } = useLingui()
  const payload = payloadOf(message)
  const kind = asText(payload['type'])
  const permittedFor = (reply: Json): string | null => {
    const until = asNumber(reply['expiration_timestamp'])
    if (reply['is_permanent'] === true) return t`Until they take it back`
    if (until === null) return null
    const time = dateAndTime(until * 1000, i18n.locale)
    return t`Until ${time}`
  }
  if (kind === 'nfm_reply') return <FlowAnswers reply={asRecord(payload['nfm_reply'])} />
  const reply = asRecord(payload[kind ?? ''])
  const title = asText(reply['title']) ?? asText(payload['text']) ?? message.text
  const description = asText(reply['description'])
  if (kind === 'call_permission_reply') {
    const accepted = reply['response'] === 'accept'
    return (
      <Chosen
        title={accepted ? t`You may call this customer` : t`The customer does not want calls`}
        description={accepted ? permittedFor(reply) : null}
      />
    )
  }
  return <Chosen title={title ?? t`Choice`} description={description} />
}

function Chosen({ title, description }: { readonly title: string; readonly description: string | null }) {
  return (
    <div className="px-[9px] pt-[6px] pb-[22px]">
      <p className="mb-0.5 flex items-center gap-1 text-[12px] text-meta">
        <MousePointerClick size={13} aria-hidden />
        <Trans>Chosen</Trans>
      </p>
      <p dir="auto" className="font-medium">
        {title}
      </p>
      {description !== null && (
        <p dir="auto" className="text-[13px] text-meta">
          {description}
        </p>
      )}
    </div>
  )
}

function FlowAnswers({ reply }: { readonly reply: Json }) {
  const { t } = useLingui()
  const isAddress = reply['name'] === 'address_message'
  const floorAndTower = {
    floor: (floor: string) => t`Floor ${floor}`,
    tower: (tower: string) => t`Tower ${tower}`,
  }
  const lines = isAddress ? addressLines(reply['response_json'], floorAndTower) : []
  const answers = lines.length > 0 ? [] : flowAnswers(reply['response_json'])
  return (
    <div className="min-w-56 px-[9px] pt-[6px] pb-[22px]">
      <p className="mb-1 flex items-center gap-1.5 font-semibold">
        <CheckCheck size={16} aria-hidden className="text-brand" />
        {isAddress ? <Trans>Address</Trans> : <Trans>Form filled in</Trans>}
      </p>
      {lines.map((line, index) => (
        <bdi key={index} dir="auto" className="block">
          {line}
        </bdi>
      ))}
      {answers.length === 0 && lines.length === 0 && (
        <p className="text-[13px] text-meta">
          <Trans>No answers came with it.</Trans>
        </p>
      )}
      <dl className="text-[13.5px]">
        {answers.map(({ label, value }, index) => (
          <div key={index} className="border-t border-ink/10 py-1 first:border-0">
            <dt className="text-[12px] text-meta">{label}</dt>
            <dd dir="auto" className="whitespace-pre-wrap">
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** What we asked with buttons, a list, a link, a form or products, as the customer sees it. */
export function QuestionBody({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const payload = payloadOf(message)
  const header = asRecord(payload['header'])
  // WhatsApp has words of its own for this one.
  const unsaid = payload['type'] === 'call_permission_request' ? t`May we call you on WhatsApp?` : ''
  const body = asText(asRecord(payload['body'])['text']) ?? message.text ?? unsaid
  const footer = asText(asRecord(payload['footer'])['text'])
  const headerText = asText(header['text'])
  return (
    <>
      {message.media !== null && (
        <MediaBody message={{ ...message, type: asText(header['type']) ?? 'document', text: null }} />
      )}
      {headerText !== null && (
        <p dir="auto" className="px-[9px] pt-[6px] text-[15px] font-semibold">
          {headerText}
        </p>
      )}
      <TextBody text={body} meta={footer === null ? 'ticks' : null} />
      {footer !== null && (
        <p dir="auto" className="-mt-1 px-[9px] pe-[90px] pb-[8px] text-[12.5px] text-meta">
          {footer}
        </p>
      )}
    </>
  )
}

/** The rows under a question. */
export function QuestionButtons({ message }: { readonly message: Message }): ReactNode {
  const { t } = useLingui()
  const payload = payloadOf(message)
  const action = asRecord(payload['action'])
  const parameters = asRecord(action['parameters'])
  switch (asText(payload['type']) ?? '') {
    case 'button':
      return asList(action['buttons']).map((button, index) => (
        <BubbleButton key={index} icon={<Reply size={16} aria-hidden />}>
          {asText(asRecord(button['reply'])['title'])}
        </BubbleButton>
      ))
    case 'list':
      return (
        <Unfolding label={asText(action['button']) ?? t`Options`} Icon={LayoutList}>
          <Rows rows={rowsOf(action, 'rows')} />
        </Unfolding>
      )
    case 'cta_url':
      return (
        <BubbleButton icon={<ExternalLink size={16} aria-hidden />}>
          {asText(parameters['display_text'])}
        </BubbleButton>
      )
    case 'flow':
      return (
        <BubbleButton icon={<Workflow size={16} aria-hidden />}>
          {asText(parameters['flow_cta']) ?? t`Form`}
        </BubbleButton>
      )
    case 'call_permission_request':
      return (
        <BubbleButton icon={<Phone size={16} aria-hidden />}>{t`Choose whether to allow calls`}</BubbleButton>
      )
    case 'contact_request':
      return <BubbleButton icon={<UserRound size={16} aria-hidden />}>{t`Share number`}</BubbleButton>
    case 'location_request_message':
      return <BubbleButton icon={<MapPin size={16} aria-hidden />}>{t`Send location`}</BubbleButton>
    case 'address_message':
      return <BubbleButton icon={<MapPin size={16} aria-hidden />}>{t`Provide address`}</BubbleButton>
    case 'voice_call':
      return (
        <BubbleButton icon={<Phone size={16} aria-hidden />}>
          {asText(parameters['display_text']) ?? t`Call`}
        </BubbleButton>
      )
    case 'product':
      return (
        <Unfolding label={t`View products`} Icon={ShoppingBag}>
          <Rows rows={[{ title: action['product_retailer_id'] }]} />
        </Unfolding>
      )
    case 'product_list': {
      const rows = rowsOf(action, 'product_items').map((item) => ({ title: item['product_retailer_id'] }))
      return (
        <Unfolding label={t`View products`} Icon={ShoppingBag}>
          <Rows rows={rows} />
        </Unfolding>
      )
    }
    case 'catalog_message':
      return <BubbleButton icon={<ShoppingBag size={16} aria-hidden />}>{t`View products`}</BubbleButton>
    default:
      return null
  }
}

const rowsOf = (action: Json, key: string): readonly Json[] =>
  asList(action['sections']).flatMap((section) => asList(section[key]))

const Rows = ({ rows }: { readonly rows: readonly Json[] }): ReactNode =>
  rows.map((row, index) => (
    <li key={index} dir="auto" className="py-1">
      {asText(row['title'])}
      {asText(row['description']) !== null && (
        <span className="block text-[12.5px] text-meta">{asText(row['description'])}</span>
      )}
    </li>
  ))
