import { expect } from 'vitest'
import { asAdmin } from '#test/ingest.ts'
import { test } from '#test/database.ts'

test('a connection that dies in somebody’s hands, between two statements, ends neither the program nor the pool', async ({
  database,
  adminUrl,
}) => {
  const client = await database.pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const ended = new Promise((done) => client.once('end', done))
  await asAdmin(adminUrl, async (admin) => admin.query('select pg_terminate_backend($1)', [rows[0]?.pid]))
  await ended // an event without a listener would have ended this process
  await expect(client.query('select 1')).rejects.toThrow(/connection|not queryable/iu)
  client.release(true)
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
