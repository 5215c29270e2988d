/** What follows tenants in a worker, as the program starts it: each part hears of news, does its work and ends when it is closed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { startAssigning } from '#assignment/assign-loop.ts'
import { changeRule } from '#assignment/change-rule.ts'
import { diskStorage } from '#media/storage.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantLoop } from '#platform/follow-tenants.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { after, systemClock } from '#platform/time.ts'
import { startPrivacy } from '#privacy/privacy-loop.ts'
import { requestErasure } from '#privacy/request-erasure.ts'
import { changeRetention } from '#privacy/retention.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { startIndexing } from '#search/index-loop.ts'
import { searchMessages } from '#search/search-messages.ts'
import { startCountingActivity } from '#segments/activity-loop.ts'
import { changeSetting } from '#service/change-settings.ts'
import { readSettings } from '#service/read-settings.ts'
import { startService } from '#service/service-loop.ts'
import { test as base } from '#test/database.ts'
import { hear, hire, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const OWNER = { kind: 'user', id: newId(), name: 'Owner' } as const
const log = pino({ enabled: false })

const test = base.extend<{ shop: Shop; folder: string }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'harkara-loops-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

const inShop = async <T>({ database, tenant }: Shop, work: (client: Client) => Promise<T>): Promise<T> =>
  database.inTenant(tenant, work)

/** A customer writes: stored and told as `ingest/` does it. */
async function write(shop: Shop, text = 'hello'): Promise<Talk> {
  const talk = await openTalk(shop, { lastInboundAt: systemClock() })
  const message = await hear(shop, talk, { text })
  await inShop(shop, async (client) =>
    appendEvents(client, shop.tenant, [
      ['message.created', message],
      ['conversation.updated', talk.conversation],
    ]),
  )
  return talk
}

/** What this says of somebody or something; undefined: there is no row. */
const look = async (shop: Shop, sql: string, id: string): Promise<unknown> =>
  inShop(shop, async (client) => {
    const { rows } = await client.query<{ found: unknown }>(sql, [shop.tenant, id])
    return rows[0]?.found
  })

/** Until it is as expected; then the loop is woken and waited for no more. */
async function until(
  loop: TenantLoop,
  { tenant }: Shop,
  read: () => Promise<unknown>,
  expected: unknown,
): Promise<void> {
  loop.wake([tenant])
  await expect.poll(read, { timeout: 15_000 }).toEqual(expected)
  await loop.close()
}

test('words are found after they were said', async ({ database, shop }) => {
  const find = async (): Promise<unknown> =>
    inShop(shop, async (client) => {
      const page = { limit: 5, after: null }
      const context = { explain: explainFailure, now: systemClock() }
      return (await searchMessages(client, shop.tenant, 'kurta', page, context)).items.length
    })
  const loop = startIndexing({ database, log })
  await write(shop, 'the blue kurta')
  await until(loop, shop, find, 1)
})

test('contacts have their messages counted', async ({ database, shop }) => {
  const loop = startCountingActivity({ database, log })
  const { contact } = await write(shop)
  const sql = 'select message_count as found from contact_activity where tenant_id = $1 and contact_id = $2'
  await until(loop, shop, async () => look(shop, sql, contact), 1)
})

test('a customer finds somebody, and whoever looks on is told', async ({ database, shop }) => {
  const asha = await hire(shop)
  await inShop(shop, async (client) =>
    changeRule(client, shop.tenant, OWNER, { mode: 'round_robin', teamId: null, isSticky: false }),
  )
  const told: unknown[] = []
  const notifier = { notify: (...news: unknown[]) => void told.push(news) }
  const loop = startAssigning({ database, notifier, clock: systemClock, log })
  const { conversation } = await write(shop)
  const sql = 'select assignee_id as found from conversations where tenant_id = $1 and id = $2'
  await until(loop, shop, async () => look(shop, sql, conversation), asha)
  expect(told).toEqual([['events', [shop.tenant]]])
})

test('a customer is promised an answer, and whoever looks on is told', async ({ database, shop }) => {
  await inShop(shop, async (client) => {
    const { targets } = await readSettings(client, shop.tenant)
    await changeSetting(client, shop.tenant, OWNER, 'targets', { ...targets, firstMinutes: 30 })
  })
  const told: unknown[] = []
  const notifier = { notify: (...news: unknown[]) => void told.push(news) }
  const loop = startService({ database, notifier, clock: systemClock, log })
  const { conversation } = await write(shop)
  const sql = 'select which as found from service_cases where tenant_id = $1 and conversation_id = $2'
  await until(loop, shop, async () => look(shop, sql, conversation), 'first')
  expect(told).toContainEqual(['events', [shop.tenant]])
})

test('what is to be erased is, and what is old goes', async ({ database, shop, folder }) => {
  const [gone, old] = [await openTalk(shop), await openTalk(shop)]
  const message = await hear(shop, old, { text: 'an old secret' })
  const now = systemClock()
  const rules = { mediaDays: null, textDays: 30, inactiveDays: null }
  await inShop(shop, async (client) => {
    await changeRetention(client, shop.tenant, OWNER, rules, now)
    await requestErasure(client, shop.tenant, OWNER, gone.contact, { cause: 'request', now })
  })
  const loop = startPrivacy({
    ...{ database, log, deliveriesDays: 7 },
    clock: () => after(now, 31 * DAY_MS),
    storage: diskStorage(folder),
    vault: createVault(new Secret(Buffer.alloc(32).toString('base64'))),
  })
  const erased = 'select state as found from erasures where tenant_id = $1 and contact_id = $2'
  const text = 'select text as found from messages where tenant_id = $1 and id = $2'
  const both = async (): Promise<unknown> => [
    await look(shop, erased, gone.contact),
    await look(shop, text, message),
  ]
  await until(loop, shop, both, ['done', null])
})
