import { Trans, useLingui } from '@lingui/react/macro'
import {
  Copy,
  ExternalLink,
  IndianRupee,
  List,
  type LucideIcon,
  Phone,
  Reply,
  ShoppingBag,
  Store,
  UserRound,
  Workflow,
} from 'lucide-react'
import { useState } from 'react'
import { money } from '../platform/format.ts'
import type { TemplateButton, TemplateParts } from '../templates/render.ts'
import { BubbleButton } from './bubble.tsx'
import { asList, asNumber, asRecord, asText, type Json } from './payload.ts'
import { Unfolding } from './unfolding.tsx'

const ICONS: Readonly<Record<string, LucideIcon>> = {
  ...{ URL: ExternalLink, PHONE_NUMBER: Phone, VOICE_CALL: Phone, COPY_CODE: Copy, OTP: Copy },
  ...{ FLOW: Workflow, CATALOG: Store, MPM: ShoppingBag, SPM: ShoppingBag, ORDER_DETAILS: IndianRupee },
  REQUEST_CONTACT_INFO: UserRound,
}

/** WhatsApp shows three; of more it shows two, and a way to the others. Source: Meta, "Template components" (Nov 2025). */
const SHOWN_MAX = 3

/** The buttons under a template, with what was filled into them. */
export function TemplateButtons({ parts }: { readonly parts: TemplateParts }) {
  const { t } = useLingui()
  const [isOpen, setOpen] = useState(false)
  const { buttons } = parts
  const all = t`See all options`
  const shown = isOpen || buttons.length <= SHOWN_MAX ? buttons : buttons.slice(0, SHOWN_MAX - 1)
  return (
    <>
      {shown.map((button, index) => (
        <OneButton key={index} button={button} parts={parts} />
      ))}
      {shown.length < buttons.length && (
        <button type="button" aria-label={all} className="block w-full" onClick={() => setOpen(true)}>
          <BubbleButton icon={<List size={16} aria-hidden className="shrink-0" />}>{all}</BubbleButton>
        </button>
      )}
    </>
  )
}

function OneButton({ button, parts }: { readonly button: TemplateButton; readonly parts: TemplateParts }) {
  const { type, text, value, sections = [], order, thumbnail } = button
  const Icon = ICONS[type] ?? Reply
  if (order !== null && order !== undefined) return <OrderButton text={text} order={order} />
  if (sections.length > 0)
    return (
      <Unfolding label={text} Icon={Icon}>
        {sections.map(({ title, products }, index) => (
          <li key={index} dir="auto" className="py-1">
            <b className="font-semibold">{title}</b>
            {products.map((product, nth) => (
              <bdi key={nth} className="block">
                {product}
              </bdi>
            ))}
          </li>
        ))}
      </Unfolding>
    )
  // An offer says its code above the words.
  const said = type === 'CATALOG' ? thumbnail : type === 'COPY_CODE' && !parts.offer ? value : null
  return (
    <BubbleButton icon={<Icon size={16} aria-hidden className="shrink-0" />}>
      {text}
      {said !== null && said !== undefined && said !== '' && (
        <bdi className="block text-[12.5px] font-normal text-meta">{said}</bdi>
      )}
    </BubbleButton>
  )
}

/** What is to be paid, and for what. */
function OrderButton({ text, order }: { readonly text: string; readonly order: Json }) {
  const { t } = useLingui()
  const inner = asRecord(order['order'])
  const currency = asText(order['currency']) ?? 'INR'
  const shown = (amount: unknown, times = 1): string | null => {
    const { value, offset } = asRecord(amount)
    const [units, per] = [asNumber(value), asNumber(offset) ?? 100]
    return units === null ? null : money((units * times) / per, currency)
  }
  // In a preview the sum may not be there yet.
  const total = nothing(order['total_amount']) ? null : shown(order['total_amount'])
  const reference = asText(order['reference_id'])
  const discount = shown(inner['discount'])
  const items = asList(inner['items']).map((item) => {
    const quantity = asNumber(item['quantity']) ?? 1
    const name = asText(item['name']) ?? asText(item['retailer_id']) ?? t`Product`
    return { words: `${quantity} × ${name}`, sum: shown(item['sale_amount'] ?? item['amount'], quantity) }
  })
  const sums = [
    { words: t`Subtotal`, sum: items.length > 1 ? shown(inner['subtotal']) : null },
    { words: t`Tax`, sum: nothing(inner['tax']) ? null : shown(inner['tax']) },
    { words: t`Shipping`, sum: nothing(inner['shipping']) ? null : shown(inner['shipping']) },
    { words: t`Discount`, sum: nothing(inner['discount']) || discount === null ? null : `−${discount}` },
  ].filter(({ sum }) => sum !== null)
  return (
    <Unfolding
      Icon={IndianRupee}
      label={
        <span dir="auto">
          {text}
          {total !== null && <span className="ms-1.5 tabular-nums">{total}</span>}
        </span>
      }
    >
      {reference !== null && (
        <li className="py-1 text-meta">
          <Trans>
            Order <bdi>#{reference}</bdi>
          </Trans>
        </li>
      )}
      {[...items, ...sums, { words: t`Total`, sum: total }].map(({ words, sum }, index) => (
        <li key={index} className="flex justify-between gap-3 py-1 last:font-semibold">
          <bdi>{words}</bdi>
          <span className="shrink-0 tabular-nums">{sum ?? '—'}</span>
        </li>
      ))}
    </Unfolding>
  )
}

const nothing = (amount: unknown): boolean => (asNumber(asRecord(amount)['value']) ?? 0) === 0
