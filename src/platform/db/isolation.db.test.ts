import { Client } from 'pg'
import { describe, expect } from 'vitest'
import { test } from '#test/database.ts'

/** Tables without a tenant's data: ids and raw bodies, worked on before the tenant is known. */
const SHARED = [
  'api_key_routes',
  'member_routes',
  'invitation_routes',
  'sessions',
  'channel_routes',
  'number_leases',
  'assignment_relays',
  'import_leases',
  'reminder_alarms',
  'service_relays',
  'webhook_relays',
]

describe('row-level security', () => {
  test('is on and forced for every table that has a tenant', async ({ adminUrl }) => {
    const admin = new Client({ connectionString: adminUrl })
    await admin.connect()
    const { rows } = await admin.query<{ name: string; is_safe: boolean; leads: boolean }>(`
      select c.relname as name,
        c.relrowsecurity and c.relforcerowsecurity and exists (
          select 1 from pg_policy p where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null) as is_safe,
        (select a.attname = 'tenant_id' from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
          where i.indrelid = c.oid and i.indisprimary) as leads
      from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`)
    await admin.end()
    const tables = rows.filter(({ name }) => !SHARED.includes(name))
    expect(tables.length).toBeGreaterThan(12)
    expect(tables.filter(({ is_safe, leads }) => !is_safe || !leads)).toEqual([])
  })

  test('shows nothing at all to a transaction without a tenant', async ({ database, tenant }) => {
    void tenant
    const { rows } = await database.pool.query('select * from tenants')
    expect(rows).toEqual([])
  })

  test('does not let one tenant write into another', async ({ database, tenant }) => {
    const other = '00000000-0000-7000-8000-00000000beef'
    const write = database.inTenant(tenant, async (client) =>
      client.query('insert into tenants (tenant_id, name) values ($1, $2)', [other, 'stolen']),
    )
    await expect(write).rejects.toThrow('row-level security')
  })

  test('is not escaped by the role that the program works as', async ({ database }) => {
    const { rows } = await database.pool.query(
      `select rolsuper, rolbypassrls, (select count(*)::int from pg_class where relowner = r.oid) as owns
       from pg_roles r where rolname = current_user`,
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, owns: 0 }])
  })
})

/** Rows of these are never deleted, or their children are a handful. */
const STAYS = ['tenants', 'channels', 'users']
const HANDFUL = ['assignment_rules']

describe('what points at a row that may go', () => {
  test('is found by an index: a deletion that walks through a table holds everybody up', async ({
    adminUrl,
  }) => {
    const admin = new Client({ connectionString: adminUrl })
    await admin.connect()
    const { rows } = await admin.query<{ child: string; parent: string; columns: string }>(`
      select f.relname as child, p.relname as parent, pg_get_constraintdef(k.oid) as columns
      from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class p on p.oid = k.confrelid
      where k.contype = 'f' and f.relnamespace = 'public'::regnamespace and not exists (
        select from pg_index i where i.indrelid = k.conrelid
          and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$')
          and k.conkey <@ (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)])
      order by 1, 2`)
    await admin.end()
    expect(rows.filter(({ child, parent }) => !STAYS.includes(parent) && !HANDFUL.includes(child))).toEqual(
      [],
    )
  })
})
