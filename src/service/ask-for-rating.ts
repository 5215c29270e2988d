import { acceptMessage } from '#outbound/accept-message.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { csatQuestion } from './csat-question.ts'
import { lockAsking, lockConversation, settleRequest, whyNotAsk } from './internal/csat-sql.ts'
import { readSettings } from './read-settings.ts'

/**
 * Asks a customer what they thought of it, unless the conversation was opened again, they were asked lately, or nobody may write to
 * them any more. Returns the channel if there is something to send.
 */
export async function askForRating(
  client: Client,
  tenant: TenantId,
  { id, conversation }: { readonly id: string; readonly conversation: string },
  now: Instant,
): Promise<string | null> {
  const held = await lockConversation(client, tenant, conversation)
  if (held === null) {
    await settleRequest(client, tenant, id, null) // it has just been merged into another
    return null
  }
  await lockAsking(client, held.contact)
  const { csat } = await readSettings(client, tenant)
  const asking = await whyNotAsk(client, tenant, {
    id,
    contact: held.contact,
    quietDays: csat.quietDays,
    now,
  })
  if (asking.because === 'gone') return null
  if (asking.because !== null || !csat.isOn) {
    await settleRequest(client, tenant, id, null)
    return null
  }
  const accepted = await acceptMessage(
    client,
    tenant,
    {
      conversation,
      outgoing: { type: 'interactive', interactive: csatQuestion(csat, asking.token) },
      key: `csat:${id}`,
      origin: 'csat',
    },
    now,
  )
  await settleRequest(client, tenant, id, accepted.ok ? { message: accepted.id, at: now } : null)
  return accepted.ok ? accepted.channel : null
}
