import { expect } from 'vitest'
import { openDatabase } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'

test('a worker finds conversations by their unique key, also where no table has ever been analysed', async ({
  adminUrl,
  tenant,
}) => {
  const database = openDatabase({ url: adminUrl, poolSize: 1, name: 'worker', looksUpOnly: true })
  const plan = await database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select c.id from unnest($2::uuid[], $3::uuid[]) as t (channel_id, contact_id), lateral (
         select * from conversations c
         where c.tenant_id = $1 and c.contact_id = t.contact_id and c.channel_id = t.channel_id limit 1) c`,
      [tenant, [newId()], [newId()]],
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  await database.close()
  expect(plan).toContain('conversations_tenant_id_contact_id_channel_id_key')
})
