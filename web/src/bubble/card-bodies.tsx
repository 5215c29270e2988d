import { Trans, useLingui } from '@lingui/react/macro'
import { MapPin, ShoppingBag, UserRound } from 'lucide-react'
import type { Message } from '../platform/contract.ts'
import { money, wholeNumber } from '../platform/format.ts'
import { CopyButton } from '../platform/ui/copy-button.tsx'
import { asList, asNumber, asRecord, asText, payloadOf, safeUrl } from './payload.ts'

/** A place: no map tiles, so that no third party learns where a customer is until somebody asks for the map. */
export function LocationBody({ message }: { readonly message: Message }) {
  const place = payloadOf(message)
  const latitude = asNumber(place['latitude'])
  const longitude = asNumber(place['longitude'])
  const name = asText(place['name'])
  const address = asText(place['address'])
  const hasPoint = latitude !== null && longitude !== null
  return (
    <div className="m-[3px] w-[280px] max-w-[calc(100%-6px)] pb-5">
      <div className="flex gap-3 rounded-md bg-quote px-3 py-3">
        <MapPin size={28} aria-hidden strokeWidth={1.6} className="mt-0.5 shrink-0 text-brand" />
        <div className="min-w-0">
          <p dir="auto" className="font-medium">
            {name ?? <Trans>Location</Trans>}
          </p>
          {address !== null && (
            <p dir="auto" className="text-[13px] text-meta">
              {address}
            </p>
          )}
          {hasPoint && (
            <p className="text-[12px] text-meta">
              {latitude.toFixed(5)}, {longitude.toFixed(5)}
            </p>
          )}
        </div>
      </div>
      {hasPoint && (
        <a
          className="block px-1.5 pt-1.5 text-[13px] text-link underline underline-offset-2"
          href={`https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          <Trans>Open in Maps</Trans>
        </a>
      )}
    </div>
  )
}

/** Contact cards: names and numbers to copy. */
export function ContactsBody({ message }: { readonly message: Message }) {
  const { t } = useLingui()
  const cards = asList(message.content['contacts'])
  return (
    <ul className="w-[280px] max-w-full divide-y divide-ink/10 px-2 pt-1.5 pb-5">
      {cards.map((card, index) => {
        const name = asText(asRecord(card['name'])['formatted_name']) ?? t`Contact`
        const company = asText(asRecord(card['org'])['company'])
        const numbers = asList(card['phones']).map(
          (phone) => asText(phone['phone']) ?? asText(phone['wa_id']),
        )
        const mails = asList(card['emails']).map((mail) => asText(mail['email']))
        return (
          <li key={index} className="flex items-center gap-2.5 py-1.5">
            <span className="grid size-9 shrink-0 place-items-center rounded-full bg-quote text-meta">
              <UserRound size={20} aria-hidden />
            </span>
            <div className="min-w-0 flex-1">
              <p dir="auto" className="truncate font-medium">
                {name}
              </p>
              {[company, ...numbers, ...mails].filter(Boolean).map((line) => (
                <p key={line} dir="auto" className="truncate text-[12.5px] text-meta">
                  {line}
                </p>
              ))}
            </div>
            {numbers[0] && <CopyButton text={numbers[0]} label={t`Copy the number of ${name}`} />}
          </li>
        )
      })}
      {cards.length === 0 && <li className="py-1.5 text-meta">{t`Contact card`}</li>}
    </ul>
  )
}

/** An order from the catalogue: what, how many, for how much, and the sum. */
export function OrderBody({ message }: { readonly message: Message }) {
  const { t, i18n } = useLingui()
  const order = payloadOf(message)
  const items = asList(order['product_items']).map((item) => {
    const quantity = asNumber(item['quantity']) ?? 1
    const price = asNumber(item['item_price'])
    return {
      name: asText(item['name']) ?? asText(item['product_retailer_id']) ?? t`Product`,
      quantity,
      currency: asText(item['currency']) ?? 'INR',
      sum: price === null ? null : price * quantity,
    }
  })
  const currencies = new Set(items.map((item) => item.currency))
  const isSummable = currencies.size === 1 && items.every((item) => item.sum !== null)
  const total = items.reduce((sum, item) => sum + (item.sum ?? 0), 0)
  const pieces = wholeNumber(
    items.reduce((sum, item) => sum + item.quantity, 0),
    i18n.locale,
  )
  const note = asText(order['text'])
  return (
    <div className="w-[300px] max-w-full px-[9px] pt-2 pb-6">
      <p className="mb-1.5 flex items-center gap-1.5 font-semibold">
        <ShoppingBag size={17} aria-hidden className="text-brand" />
        <Trans>Order</Trans>
      </p>
      <table className="w-full text-[13px]">
        <thead className="sr-only">
          <tr>
            <th>{t`Product`}</th>
            <th>{t`Amount`}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={index} className="align-top">
              <td dir="auto" className="py-0.5 pe-2">
                {item.quantity} × {item.name}
              </td>
              <td className="py-0.5 text-end whitespace-nowrap">
                {item.sum === null ? '—' : money(item.sum, item.currency)}
              </td>
            </tr>
          ))}
        </tbody>
        {isSummable && items.length > 0 && (
          <tfoot>
            <tr className="border-t border-ink/15 font-semibold">
              <td className="pt-1">
                <Trans>Total, {pieces} pieces</Trans>
              </td>
              <td className="pt-1 text-end whitespace-nowrap">{money(total, items[0]?.currency ?? 'INR')}</td>
            </tr>
          </tfoot>
        )}
      </table>
      {note !== null && (
        <p dir="auto" className="mt-1.5 border-s-3 border-control-line ps-2 text-[13px] text-meta">
          {note}
        </p>
      )}
    </div>
  )
}

/** Where the customer came from: the ad or post that was tapped. */
export function ReferralCard({ referral }: { readonly referral: NonNullable<Message['referral']> }) {
  const headline = asText(referral['headline'])
  const body = asText(referral['body'])
  const url = safeUrl(referral['source_url'])
  const isAd = referral['source_type'] !== 'post'
  return (
    <div className="mx-[3px] mt-[3px] rounded-md border-s-4 border-blue bg-quote px-2.5 py-1.5 text-[13px]">
      <p className="font-semibold text-blue">
        {isAd ? <Trans>Came from an ad</Trans> : <Trans>Came from a post</Trans>}
      </p>
      {headline !== null && (
        <p dir="auto" className="font-medium">
          {headline}
        </p>
      )}
      {body !== null && (
        <p dir="auto" className="line-clamp-3 text-meta">
          {body}
        </p>
      )}
      {url !== null && (
        <a
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          className="break-all text-link underline underline-offset-2"
        >
          <Trans>See it</Trans>
        </a>
      )}
    </div>
  )
}
