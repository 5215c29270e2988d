/** A shop's number and what Meta says of it, without clockwork: for tests of numbers' health. */
import { listAlarms } from '#connection/list-alarms.ts'
import { countSends } from '#health/count-sends.ts'
import { recordWords, type Answer } from '#health/record-words.ts'
import type { Word } from '#health/words.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Clock, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { bodyOf, ingest } from '#test/ingest.ts'
import { openTalk, type Shop, type Talk } from '#test/shop.ts'

/** A whole second in the past, because Meta's clock has no finer tick and ours has none that lies ahead. */
export const NOW = instant(Math.floor(Date.now() / 1000) * 1000 - 60_000)

/** A webhook body about the shop's account. */
export const told = ({ number }: Shop, field: string, value: object, at: Instant = NOW): string =>
  bodyOf({ entry: number.wabaId, time: Math.floor(at / 1000), change: { field, value } })

/** Puts bodies through the lanes, and writes down what they say of the number. */
export async function hearOf(
  shop: Shop,
  bodies: readonly string[],
  now: Instant = NOW,
  answer: Answer | null = null,
): Promise<void> {
  if (bodies.length > 0) await ingest(shop.database, bodies)
  await record(shop, now, answer)
}

export const record = async (
  { database, tenant, channel }: Shop,
  now: Instant = NOW,
  answer: Answer | null = null,
): Promise<number> =>
  database.inTenant(tenant, async (client) => recordWords(client, tenant, channel, now, answer))

export const answered = (at: Instant, ...words: readonly (readonly [Word['kind'], string])[]): Answer => ({
  at,
  words: words.map(([kind, to]) => ({ kind, subject: '', to, data: {} })),
})

/** The timeline, oldest first: `kind from→to`. */
export async function timelineOf({ database, tenant, channel }: Shop): Promise<string[]> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(' ', kind, nullif(subject, ''), coalesce(from_value, '-') || '→' || to_value) as line from health_changes
       where tenant_id = $1 and channel_id = $2 order by at, kind, subject`,
      [tenant, channel],
    )
    return rows.map(({ line }) => line)
  })
}

export const alarmsOf = async ({ database, tenant }: Shop): Promise<string[]> =>
  database.inTenant(tenant, async (client) =>
    (await listAlarms(client, tenant)).map(({ kind, subject }) => `${kind} ${subject}`.trim()).toSorted(),
  )

export type SentTemplate = {
  readonly at?: Instant
  readonly template?: string
  readonly language?: string
  readonly deliveredAt?: Instant | null
  readonly readAt?: Instant | null
  readonly failure?: number | null
}

/** A template message of ours, as far as it got; delivered a second later unless said otherwise. Its id. */
export async function sendTemplate(shop: Shop, talk: Talk, sent: SentTemplate = {}): Promise<string> {
  const { database, tenant, channel } = shop
  const at = sent.at ?? after(NOW, -3_600_000)
  const failure = sent.failure ?? null
  const delivered = sent.deliveredAt === undefined && failure === null ? after(at, 1000) : sent.deliveredAt
  const hex = at.toString(16).padStart(12, '0')
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}${newId().slice(13)}`
  await database.inTenant(tenant, async (client) => {
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at, sent_at,
         delivered_at, read_at, failed_at, failure, status_rank)
       values ($1, $2, $3, $4, 'out', 'api', $5, 'template', 'offer', $6, $7, $7, $8, $9, $10, $11, $12)`,
      [
        ...[tenant, id, channel, talk.conversation, `wamid.${id}`],
        JSON.stringify({
          template: { name: sent.template ?? 'offer', language: { code: sent.language ?? 'en' } },
        }),
        ...[date(at), date(delivered), date(sent.readAt), failure === null ? null : date(at)],
        failure === null ? null : JSON.stringify({ code: failure, title: 'x' }),
        failure === null ? 2 : 0,
      ],
    )
    await appendEvents(client, tenant, [['message.created', id]])
  })
  return id
}

const date = (moment: Instant | null | undefined): Date | null =>
  moment === null || moment === undefined ? null : new Date(moment)

/** Counts all there is to count. */
export async function countAll({ database, tenant }: Shop, clock: Clock = () => NOW): Promise<void> {
  while (await countSends(database, tenant, clock));
}

/** Somebody who never wrote. */
export const stranger = async (shop: Shop): Promise<Talk> => openTalk(shop, { lastInboundAt: null })
