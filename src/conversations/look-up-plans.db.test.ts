import { expect } from 'vitest'
import { openDatabase } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { asAdmin } from '#test/ingest.ts'
import { plansOf } from '#test/plans-of.ts'
import { openShop } from '#test/shop.ts'
import { findMessagesById } from './read-models.ts'

/** As the worker and the sender ask: each on a database whose tables nobody has analyzed. */
const planOf = async (url: string, tenant: TenantId, text: string, values: unknown[]): Promise<string> => {
  const database = openDatabase({ url, poolSize: 1, name: 'worker', looksUpOnly: true })
  try {
    return await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  } finally {
    await database.close()
  }
}

test('a worker finds conversations by their unique key, also where no table has ever been analysed', async ({
  adminUrl,
  tenant,
}) => {
  const text = `select c.id from unnest($2::uuid[], $3::uuid[]) as t (channel_id, contact_id), lateral (
    select * from conversations c
    where c.tenant_id = $1 and c.contact_id = t.contact_id and c.channel_id = t.channel_id limit 1) c`
  expect(await planOf(adminUrl, tenant, text, [tenant, [newId()], [newId()]])).toContain(
    'conversations_tenant_id_contact_id_channel_id_key',
  )
})

test.for([
  { what: 'phone', kinds: `= 'phone'`, order: 'seen_at desc, value' },
  { what: 'name at Meta', kinds: `in ('bsuid', 'parent_bsuid')`, order: 'kind, seen_at desc, value' },
])(
  'a person’s $what is found by the person, not among all of its kind',
  async ({ kinds, order }, { adminUrl, tenant }) => {
    const text = `select p.value from unnest($2::uuid[]) as t (contact_id) left join lateral (
    select value from contact_identities i where i.tenant_id = $1 and i.contact_id = t.contact_id and i.kind ${kinds}
    order by ${order} limit 1) p on true`
    const plan = await planOf(adminUrl, tenant, text, [tenant, [newId()]])
    expect(plan).toContain('contact_identities_contact')
    expect(plan).not.toMatch(/contact_identities_(?:phones|pkey)|Sort/u)
  },
)

test('what became of a message is found by its id, not among all that was sent', async ({
  database,
  adminUrl,
  tenant,
}) => {
  const { channel } = await openShop(database, tenant)
  await asAdmin(adminUrl, async (client) => {
    await client.query('set session_replication_role = replica') // the rows stand alone
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, type, content, at)
       select $1, md5('m' || n)::uuid, $2, md5('c' || n)::uuid, 'out', 'api', 'text', '{}', now() from generate_series(1, 12000) n`,
      [tenant, channel],
    )
    await client.query(
      `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at)
       select $1, md5('m' || n)::uuid, $2, md5('c' || n)::uuid, 'message', 3, 'accepted', n::text, '', '{}', now(), now()
       from generate_series(1, 12000) n`,
      [tenant, channel],
    )
  })
  const plan = await database.inTenant(tenant, async (client) =>
    plansOf(client, async (explaining) => findMessagesById(explaining, tenant, [newId()], () => null)),
  )
  expect(plan).toContain('sends_pkey')
  expect(plan, plan).not.toMatch(/Hash|Seq Scan on sends|sends_conversation/u)
})
