import { newId } from '#platform/ids.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { acceptText } from './accept-text.ts'

export type Opened = {
  readonly conversation: string
  readonly channel: string
  /** The customer's message that opened the window. */
  readonly wamid: string
  readonly at: Instant
}

/** A backlog after an outage is not greeted: nobody wants "Hello!" to yesterday's question. */
const FRESH_MS = 15 * 60 * 1000

/**
 * Answers the first message of a window with the channel's greeting, where it has one. At most once per window, because a
 * window opens once: its opening is found under the lane's lock, and the key is the message that opened it.
 * Returns the channels that have something to send.
 */
export async function acceptGreetings(
  client: Client,
  tenant: TenantId,
  opened: readonly Opened[],
  now: Instant,
): Promise<ReadonlySet<string>> {
  const fresh = opened.filter(({ at }) => now - at < FRESH_MS)
  if (fresh.length === 0) return new Set()
  const { rows } = await client.query<{ id: string; greeting: string }>(
    'select id, greeting from channels where tenant_id = $1 and id = any($2::uuid[]) and greeting is not null',
    [tenant, [...new Set(fresh.map(({ channel }) => channel))]],
  )
  const greetings = new Map(rows.map(({ id, greeting }) => [id, greeting]))
  const due = fresh.flatMap(({ conversation, channel, wamid }) => {
    const body = greetings.get(channel)
    return body === undefined ? [] : [{ id: newId(), conversation, channel, key: `greeting:${wamid}`, body }]
  })
  await acceptText(client, tenant, due, 'greeting', now)
  return new Set(due.map(({ channel }) => channel))
}
