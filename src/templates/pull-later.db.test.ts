/** Templates change at Meta; what we know of them follows. */
import { expect } from 'vitest'
import { z } from 'zod'
import type { Client } from '#platform/db/database.ts'
import { job, openJobs } from '#platform/jobs.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { HOUR_MS, instant } from '#platform/time.ts'
import { bodyOf, connect, createWorker, deliver, freshNumber, ingest } from '#test/ingest.ts'
import { openShop, putTemplate } from '#test/shop.ts'
import { bringForward } from './internal/due-sql.ts'
import { queueDuePulls } from './watch-templates.ts'

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

test('a webhook about a template moves the mirror and tells the open browsers in the transaction that works it off', async ({
  database,
  tenant,
}) => {
  const shop = await openShop(database, tenant)
  await putTemplate(shop, { name: 'cart', body: 'Your cart waits', language: 'hi' })
  const told = statusOf(shop.number.wabaId, 'PAUSED').replace(
    '"message_template_id":7',
    '"message_template_id":1',
  )
  await ingest(database, [told, told])
  const [mirrored, events] = await database.inTenant(tenant, async (client) => [
    (await client.query('select status, halted_because from templates where tenant_id = $1', [tenant])).rows,
    (await client.query('select entries from events where tenant_id = $1', [tenant])).rows,
  ])
  expect(mirrored).toEqual([{ status: 'PAUSED', halted_because: 'paused' }])
  expect(events).toEqual([{ entries: [['templates.changed']] }])
})

test('templates are fetched every hour, once for each account, and at once when somebody asks', async ({
  database,
  tenant,
}) => {
  let now = Date.UTC(2026, 10, 23)
  const number = freshNumber()
  const twin = freshNumber(number.wabaId)
  const channels = await database.inTenant(tenant, async (client) => [
    await connect(client, tenant, number),
    await connect(client, tenant, twin),
  ])
  const due = async (): Promise<string[]> => {
    const queued: string[] = []
    await queueDuePulls({
      database,
      clock: () => instant(now),
      jobs: {
        enqueue: async (_client: Client, _spec, payloads) =>
          void queued.push(...payloads.map((one) => (one as unknown as { channel: string }).channel)),
      },
    })
    return queued.filter((one) => channels.includes(one))
  }
  expect(await due()).toEqual([channels[0]])
  now += HOUR_MS - 1
  expect(await due()).toEqual([])
  now += 1
  expect(await due()).toEqual([channels[0]])
  await database.inTenant(tenant, async (client) => bringForward(client, tenant, number.wabaId, now))
  expect(await due()).toEqual([channels[0]])
})
