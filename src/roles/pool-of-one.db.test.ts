/**
 * All requests share one connection, and those of one business break off in the middle of their transactions: the next business
 * must find nothing of it, neither rows nor the name of the tenant.
 */
import { Client } from 'pg'
import { expect } from 'vitest'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { test as base } from '#test/database.ts'
import { hire, openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'

const test = base.extend<{ single: Database; app: WebApp }>({
  single: async ({ adminUrl }, use) => {
    const database = openDatabase({ url: adminUrl, poolSize: 1, name: 'one' })
    await use(database)
    await database.close()
  },
  app: async ({ single }, use) => {
    const app = await openWebApp(single)
    await use(app)
    await app.close()
  },
})

const HOUR_MS = 3_600_000

/** A change of each kind that is written to the audit log, to things of this shop's. */
async function changesOf(shop: Shop): Promise<readonly (readonly [string, string, object])[]> {
  const { contact, conversation } = await openTalk(shop)
  const other = await openTalk(shop)
  return [
    ['POST', '/labels', { name: 'Wholesale', color: 'red' }],
    ['POST', '/quick-replies', { shortcut: 'hi', text: 'hello' }],
    ['POST', '/teams', { name: 'Sales' }],
    ['POST', '/deal-stages', { name: 'Asked', kind: 'open' }],
    ['POST', '/deals', { title: 'Kurtas', contactId: contact }],
    ['POST', '/reminders', { conversationId: conversation, dueAt: Date.now() + HOUR_MS }],
    ['POST', '/segments', { name: 'All', tree: { kind: 'window' } }],
    ['POST', '/attributes', { key: 'city', label: 'City', type: 'text' }],
    ['POST', '/invitations', { email: 'asha@example.com', role: 'agent' }],
    ['POST', '/keys', { name: 'Shop', permissions: ['contacts:read'] }],
    ['POST', '/webhook-endpoints', { url: 'https://1.1.1.1/hook' }],
    ['PUT', '/privacy/retention', { mediaDays: 90, textDays: null, inactiveDays: null }],
    ['POST', '/privacy/notices', { version: '1', texts: [{ language: 'en', text: 'We keep your number.' }] }],
    ['POST', `/contacts/${contact}/merge`, { otherId: other.contact }],
    ['POST', `/contacts/${contact}/export`, {}],
    ['POST', `/contacts/${contact}/erase`, { confirm: contact }],
    ['PATCH', `/contacts/${contact}`, { name: 'Asha' }],
    ['PATCH', `/conversations/${conversation}`, { status: 'resolved' }],
  ]
}

test('a request that breaks off in its transaction leaves nothing to the next one on its connection', async ({
  adminUrl,
  app,
  single,
}) => {
  const [ours, theirs] = [await openOtherShop(single), await openOtherShop(single)]
  const [us, them] = [
    await app.as(await hire(ours, { role: 'owner' })),
    await app.as(await hire(theirs, { role: 'owner' })),
  ]
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  // The audit log is written last: whatever a change does has been done by then.
  await admin.query(
    `create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$`,
  )
  await admin.query(
    `create trigger break_off before insert on audit_entries for each row when (new.tenant_id = '${ours.tenant}') execute function break_off()`,
  )
  await admin.end()
  const see = async () =>
    Promise.all(
      [
        '/me',
        '/labels',
        '/teams',
        '/deals',
        '/segments',
        '/contacts',
        '/members',
        '/invitations',
        '/privacy/erasures',
      ].map(async (path) => (await app.ask(them, 'GET', `/api/v1${path}`)).text),
    )
  const before = await see()
  for (const [method, path, body] of await changesOf(ours)) {
    const { status, text } = await app.ask(us, method, `/api/v1${path}`, body)
    expect([method, path, status === 200 ? text : status]).toEqual([method, path, 500])
    const { rows } = await single.pool.query(
      `select current_setting('harkara.tenant', true) as tenant, (select count(*)::int from tenants) as tenants`,
    )
    expect(rows, path).toMatchObject([{ tenants: 0 }])
    expect([null, ''], path).toContain((rows[0] as { tenant: string | null }).tenant)
    expect(await see(), path).toEqual(before)
  }
  // No change waits for a second connection while it holds the first.
  for (const [method, path, body] of await changesOf(theirs)) {
    const { status, text } = await app.ask(them, method, `/api/v1${path}`, body)
    expect(status, `${path} ${text}`).toBeLessThan(300)
  }
  expect(single.pool.totalCount).toBe(1)
})
