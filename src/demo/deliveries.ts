/**
 * What Meta said when the demo shop's messages arrived, with what each is charged as. Replies are free up to Meta's allowance of each
 * month, what follows an advertisement is free for 72 hours, templates are not. Pure.
 */
import { countryOfRecipient } from '#costs/markets.ts'
import { CHARGED_SINCE, FREE_SERVICE } from '#costs/read-allowance.ts'
import { DAY_MS, HOUR_MS, type Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { MessageRow, SeedRows, StatusRow } from './seed-rows.ts'
import { SHOP_TEMPLATES } from './shop-templates.ts'

/** The shop came to the Cloud API so long ago; before it nothing was charged. */
const KNOWN_MS = 75 * DAY_MS
const FREE_ENTRY_MS = 72 * HOUR_MS
const INDIA_MS = 5.5 * HOUR_MS
const HALF_HOUR_MS = HOUR_MS / 2

type Said = Pick<SeedRows, 'messages' | 'conversations' | 'identities'>
type Charged = { readonly category: string; readonly type: string }

const CATEGORIES = new Map<string, string>(
  Object.values(SHOP_TEMPLATES).map(({ name, category }) => [name, category.toLowerCase()]),
)

export function statusRows(rows: Said, now: Instant): StatusRow[] {
  const recipients = new Map(
    rows.identities
      .filter(({ kind }) => kind !== 'group')
      .map(({ contact_id, value }) => [contact_id, value]),
  )
  const conversations = new Map(rows.conversations.map((row) => [row.id, row]))
  const replies = new Map<string, number>()
  return rows.messages
    .filter(({ direction, delivered_at: at }) => direction === 'out' && (at ?? 0) > now - KNOWN_MS)
    .toSorted((a, b) => (a.delivered_at ?? 0) - (b.delivered_at ?? 0))
    .flatMap((message) => {
      const conversation = conversations.get(message.conversation_id)
      const recipient = recipients.get(conversation?.contact_id ?? '')
      const { wamid, delivered_at: at } = message
      if (conversation === undefined || recipient === undefined || wamid === null || at === null) return []
      const isAfterAd = isWithin(at, conversation.referral_answered_at)
      const pricing = pricingOf(chargedAs(message, at, isAfterAd, replies))
      return [{ wamid, status: 'delivered', recipient, at, pricing }]
    })
}

const isWithin = (at: number, answeredAt: number | null): boolean =>
  answeredAt !== null && at >= answeredAt && at < answeredAt + FREE_ENTRY_MS

function chargedAs(
  message: MessageRow,
  at: number,
  isAfterAd: boolean,
  replies: Map<string, number>,
): Charged {
  if (isAfterAd) return { category: 'referral_conversion', type: 'free_entry_point' }
  if (message.type === 'template') return { category: categoryOf(message), type: 'regular' }
  const month = new Date(at + INDIA_MS).toISOString().slice(0, 7)
  const count = (replies.get(month) ?? 0) + 1
  replies.set(month, count)
  const isFree = month < CHARGED_SINCE || count <= FREE_SERVICE
  return { category: 'service', type: isFree ? 'free_customer_service' : 'regular' }
}

function categoryOf({ content }: MessageRow): string {
  const { template } = content as { readonly template?: { readonly name?: string } }
  return CATEGORIES.get(template?.name ?? '') ?? 'marketing'
}

const pricingOf = ({ category, type }: Charged): JsonObject => ({
  billable: type === 'regular',
  pricing_model: 'PMP',
  ...{ category, type },
})

/** So many messages of one kind that arrived within one half hour: how Meta counts. */
export type Delivered = {
  readonly at: number
  readonly country: string
  readonly category: string
  readonly pricingType: string
  readonly volume: number
}

export function deliveredOf(statuses: readonly StatusRow[]): Delivered[] {
  const sums = new Map<string, Delivered>()
  for (const { recipient, at, pricing } of statuses) {
    const { category, type } = pricing as { readonly category: string; readonly type: string }
    const one = {
      ...{ at: Math.floor(at / HALF_HOUR_MS) * HALF_HOUR_MS, country: countryOfRecipient(recipient) },
      ...{ category, pricingType: type },
    }
    const key = JSON.stringify(one)
    sums.set(key, { ...one, volume: (sums.get(key)?.volume ?? 0) + 1 })
  }
  return [...sums.values()]
}
