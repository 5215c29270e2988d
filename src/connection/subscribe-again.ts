import { recordAudit } from '#audit/record-audit.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { selectNumbers } from './internal/sql.ts'
import { openToken } from './open-token.ts'
import type { ConnectionParts } from './parts.ts'
import { refusalOf, type Refused } from './refusal.ts'

/** Attaches our app to the number's account again: somebody at Meta's side took it off. */
export async function subscribeAgain(
  parts: ConnectionParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true } | Refused> {
  const { database, meta } = parts
  const [number] = await database.inTenant(tenant, async (client) => selectNumbers(client, tenant, id))
  if (number === undefined) return { ok: false, because: 'channel_not_found' }
  const { token, why } = await openToken(parts, tenant, id)
  if (token === null)
    return { ok: false, because: why === 'disconnected' ? 'channel_disconnected' : 'token_invalid' }
  try {
    await meta.accounts.subscribeApp(token, number.wabaId)
  } catch (error) {
    return refusalOf(error)
  }
  await database.inTenant(tenant, async (client) =>
    recordAudit(client, tenant, actor, {
      action: 'channel.subscribed',
      subject: { kind: 'channel', id },
      details: { wabaId: number.wabaId },
    }),
  )
  return { ok: true }
}
