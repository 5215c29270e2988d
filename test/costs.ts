/** A shop's month of messages, as Meta tells of them, and Meta with figures of our choice: for tests of what messages cost. */
import { recordCharges } from '#costs/record-charges.ts'
import { readLedger } from '#costs/read-ledger.ts'
import { readReconciliation } from '#costs/read-reconciliation.ts'
import { reconcileCosts } from '#costs/reconcile-costs.ts'
import type { RateCard } from '#costs/rate-cards.ts'
import type { By, Ledger, Reconciliation } from '#costs/shapes.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import { instant } from '#platform/time.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import type { Shop, Talk } from '#test/shop.ts'
import type { GraphCosts, PricingPoint } from '#whatsapp/graph-costs.ts'

/** 15 Nov 2026, 12:00 in India. */
export const NOW = instant(Date.parse('2026-11-15T06:30:00Z'))

export type Sent = { readonly id: string; readonly wamid: string; readonly to: string }

/** Messages of ours that Meta has taken. */
export async function send(
  { database, tenant, channel }: Shop,
  { conversation, phone }: Talk,
  { count = 1, template = null as string | null } = {},
): Promise<Sent[]> {
  const sent = Array.from({ length: count }, () => {
    const id = newId()
    return { id, wamid: `wamid.${id}`, to: phone ?? '' }
  })
  const content =
    template === null ? { text: { body: 'hello' } } : { template: { name: template, language: 'en' } }
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at)
       select $1, id, $2, $3, 'out', 'api', wamid, $4, $5, to_timestamp($6 / 1000.0)
       from unnest($7::uuid[], $8::text[]) as s (id, wamid)`,
      [
        ...[
          tenant,
          channel,
          conversation,
          template === null ? 'text' : 'template',
          JSON.stringify(content),
          NOW,
        ],
        ...[sent.map(({ id }) => id), sent.map(({ wamid }) => wamid)],
      ],
    ),
  )
  return sent
}

export type Word = {
  readonly category: string
  readonly type?: string
  readonly at?: number
  readonly status?: string
}

/** What Meta tells of one of them. */
export const statusOf = (
  { wamid, to }: Sent,
  { category, type = 'regular', at = NOW, status = 'delivered' }: Word,
) => ({
  id: wamid,
  status,
  timestamp: String(Math.floor(at / 1000)),
  recipient_id: to,
  pricing: { billable: type === 'regular', pricing_model: 'PMP', type, category },
})
export const bodyFor = ({ number }: Shop, statuses: readonly object[]) =>
  bodyOf(messagesOf(number, { statuses }))

export async function tell(shop: Shop, sent: readonly Sent[], word: Word): Promise<void> {
  await ingest(shop.database, [
    bodyFor(
      shop,
      sent.map((one) => statusOf(one, word)),
    ),
  ])
}

export async function countAll({ database, tenant }: Pick<Shop, 'database' | 'tenant'>): Promise<void> {
  while (await recordCharges(database, tenant));
}

export const ledgerOf = async (
  shop: Shop,
  by: By = 'category',
  more: { month?: string; cards?: readonly RateCard[] } = {},
) => {
  await countAll(shop)
  const wish = { month: more.month ?? '2026-11', channelId: null, by }
  const ledger = await shop.database.inTenant(shop.tenant, async (client) =>
    readLedger(client, shop.tenant, wish, NOW, more.cards),
  )
  if (ledger === null) throw new Error('no ledger')
  return ledger
}
export const linesOf = ({ lines }: Ledger) =>
  lines.map(({ key, volume, billable, unpriced, amount }) => [key, volume, billable, unpriced, amount])

/** Meta, with these figures. */
export const metaSays = (
  points: readonly PricingPoint[],
  asked: { from: number; to: number }[] = [],
): GraphCosts => ({
  readAccount: async () => ({ currency: 'INR', timeZone: 'Asia/Kolkata' }),
  pricingAnalytics: async (_token, _waba, span) => {
    asked.push(span)
    return points
  },
})
export const point = (
  category: string,
  volume: number,
  cost: number,
  more: Partial<PricingPoint> = {},
): PricingPoint => ({
  ...{ country: 'IN', type: 'regular', phone: null },
  ...{ category, volume, cost },
  ...more,
})

export const compare = async (shop: Shop, graph: GraphCosts, at = NOW, cards?: readonly RateCard[]) => {
  const month = '2026-11'
  await countAll(shop)
  const { database } = shop
  const parts = { database, graph, tokenOf: async () => new Secret('token'), clock: () => at, cards }
  await reconcileCosts(parts, shop.tenant, { wabaId: shop.number.wabaId, month })
  const { items } = await shop.database.inTenant(shop.tenant, async (client) =>
    readReconciliation(client, shop.tenant, month),
  )
  const item = items.find(({ wabaId }) => wabaId === shop.number.wabaId)
  if (item === undefined) throw new Error('no account')
  return item
}
export const reasonsOf = (item: Reconciliation['items'][number]) =>
  Object.fromEntries(
    item.lines.map(({ category, type, country, why }) => [`${category} ${type} ${country}`, why]),
  )
