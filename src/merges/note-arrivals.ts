import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Person } from '#whatsapp/facts.ts'
import { insertArrivals } from './internal/merges-sql.ts'

/**
 * What comes under a name of somebody who was merged by hand is written down with the merge, so that it goes with the name if they
 * are parted again. For whoever was never merged this is one look at an index.
 */
export async function noteArrivals(
  client: Client,
  tenant: TenantId,
  messages: readonly {
    readonly id: string
    readonly contact: string
    readonly fact: { readonly peer: Person }
  }[],
): Promise<void> {
  const rows = messages.flatMap(({ id, contact, fact: { peer } }) => {
    // What names a number alone goes where the number goes, without our writing it down.
    if (peer.bsuid === undefined && peer.parentBsuid === undefined) return []
    const names = [`bsuid:${peer.bsuid}`, `parent_bsuid:${peer.parentBsuid}`, `phone:${peer.phone}`]
    return [{ id, contact, names }]
  })
  if (rows.length > 0) await insertArrivals(client, tenant, rows)
}
