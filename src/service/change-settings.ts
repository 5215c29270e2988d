/** Changes how a business serves its customers. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import { hasOpenQuestions } from './internal/csat-sql.ts'
import { lockSettings, putRelay, putSetting } from './internal/settings-sql.ts'
import { hasTargets, readSettings, type Part, type Settings } from './read-settings.ts'

/**
 * From now on: who wrote before is left to people. Hours and targets also hold for what is open, which a worker works out anew.
 * Asking for what is already so changes nothing.
 */
export async function changeSetting<P extends Part>(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  part: P,
  wish: Settings[P],
): Promise<void> {
  await lockSettings(client, tenant)
  const was = await readSettings(client, tenant)
  if (JSON.stringify(was[part]) === JSON.stringify(wish)) return
  await putSetting(client, tenant, part, wish)
  const { targets, away, csat } = { ...was, [part]: wish } as Settings
  await putRelay(client, tenant, {
    isActive: hasTargets(targets) || away.isOn || csat.isOn || (await hasOpenQuestions(client, tenant)),
    isRecount: part === 'hours' || part === 'targets',
  })
  await recordAudit(client, tenant, actor, {
    action: `service.${part}-changed`,
    subject: { kind: 'tenant', id: tenant },
    details: { from: was[part], to: wish },
  })
}
