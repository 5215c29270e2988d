import { acceptMessage } from '#outbound/accept-message.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import { awayText } from './away-text.ts'
import { closedSince, isOpenAt } from './business-time.ts'
import { hasAnswerSince, takeAway } from './internal/away-sql.ts'
import { lockConversation } from './internal/csat-sql.ts'
import { readSettings } from './read-settings.ts'

/** Whoever has waited longer has been overtaken by events. */
const LATE_MS = HOUR_MS

/**
 * Tells a customer who wrote that the business is closed, once for each time that it is. The key is the conversation and the
 * moment since which it is closed. Returns the channel if there is something to send.
 */
export async function sayAway(
  client: Client,
  tenant: TenantId,
  conversation: string,
  now: Instant,
): Promise<string | null> {
  if ((await lockConversation(client, tenant, conversation)) === null) return null
  const writtenAt = await takeAway(client, tenant, conversation)
  if (writtenAt === null || writtenAt < after(now, -LATE_MS)) return null
  const { hours, away } = await readSettings(client, tenant)
  if (!away.isOn || isOpenAt(hours, now)) return null
  const quietFrom = after(now, -away.quietMinutes * MINUTE_MS)
  if (await hasAnswerSince(client, tenant, conversation, quietFrom)) return null
  const body = awayText(hours, away, now)
  const accepted = await acceptMessage(
    client,
    tenant,
    {
      conversation,
      outgoing: { type: 'text', text: { body } },
      key: `away:${conversation}:${closedSince(hours, now) ?? 'ever'}`,
      origin: 'away',
    },
    now,
  )
  return accepted.ok && !accepted.isRepetition ? accepted.channel : null
}
