import { recordAudit } from '#audit/record-audit.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { Secret } from '#platform/secrets.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { selectNumbers, updateNumber } from './internal/sql.ts'
import type { ConnectionParts } from './parts.ts'
import type { Refused } from './refusal.ts'
import { takeUpNumber } from './take-up-number.ts'

export type NumberChange = {
  readonly name?: string | null | undefined
  readonly greeting?: string | null | undefined
  readonly accessToken?: string | undefined
}

/** A new token is checked as if the number were connected anew; if it is refused, nothing changes. */
export async function changeNumber(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
  change: NumberChange,
): Promise<{ readonly ok: true } | Refused> {
  const { database, notifier } = parts
  const [number] = await database.inTenant(tenant, async (client) => selectNumbers(client, tenant, id))
  if (number === undefined) return { ok: false, because: 'channel_not_found' }
  if (change.accessToken !== undefined) {
    if (number.status === 'disconnected') return { ok: false, because: 'channel_disconnected' }
    const { wabaId, phoneNumberId } = number
    const accessToken = new Secret(change.accessToken)
    const wish = { wabaId, phoneNumberId, accessToken, pin: null, via: 'token' } as const
    const taken = await takeUpNumber(parts, tenant, actor, wish)
    if (!taken.ok) return taken
  }
  const changed = (['name', 'greeting'] as const).filter((key) => change[key] !== undefined)
  if (changed.length === 0) return { ok: true }
  await database.inTenant(tenant, async (client) => {
    await updateNumber(client, tenant, id, change)
    await appendEvents(client, tenant, [['channels.changed']])
    await recordAudit(client, tenant, actor, {
      action: 'channel.changed',
      subject: { kind: 'channel', id },
      details: { changed },
    })
  })
  notifier.notify('events', [tenant])
  return { ok: true }
}
