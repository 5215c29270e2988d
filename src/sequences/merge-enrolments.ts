import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'

/**
 * Before a contact goes, because it is the same person as another: what it is in is the other one's. Where both are in one sequence they are
 * in it once from now on, where the winner is.
 */
export async function mergeEnrolments(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
): Promise<void> {
  await client.query(
    `update sequence_enrolments l set state = 'left', reason = 'merged', step = null, due_at = null, ended_at = clock_timestamp()
     where l.tenant_id = $1 and l.contact_id = $2 and l.state = 'waiting' and exists (select from sequence_enrolments w
       where w.tenant_id = $1 and w.contact_id = $3 and w.sequence_id = l.sequence_id and w.state = 'waiting')`,
    [tenant, loser, winner],
  )
  for (const table of ['sequence_enrolments', 'sequence_steps', 'sequence_events'])
    await client.query(`update ${table} set contact_id = $3 where tenant_id = $1 and contact_id = $2`, [
      ...[tenant, loser, winner],
    ])
}
