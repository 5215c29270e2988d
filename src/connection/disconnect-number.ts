/** Gives a number up: Meta is told to send us nothing more, the token is forgotten, and what was said stays. */
import { recordAudit } from '#audit/record-audit.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { isAccountNeeded, markDisconnected, selectNumbers } from './internal/sql.ts'
import { openToken } from './open-token.ts'
import type { ConnectionParts } from './parts.ts'
import type { Refused } from './refusal.ts'

/**
 * `isUnsubscribed`: Meta was told. It is not if another number of the same account is connected here, nor if the token no longer
 * works; then what still comes for this number is kept aside, and delivered when it is connected again.
 */
export async function disconnectNumber(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true; readonly isUnsubscribed: boolean } | Refused> {
  const { database, notifier, clock } = parts
  const found = await database.inTenant(tenant, async (client) => {
    const [number] = await selectNumbers(client, tenant, id)
    if (number === undefined) return null
    return { number, isShared: await isAccountNeeded(client, number.wabaId, number.phoneNumberId) }
  })
  if (found === null) return { ok: false, because: 'channel_not_found' }
  const { number, isShared } = found
  if (number.status === 'disconnected') return { ok: true, isUnsubscribed: false }
  const isUnsubscribed = !isShared && (await unsubscribe(parts, tenant, id, number.wabaId))
  await database.inTenant(tenant, async (client) => {
    const closed = await markDisconnected(client, tenant, id, clock())
    const alarms = closed.map((alarm) => ['number.alarm', alarm] as const)
    await appendEvents(client, tenant, [['channels.changed'], ...alarms])
    await recordAudit(client, tenant, actor, {
      action: 'channel.disconnected',
      subject: { kind: 'channel', id },
      details: { phoneNumberId: number.phoneNumberId, isUnsubscribed },
    })
  })
  notifier.notify('events', [tenant])
  return { ok: true, isUnsubscribed }
}

/** Whether Meta did it. A number whose token is dead must be possible to give up all the same. */
async function unsubscribe(
  parts: ConnectionParts,
  tenant: TenantId,
  id: string,
  wabaId: string,
): Promise<boolean> {
  const opened = await openToken(parts, tenant, id)
  if (opened.token === null) return false
  try {
    await parts.meta.accounts.unsubscribeApp(opened.token, wabaId)
    return true
  } catch {
    return false
  }
}
