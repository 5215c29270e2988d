/** Templates change at Meta; what we know of them follows. */
import { expect } from 'vitest'
import { z } from 'zod'
import type { Client } from '#platform/db/database.ts'
import { job, openJobs } from '#platform/jobs.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { bodyOf, connect, createWorker, deliver, freshNumber } from '#test/ingest.ts'

const statusOf = (wabaId: string, event: string): string =>
  bodyOf({
    entry: wabaId,
    time: 1_793_000_000,
    change: {
      field: 'message_template_status_update',
      value: {
        event,
        message_template_id: 7,
        message_template_name: 'cart',
        message_template_language: 'hi',
      },
    },
  })

test('a webhook about a template queues one pull for its WABA, and none when it comes again', async ({
  database,
  tenant,
}) => {
  const number = freshNumber()
  const channel = await database.inTenant(tenant, async (client) => connect(client, tenant, number))
  const queued: unknown[] = []
  const worker = await createWorker(database.pool, {
    jobs: {
      enqueue: async (_client: Client, { name }, payloads) => {
        queued.push(...payloads.map((payload) => ({ name, payload })))
      },
    },
  })
  const body = statusOf(number.wabaId, 'APPROVED')
  await deliver(database.pool, [body, body])
  await worker.drain()
  await deliver(database.pool, [body])
  await worker.drain()
  await worker.leases.release()
  expect(queued).toEqual([{ name: 'templates.pull', payload: { tenant, channel } }])
})

test('jobs of one key that wait are one job, and each key has its own', async ({ database, adminUrl }) => {
  const spec = job({
    name: `test.${newId()}`,
    payload: z.object({ key: z.string(), nth: z.number() }),
    timeoutMs: 10_000,
    attemptsMax: 1,
    concurrency: 4,
    keyOf: ({ key }) => key,
  })
  const jobs = await openJobs(adminUrl, [spec], () => {})
  const client = await database.pool.connect()
  for (let nth = 0; nth < 3; nth += 1)
    await jobs.enqueue(client, spec, [
      { key: 'one', nth },
      { key: 'other', nth },
    ])
  client.release()
  const done: string[] = []
  await jobs.work(spec, async ({ key }) => void done.push(key))
  await expect.poll(() => done.toSorted()).toEqual(['one', 'other'])
  await jobs.close()
})
