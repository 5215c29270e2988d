/** The business's own short domain. One at a time; each change is written into the audit log. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { DomainProblem, LinkDomain } from './shapes.ts'

type Domain = NonNullable<LinkDomain['domain']>

/** null: none is set. */
export async function readDomain(client: Client, tenant: TenantId): Promise<Domain | null> {
  const { rows } = await client.query<Domain>(
    `select d.hostname, d.state, d.problem, ${wholeMillisecondsOf('d.checked_at')} as "checkedAt", r.is_confirmed as "isServed"
     from link_domains d join link_domain_routes r on r.tenant_id = d.tenant_id where d.tenant_id = $1`,
    [tenant],
  )
  return rows[0] ?? null
}

/** Sets it in place of the one before, whose links lead nowhere from then on. False: another business here has shown it to be theirs. */
export async function putDomain(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  hostname: string,
): Promise<boolean> {
  if (await isTaken(client, tenant, hostname)) return false
  const { rowCount } = await client.query(
    `insert into link_domains as d (tenant_id, hostname) values ($1, $2)
     on conflict (tenant_id) do update set hostname = excluded.hostname, state = 'unchecked', problem = null, checked_at = null
     where d.hostname <> excluded.hostname`,
    [tenant, hostname],
  )
  if (rowCount === 0) return true // the same again
  await client.query(
    `insert into link_domain_routes (tenant_id, hostname) values ($1, $2)
     on conflict (tenant_id) do update set hostname = excluded.hostname, is_confirmed = false`,
    [tenant, hostname],
  )
  await recordAudit(client, tenant, actor, {
    action: 'link-domain.changed',
    subject: { kind: 'link-domain', id: hostname },
  })
  return true
}

/** Whether there was one. */
export async function removeDomain(client: Client, tenant: TenantId, actor: Actor): Promise<boolean> {
  const { rows } = await client.query<{ hostname: string }>(
    'delete from link_domains where tenant_id = $1 returning hostname',
    [tenant],
  )
  const [domain] = rows
  if (domain === undefined) return false
  await recordAudit(client, tenant, actor, {
    action: 'link-domain.removed',
    subject: { kind: 'link-domain', id: domain.hostname },
  })
  return true
}

/**
 * What a check found. A name that leads here is served from then on, if no other business was first. Nothing is written if the
 * domain was changed meanwhile.
 */
export async function recordCheck(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  check: { readonly hostname: string; readonly problem: DomainProblem | null; readonly now: Instant },
): Promise<void> {
  const { hostname, now } = check
  // One after the other for each name: only one of two businesses can be first.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('short domain ' || $1, 0))`, [hostname])
  const isLate = check.problem === null && (await isTaken(client, tenant, hostname))
  const problem = isLate ? 'taken' : check.problem
  const { rowCount } = await client.query(
    'update link_domains set state = $3, problem = $4, checked_at = $5 where tenant_id = $1 and hostname = $2',
    [tenant, hostname, problem === null ? 'works' : 'fails', problem, new Date(now)],
  )
  if (rowCount === 0 || problem !== null) return
  const { rowCount: confirmed } = await client.query(
    'update link_domain_routes set is_confirmed = true where tenant_id = $1 and hostname = $2 and not is_confirmed',
    [tenant, hostname],
  )
  if (confirmed === 0) return
  await recordAudit(client, tenant, actor, {
    action: 'link-domain.confirmed',
    subject: { kind: 'link-domain', id: hostname },
  })
}

async function isTaken(client: Client, tenant: TenantId, hostname: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from link_domain_routes where hostname = $2 and is_confirmed and tenant_id <> $1',
    [tenant, hostname],
  )
  return rowCount !== 0
}
