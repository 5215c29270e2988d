/** What customers tapped and wrote about how they were served. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EventEntry } from '#realtime/append-events.ts'
import { ratingOf } from './csat-question.ts'
import { countTap, lockConversation, putComment, resolveAgain } from './internal/csat-sql.ts'
import type { Written } from './internal/relay-sql.ts'

/**
 * Counts taps, and closes again what a tap alone has opened. Words after a rating are kept with it, and leave the conversation
 * open: somebody should read them. Conversations are locked in the order of their ids. Returns what changed, for listeners.
 */
export async function recordRatings(
  client: Client,
  tenant: TenantId,
  written: readonly Written[],
): Promise<EventEntry[]> {
  const byConversation = Map.groupBy(written, ({ conversation }) => conversation)
  const ids = [...byConversation.keys()].toSorted()
  const entries: EventEntry[] = []
  for (const conversation of ids) {
    const said = byConversation.get(conversation) ?? []
    const taps = said.flatMap((one) => {
      const rating = ratingOf(one.tapped)
      return rating === null ? [] : [{ ...rating, conversation, message: one.id, at: one.at }]
    })
    const words = said.filter((one) => one.type === 'text' && (one.text ?? '').trim() !== '')
    if (taps.length > 0 && (await lockConversation(client, tenant, conversation)) !== null)
      for (const tap of taps) {
        const request = await countTap(client, tenant, tap)
        if (request === null) continue
        if (await resolveAgain(client, tenant, request)) entries.push(['conversation.updated', conversation])
      }
    for (const { text, at } of words)
      if (await putComment(client, tenant, { conversation, text: text ?? '', at })) break
  }
  return entries
}
