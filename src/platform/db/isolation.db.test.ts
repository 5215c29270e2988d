import { Client, type PoolClient } from 'pg'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { cloneDatabase, test } from '#test/database.ts'
import { openDatabase, type Database } from './database.ts'
import { tenantId } from './tenant-id.ts'

/** Tables without a tenant's data: ids and raw bodies, worked on before the tenant is known. */
const SHARED = [
  'api_key_routes',
  'member_routes',
  'invitation_routes',
  'sessions',
  'channel_routes',
  'link_tags',
  'link_domain_routes',
  'number_leases',
  'assignment_relays',
  'import_leases',
  'reminder_alarms',
  'campaign_alarms',
  'sequence_alarms',
  'flow_alarms',
  'service_relays',
  'webhook_relays',
]

const PATH = 'search_path=pg_catalog, public, pg_temp'

/** What runs as the tables' owner, and the policies that show it more than a tenant. */
async function aroundIt(adminUrl: string) {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  const { rows: functions } = await admin.query<object>(`
    select proname as name, proconfig[1] as path, has_function_privilege('public', p.oid, 'execute') as "isForAll",
      (select count(*)::int from regexp_matches(prosrc, '(from|join) (contacts|contact_identities|search_entries) ', 'g')) as tables,
      (select count(*)::int from regexp_matches(prosrc, '\\.tenant_id = \\(select current_tenant\\(\\)\\)', 'g')) as tenants
    from pg_proc p where prosecdef and pronamespace = 'public'::regnamespace order by 1`)
  const { rows: policies } = await admin.query<object>(`
    select relname as table, polroles = array[relowner] as "isOfOwner", polcmd as command
    from pg_policy join pg_class c on c.oid = polrelid
    where pg_get_expr(polqual, polrelid) <> '(tenant_id = ( SELECT current_tenant() AS current_tenant))' order by 1`)
  await admin.end()
  return { functions, policies }
}

/** What the two functions find. */
async function ask(client: Database['pool'] | PoolClient): Promise<unknown[]> {
  const { rows: contacts } = await client.query(
    `select id from find_contacts('%asha%', '%987654%', 9) found (id)`,
  )
  const { rows: messages } = await client.query(
    `select message_id as id from find_rare_messages('kurta', 'kurta', null, null, 9)`,
  )
  return [...contacts, ...messages].map(({ id }: { id: string }) => id)
}

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

  test('has few functions around it, which the program may call, and which ask for the transaction’s tenant alone', async ({
    adminUrl,
    database,
    tenant,
  }) => {
    const { functions, policies } = await aroundIt(adminUrl)
    expect(functions).toEqual([
      { name: 'analyze_recipients', path: 'search_path=public', isForAll: false, tables: 0, tenants: 0 }, // tells the planner, and nobody else
      { name: 'find_contacts', path: PATH, isForAll: false, tables: 2, tenants: 2 },
      { name: 'find_rare_messages', path: PATH, isForAll: false, tables: 1, tenants: 1 },
      { name: 'forget_consents', path: 'search_path=public', isForAll: false, tables: 1, tenants: 0 }, // held to row-level security as well
    ])
    expect(policies).toEqual([
      { table: 'contact_identities', isOfOwner: true, command: 'r' },
      { table: 'contacts', isOfOwner: true, command: 'r' },
      { table: 'search_entries', isOfOwner: true, command: 'r' },
    ])
    const [contact, message] = [newId(), newId()]
    await database.inTenant(tenant, async (client) => {
      await client.query(`insert into contacts (tenant_id, id, given_name) values ($1, $2, 'Asha')`, [
        tenant,
        contact,
      ])
      await client.query(
        `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at) values ($1, 'phone', '919876543210', $2, now())`,
        [tenant, contact],
      )
      await client.query(
        `insert into search_entries (tenant_id, message_id, at, words) values ($1, $2, now(), 'kurta')`,
        [tenant, message],
      )
    })
    expect(await database.inTenant(tenant, ask)).toEqual([contact, message])
    expect(await database.inTenant(tenantId(newId()), ask)).toEqual([])
    expect(await ask(database.pool)).toEqual([])
  })

  test('lets its functions see everything also where their owner is no superuser', async ({ tenant }) => {
    void tenant
    const { url, drop } = await cloneDatabase()
    const owner = `owner_${newId().replaceAll('-', '')}`
    const admin = new Client({ connectionString: url })
    await admin.connect()
    const own = openDatabase({ url, poolSize: 1, name: 'test' })
    try {
      await admin.query(`create role ${owner}; grant all on schema public to ${owner}`)
      for (const table of ['contacts', 'contact_identities', 'search_entries'])
        await admin.query(
          `alter table ${table} owner to ${owner}; alter policy owner_reads on ${table} to ${owner}`,
        )
      await admin.query(`alter function find_contacts owner to ${owner}`)
      const shop = tenantId(newId())
      await own.inTenant(shop, async (client) => {
        await createTenant(client, shop, 'Another shop')
        await client.query(`insert into contacts (tenant_id, id, given_name) values ($1, $2, 'Asha')`, [
          shop,
          newId(),
        ])
        const { rowCount } = await client.query(`select from find_contacts('%asha%', null, 9)`)
        expect(rowCount).toBe(1)
      })
      await admin.query(`insert into contacts (tenant_id, id, given_name)
        select '${shop}', gen_random_uuid(), 'Somebody ' || n from generate_series(1, 20_000) n; analyze contacts`)
      await admin.query(`set role ${owner}; set enable_seqscan = off; set enable_indexscan = off`)
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
        `explain select id from contacts where tenant_id = (select current_tenant()) and names like '%somebody 777%'`,
      )
      await admin.query('reset role')
      expect(rows.map((row) => row['QUERY PLAN']).join()).toContain('Bitmap Index Scan on contacts_names')
    } finally {
      await own.close()
      await admin.query(`drop owned by ${owner} cascade; drop role ${owner}`)
      await admin.end()
      await drop()
    }
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
