/** The beginning of an erasure: who they were is written down, and from then on nobody finds them by a name. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { hashName, type PersonName } from '../hash-name.ts'
import type { PrivacyKeys } from '../privacy-keys.ts'
import type { Person } from './run.ts'

/**
 * The beginning, alone with the tenant: from its commit nobody finds the contact by a name, so what comes in makes a new one;
 * nothing that waits is sent; and what they refused is remembered for whoever bears these names again.
 */
export async function beginErasure(
  client: Client,
  { tenant, contact, counts, keys, now }: BeginOptions,
): Promise<Person> {
  await lockTenant(client, tenant, true)
  const names = await readNames(client, tenant, contact)
  const { rows: conversations } = await client.query<{ id: string }>(
    'select id from conversations where tenant_id = $1 and contact_id = $2 order by id for update',
    [tenant, contact],
  )
  const ids = conversations.map(({ id }) => id)
  const { rowCount: cancelled } = await client.query(
    `update sends set state = 'failed', settled_at = clock_timestamp(), error = '{"code":"contact_erased"}'
     where tenant_id = $1 and conversation_id = any($2::uuid[]) and state = 'queued'`,
    [tenant, ids],
  )
  if ((cancelled ?? 0) > 0) counts['sends waiting'] = cancelled ?? 0
  await keepRefusals(client, { tenant, contact, names, keys })
  await forgetNames(client, tenant, contact, names, counts)
  const { rows: routes } = await client.query<{ number: string; waba: string }>(
    'select phone_number_id as number, waba_id as waba from channel_routes where tenant_id = $1',
    [tenant],
  )
  const { rows: lanes } = await client.query<Person['lanes'][number]>(
    'select lane, cursor_xid::text as xid, cursor_id::text as id from lanes order by lane',
  )
  return {
    ...{ names, conversations: ids, beganAt: now, lanes },
    numbers: routes.map(({ number }) => number),
    wabas: [...new Set(routes.map(({ waba }) => waba))],
  }
}

type BeginOptions = {
  readonly tenant: TenantId
  readonly contact: string
  readonly counts: Record<string, number>
  readonly keys: PrivacyKeys
  readonly now: number
}

async function readNames(client: Client, tenant: TenantId, contact: string): Promise<PersonName[]> {
  const { rows } = await client.query<PersonName>(
    'select kind, value from contact_identities where tenant_id = $1 and contact_id = $2 order by kind, value',
    [tenant, contact],
  )
  return rows
}

async function keepRefusals(
  client: Client,
  {
    tenant,
    contact,
    names,
    keys,
  }: Pick<BeginOptions, 'tenant' | 'contact' | 'keys'> & {
    readonly names: readonly PersonName[]
  },
): Promise<void> {
  const hashes = names.filter(({ kind }) => kind !== 'made').map((name) => hashName(keys, tenant, name))
  await client.query('delete from kept_refusals where tenant_id = $1 and name_hash = any($2::bytea[])', [
    tenant,
    hashes,
  ])
  await client.query(
    `insert into kept_refusals (tenant_id, name_hash, purpose, at)
     select $1, h, s.purpose, s.at from unnest($3::bytea[]) as h, suppressions s where s.tenant_id = $1 and s.contact_id = $2
     on conflict do nothing`,
    [tenant, contact, hashes],
  )
}

/** What was said of their number alone goes too; a name that we made for somebody else after their number loses the number. */
async function forgetNames(
  client: Client,
  tenant: TenantId,
  contact: string,
  names: readonly PersonName[],
  counts: Record<string, number>,
): Promise<void> {
  const phones = names.filter(({ kind }) => kind === 'phone').map(({ value }) => value)
  const keys = names.map(({ kind, value }) => `${kind}:${value}`)
  const words = await client.query('delete from phone_words where tenant_id = $1 and phone = any($2)', [
    tenant,
    phones,
  ])
  const claims = await client.query(
    'delete from phone_claims where tenant_id = $1 and (phone = any($2) or name = any($3))',
    [tenant, phones, keys],
  )
  const gone = await client.query('delete from contact_identities where tenant_id = $1 and contact_id = $2', [
    tenant,
    contact,
  ])
  const { rows: made } = await client.query<{ value: string }>(
    `select value from contact_identities where tenant_id = $1 and kind = 'made' and split_part(value, ' ', 2) = any($2)`,
    [tenant, phones],
  )
  for (const { value } of made) {
    const anonymous = `after erased ${crypto.randomUUID()}`
    await client.query(
      `update contact_identities set value = $3 where tenant_id = $1 and kind = 'made' and value = $2`,
      [tenant, value, anonymous],
    )
    await client.query(
      'update contact_identities set claimed_by = $3 where tenant_id = $1 and claimed_by = $2',
      [...[tenant, `made:${value}`, `made:${anonymous}`]],
    )
    await client.query('update phone_claims set name = $3 where tenant_id = $1 and name = $2', [
      ...[tenant, `made:${value}`, `made:${anonymous}`],
    ])
  }
  for (const [table, { rowCount }] of Object.entries({
    phone_words: words,
    phone_claims: claims,
    contact_identities: gone,
  }))
    if ((rowCount ?? 0) > 0) counts[table] = (counts[table] ?? 0) + (rowCount ?? 0)
}
