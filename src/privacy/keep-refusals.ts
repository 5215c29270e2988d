import { recordConsents } from '#consent/record-consents.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Vault } from '#platform/secrets.ts'
import { instant, type Clock } from '#platform/time.ts'
import { hashName } from './hash-name.ts'
import { privacyKeys } from './privacy-keys.ts'

export type RefusalParts = {
  readonly database: Database
  readonly vault: Vault
  readonly clock: Clock
}

/** Contacts that came into being within this time are looked at; the loop comes by every few seconds. */
const NEW_MS = 60 * 60 * 1000
const ROWS = 500

/**
 * Whoever was erased after a refusal, and is a contact again by a file or by writing, has refused still: the refusal stands in
 * the new ledger under its old moment, so that only a newer word of theirs undoes it. How many were found.
 */
export async function applyKeptRefusals(
  { database, vault, clock }: RefusalParts,
  tenant: TenantId,
): Promise<number> {
  const hasAny = await database.inTenant(tenant, async (client) => {
    const { rows } = await client.query('select 1 from kept_refusals where tenant_id = $1 limit 1', [tenant])
    return rows.length > 0
  })
  if (!hasAny) return 0
  const keys = await privacyKeys(database.pool, vault)
  let found = 0
  let after = firstIdOf(clock() - NEW_MS)
  for (;;) {
    const next = await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ id: string; kind: string | null; value: string | null }>(
        `select c.id, i.kind, i.value from (
           select id from contacts where tenant_id = $1 and id > $2 order by id limit ${ROWS}) c
         left join contact_identities i on i.tenant_id = $1 and i.contact_id = c.id order by c.id`,
        [tenant, after],
      )
      const hashes = new Map(
        rows.flatMap(({ id, kind, value }) =>
          kind === null || value === null
            ? []
            : [[hashName(keys, tenant, { kind, value }).toString('hex'), id] as const],
        ),
      )
      const { rows: refusals } = await client.query<{ hash: string; purpose: string; at: Date }>(
        `select encode(name_hash, 'hex') as hash, purpose, at from kept_refusals
         where tenant_id = $1 and name_hash = any($2::bytea[])`,
        [tenant, [...hashes.keys()].map((hash) => Buffer.from(hash, 'hex'))],
      )
      await recordConsents(
        client,
        tenant,
        refusals.map(({ hash, purpose, at }) => ({
          contact: hashes.get(hash) ?? '',
          purpose,
          state: 'withdrawn',
          source: 'erasure',
          cause: `erasure:${purpose}:${at.getTime()}`,
          evidence: {},
          at: instant(at.getTime()),
        })),
      )
      found += refusals.length
      return rows.at(-1)?.id ?? null
    })
    if (next === null) return found
    after = next
  }
}

/** Ids begin with the moment at which they were made. */
export function firstIdOf(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
