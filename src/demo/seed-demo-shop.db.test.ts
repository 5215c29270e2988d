import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { connectChannel } from '#channels/connect-channel.ts'
import { findCampaign, listCampaigns } from '#campaigns/manage-campaigns.ts'
import { DefinitionShape } from '#campaigns/shapes.ts'
import { visitCampaign } from '#campaigns/visit-campaign.ts'
import { listDrafts } from '#templates/manage-drafts.ts'
import { listConversations, listMessages } from '#conversations/read-models.ts'
import { LabelShape } from '#conversations/label-shapes.ts'
import { MessageShape, type Message } from '#conversations/message-shapes.ts'
import { NoteShape, type Note } from '#conversations/note-shapes.ts'
import { ConversationShape, type Conversation } from '#conversations/shapes.ts'
import { listLabels } from '#conversations/manage-labels.ts'
import { listNotes } from '#conversations/write-notes.ts'
import { diskStorage, type Storage } from '#media/storage.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { HOUR_MS, instant, type Instant } from '#platform/time.ts'
import { listQuickReplies } from '#quick-replies/manage-quick-replies.ts'
import { NewQuickReplyShape } from '#quick-replies/shapes.ts'
import { listNotices } from '#consent/notices.ts'
import { recordCharges } from '#costs/record-charges.ts'
import { countSends } from '#health/count-sends.ts'
import { readQuality } from '#health/read-quality.ts'
import { watchSignals } from '#health/watch-signals.ts'
import { checkAttributes } from '#contacts/check-attributes.ts'
import { listAttributes } from '#contacts/define-attributes.ts'
import { listStages } from '#deals/manage-stages.ts'
import { ImportShape } from '#imports/shapes.ts'
import { listImports } from '#imports/read-imports.ts'
import { NewMacroShape } from '#macros/shapes.ts'
import { listRatings, summariseRatings } from '#service/read-ratings.ts'
import { RatingShape } from '#service/shapes.ts'
import { parseTree } from '#segments/conditions.ts'
import { listSegments } from '#segments/manage-segments.ts'
import { NewSavedViewShape } from '#views/shapes.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { test as base } from '#test/database.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Delivered } from './deliveries.ts'
import { seedDemoShop, type NearbyMeta } from './seed-demo-shop.ts'
import { THREAD_LENGTH } from './wholesale-thread.ts'

const NOW = instant(Date.parse('2026-11-22T12:00:00Z'))

type Shop = { readonly channel: string; readonly storage: Storage }

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'harkara-demo-'))
    const channel = await connect(database, tenant)
    await use({ channel, storage: diskStorage(folder) })
    rmSync(folder, { recursive: true })
  },
})

async function connect(database: Database, tenant: TenantId): Promise<string> {
  const vault = createVault(new Secret(Buffer.alloc(32).toString('base64')))
  const number = {
    phoneNumberId: newId(),
    wabaId: '2',
    displayPhoneNumber: '919000000001',
    verifiedName: 'Kurta House',
    accessToken: new Secret('token'),
    greeting: null,
  }
  return database.inTenant(tenant, async (client) => connectChannel(client, tenant, number, vault))
}

const TABLES = [
  'contacts',
  'contact_identities',
  'conversations',
  'messages',
  'media',
  'sends',
  'message_amendments',
  'reactions',
  'labels',
  'conversation_labels',
  'conversation_notes',
  'quick_replies',
  'teams',
  'team_people',
  'note_mentions',
  'contact_attributes',
  'consents',
  'segments',
  'deals',
  'reminders',
  'imports',
  'import_errors',
  'saved_views',
  'macros',
  'csat_requests',
  'statuses',
  'template_hours',
  'health_events',
  'channel_alarms',
  'template_history',
  'template_drafts',
  'campaigns',
  'campaign_recipients',
  'campaign_alarms',
  'tracked_links',
  'link_codes',
]

async function countRows(database: Database, tenant: TenantId): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  await database.inTenant(tenant, async (client) => {
    for (const table of TABLES) {
      const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from ${table}`)
      counts[table] = rows[0]?.count ?? 0
    }
  })
  return counts
}

const conversationsOf = async (
  database: Database,
  tenant: TenantId,
  filter: 'all' | 'unread' | 'window_open' = 'all',
): Promise<Conversation[]> =>
  database.inTenant(tenant, async (client) =>
    listConversations(client, tenant, { limit: 400, after: null, filter, search: null }, NOW),
  )

const threadOf = async (database: Database, tenant: TenantId, id: string): Promise<Message[]> =>
  database.inTenant(tenant, async (client) =>
    listMessages(client, tenant, id, { limit: 5000, before: null }, explainFailure),
  )

async function everyThread(database: Database, tenant: TenantId): Promise<Message[][]> {
  const conversations = await conversationsOf(database, tenant)
  return Promise.all(conversations.map(async ({ id }) => threadOf(database, tenant, id)))
}

test('seeds once, however often and from however many programs it is asked', async ({
  database,
  tenant,
  shop,
}) => {
  const seed = async (): Promise<void> =>
    seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  await Promise.all([seed(), seed()])
  const counts = await countRows(database, tenant)
  expect(counts['conversations']).toBeGreaterThanOrEqual(60)
  await seed()
  expect(await countRows(database, tenant)).toEqual(counts)
})

test('leaves nothing behind when it is killed, and then fills the whole shop', async ({
  database,
  tenant,
  shop,
}) => {
  const seed = async (storage: Storage): Promise<void> =>
    seedDemoShop({ database, storage }, tenant, shop.channel, NOW)
  const full: Storage = { ...shop.storage, put: async () => Promise.reject(new Error('disk full')) }
  await expect(seed(full)).rejects.toThrow('disk full')
  await database.inTenant(tenant, async (client) => {
    // The last table refuses: everything before it must go as well.
    await client.query(
      `insert into reactions (tenant_id, channel_id, target_wamid, reactor, direction, emoji, wamid, at)
       select $1, $2, 'wamid.demo-' || n, 'business', 'out', 'x', 'x', now()
       from generate_series(1, 400) n`,
      [tenant, shop.channel],
    )
  })
  await expect(seed(shop.storage)).rejects.toThrow('reactions')
  expect(await countRows(database, tenant)).toMatchObject({
    contacts: 0,
    conversations: 0,
    messages: 0,
    media: 0,
  })
  await database.inTenant(tenant, async (client) =>
    client.query('delete from reactions where tenant_id = $1', [tenant]),
  )
  await seed(shop.storage)
  expect((await conversationsOf(database, tenant)).length).toBeGreaterThanOrEqual(60)
})

test('is the same shop for the same moment', async ({ database, tenant, shop }) => {
  const other = tenantId(newId())
  await database.inTenant(other, async (client) => createTenant(client, other, 'Another shop'))
  const twin = await connect(database, other)
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  await seedDemoShop({ database, storage: shop.storage }, other, twin, NOW)
  const threads = await everyThread(database, tenant)
  expect(await everyThread(database, other)).toEqual(threads)
  expect(threads[0]?.[0]?.at).toBe(NOW - 2 * 60_000)
})

test('shows what an inbox must be able to show', async ({ database, tenant, shop }) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const conversations = await conversationsOf(database, tenant)
  for (const conversation of conversations) ConversationShape.parse(conversation)
  const hidden = conversations.filter(({ contact }) => contact.phone === null && contact.kind === 'person')
  expect(hidden).toHaveLength(5)
  expect(hidden.every(({ contact }) => contact.username !== null && contact.bsuid !== null)).toBe(true)
  expect(conversations.filter(({ contact }) => contact.kind === 'group')).toHaveLength(1)

  const windows = conversations.map(({ window }) => window)
  expect(windows.some(({ state, at }) => state === 'closed' && at === null)).toBe(true)
  expect(windows.some(({ state, at }) => state === 'closed' && at !== null)).toBe(true)
  expect(windows.some(({ state, at }) => state === 'open' && (at ?? 0) - NOW < 60 * 60_000)).toBe(true)
  expect(
    windows.filter(({ state, lengthMs }) => state === 'open' && lengthMs === 72 * 3_600_000),
  ).toHaveLength(1)
  expect((await conversationsOf(database, tenant, 'unread')).length).toBeGreaterThan(10)
  expect((await conversationsOf(database, tenant, 'window_open')).length).toBeGreaterThan(20)

  const names = conversations.map(({ contact }) => contact.displayName).join('')
  for (const script of SCRIPTS) expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
})

const SCRIPTS = [
  'Latin',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Arabic',
]

test('has every kind and fate of a message, in shapes that the inbox knows', async ({
  database,
  tenant,
  shop,
}) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const threads = await everyThread(database, tenant)
  const messages = threads.flat()
  for (const message of messages) MessageShape.parse(message)
  expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(TYPES))
  const states = messages.map(({ state }) => state)
  expect(new Set(states)).toEqual(
    new Set(['received', 'sent', 'delivered', 'read', 'played', 'failed', 'held', 'unknown']),
  )
  const failures = messages.flatMap(({ failure }) => (failure === null ? [] : [failure.code]))
  // One of a dialogue, and of offers to numbers that nobody has any more.
  const undeliverable = Array.from({ length: 1 + 8 }, () => 'whatsapp.131026')
  const heldBack = Array.from({ length: 5 }, () => 'whatsapp.131049')
  expect(failures.toSorted()).toEqual([
    'outbound.unconfirmed',
    ...undeliverable,
    'whatsapp.131047',
    ...heldBack,
  ])
  expect(new Set(messages.flatMap(({ media }) => (media === null ? [] : [media.state])))).toEqual(
    new Set(['stored', 'pending', 'unavailable']),
  )
  for (const has of [
    (message: Message) => message.isForwarded,
    (message: Message) => message.quoted?.id !== undefined && message.quoted.id !== null,
    (message: Message) => message.referral !== null,
    (message: Message) => message.editedAt !== null,
    (message: Message) => message.revokedAt !== null,
    (message: Message) => message.origin === 'app',
    (message: Message) => message.origin === 'greeting',
    (message: Message) => message.reactions.some(({ direction }) => direction === 'in'),
    (message: Message) => message.reactions.some(({ direction }) => direction === 'out'),
  ])
    expect(messages.filter(has)).not.toEqual([])
  expect(messages.every(({ at }) => at < NOW)).toBe(true)
  for (const thread of threads)
    expect(thread.map(({ at }) => at)).toEqual(thread.map(({ at }) => at).toSorted((a, b) => b - a))
})

const TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'button',
  'order',
  'template',
  'system',
  'unsupported',
]

test('has a team that labels, notes, waits and finishes', async ({ database, tenant, shop }) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const conversations = await conversationsOf(database, tenant)
  const of = (status: Conversation['status']): Conversation[] =>
    conversations.filter((conversation) => conversation.status === status)
  expect(of('snoozed')).toHaveLength(2)
  expect(of('snoozed').every(({ snoozedUntil }) => (snoozedUntil ?? 0) > NOW)).toBe(true)
  expect(of('pending')).toHaveLength(2)
  expect(of('resolved').length).toBeGreaterThan(8)
  expect(of('open').length).toBeGreaterThan(40)
  for (const { unreadCount, resolvedAt } of of('resolved')) {
    expect(unreadCount).toBe(0)
    expect(resolvedAt).toBeLessThan(NOW)
  }
  const { labels, replies, notes } = await database.inTenant(tenant, async (client) => {
    const noted: Note[] = []
    for (const { id } of conversations) noted.push(...((await listNotes(client, tenant, id, NOW)) ?? []))
    return {
      labels: await listLabels(client, tenant),
      replies: await listQuickReplies(client, tenant),
      notes: noted,
    }
  })
  for (const label of labels) LabelShape.parse(label)
  expect(labels.every(({ conversationCount }) => conversationCount > 0)).toBe(true)
  expect(labels).toHaveLength(5)
  expect(replies).toHaveLength(8)
  for (const { shortcut, text } of replies)
    expect(NewQuickReplyShape.parse({ shortcut, text })).toEqual({ shortcut, text })
  for (const note of notes) NoteShape.parse(note)
  expect(notes).toHaveLength(7)
  expect(notes.every(({ at }) => at < NOW)).toBe(true)
})

test('knows its customers, and what may be sold to them, in shapes that the program knows', async ({
  database,
  tenant,
  shop,
}) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  await database.inTenant(tenant, async (client) => {
    const definitions = await listAttributes(client, tenant)
    expect(definitions).toHaveLength(5)
    const { rows: values } = await client.query<{ attributes: Record<string, string | number | boolean> }>(
      'select attributes from contact_attributes',
    )
    expect(values.length).toBeGreaterThan(40)
    expect(values.flatMap(({ attributes }) => checkAttributes(definitions, attributes))).toEqual([])
    const segments = await listSegments(client, tenant)
    expect(segments.map(({ tree }) => parseTree(tree).ok)).toEqual([true, true, true])
    const [notice] = await listNotices(client, tenant)
    expect(notice?.texts.map(({ language }) => language)).toEqual(['en', 'hi'])
    const stages = await listStages(client, tenant)
    expect(stages.map(({ dealCount }) => dealCount)).toEqual([2, 2, 1, 1, 1])
    const { rows: reminders } = await client.query(
      'select state, due_at <= $1 as is_past from reminders order by due_at',
      [new Date(NOW)],
    )
    expect(reminders).toEqual([
      { state: 'due', is_past: true },
      { state: 'waiting', is_past: false },
      { state: 'waiting', is_past: false },
    ])
    const [done] = await listImports(client, tenant)
    expect(ImportShape.parse(done)).toMatchObject({ state: 'done', created: 18, refused: 4, rows: 22 })
    const { rows: actions } = await client.query<{ name: string; actions: unknown }>(
      'select name, actions from macros',
    )
    for (const macro of actions) NewMacroShape.parse(macro)
    const { rows: views } = await client.query<{ name: string; filters: unknown }>(
      'select name, filters from saved_views',
    )
    for (const view of views) NewSavedViewShape.parse(view)
    expect([actions.length, views.length]).toEqual([2, 2])
  })
})

test('was rated by customers within the last thirty days', async ({ database, tenant, shop }) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  await database.inTenant(tenant, async (client) => {
    const everything = { contact: null, agent: null, rating: null, after: null, limit: 50 }
    const ratings = await listRatings(client, tenant, everything)
    for (const rating of ratings) RatingShape.parse(rating)
    expect(ratings).toHaveLength(14)
    expect(ratings.every(({ resolvedAt, ratedAt }) => resolvedAt < ratedAt && ratedAt < NOW)).toBe(true)
    expect(new Set(ratings.map(({ agent }) => agent?.name))).toEqual(
      new Set(['Meera Shah', 'Arif Khan', 'Kavya Rao']),
    )
    const low = ratings.filter(({ rating }) => rating < 4)
    expect(low.map(({ rating }) => rating)).toEqual([3, 2])
    expect(low.every(({ comment }) => comment !== null)).toBe(true)
    const summary = await summariseRatings(client, tenant, 30, NOW)
    expect(summary).toMatchObject({ asked: 16, rated: 14, counts: [0, 1, 1, 4, 8] })
  })
})

test('has cost something in this month and the last one, as Meta is told to bill it', async ({
  database,
  tenant,
  shop,
}) => {
  const delivered: Delivered[] = []
  const meta: NearbyMeta = { library: [], deliver: (all) => delivered.push(...all) }
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW, meta)
  for (let hasMore = true; hasMore;) hasMore = await recordCharges(database, tenant)
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ key: string; volume: number }>(
      `select concat_ws(' ', to_char(delivered_at at time zone 'Asia/Kolkata', 'YYYY-MM'), category, type, country) as key,
         sum(units)::int as volume from charges group by 1`,
    ),
  )
  const told = new Map<string, number>()
  for (const { at, category, pricingType, country, volume } of delivered) {
    const month = new Date(at + 5.5 * HOUR_MS).toISOString().slice(0, 7)
    const key = `${month} ${category} ${pricingType} ${country}`
    told.set(key, (told.get(key) ?? 0) + volume)
  }
  expect(new Map(rows.map(({ key, volume }) => [key, volume]))).toEqual(told)
  for (const month of ['2026-10', '2026-11'])
    for (const kind of ['marketing regular', 'utility regular', 'authentication regular', 'service free'])
      expect([...told.keys()].filter((key) => key.startsWith(`${month} ${kind}`))).not.toEqual([])
  expect([...told.keys()].some((key) => key.includes('free_entry_point'))).toBe(true)
  const countries = new Set([...told.keys()].map((key) => key.split(' ').at(-1)))
  expect(countries).toEqual(new Set(['IN', 'AE', 'BD', 'GB', 'SA', 'US']))
})

test('has a number that was in trouble once, and is in none now', async ({ database, tenant, shop }) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const clock = (): Instant => NOW
  for (let hasMore = true; hasMore;) hasMore = await countSends(database, tenant, clock)
  expect(await watchSignals(database, tenant, NOW)).toBe(0)
  const quality = await database.inTenant(tenant, async (client) =>
    readQuality(client, tenant, shop.channel, { user: null, segment: null }, NOW),
  )
  expect(quality).toMatchObject({ level: 'good', alarms: [], quality: { value: 'GREEN' } })
  expect(quality?.limit).toMatchObject({ tier: 'TIER_2K', people: 2000 })
  expect(quality?.limit.used).toBeGreaterThan(20)
  const { day, usual } = quality?.signals ?? {}
  expect(usual?.failed).toBeGreaterThan(0)
  expect(usual?.failed).toBeLessThan(0.03)
  expect(day?.read).toBeGreaterThan(0.5)
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ word: string }>(
      `select kind || ' ' || to_value as word from health_changes where from_value is not null order by at desc`,
    ),
  )
  expect(rows.map(({ word }) => word)).toEqual([
    ...[
      'alert RESOLVED',
      'quality GREEN',
      'quality YELLOW',
      'tier TIER_2K',
      'quality GREEN',
      'name APPROVED',
    ],
  ])
})

test('has templates with a past that ends with what Meta lists, and two that are being written', async ({
  database,
  tenant,
  shop,
}) => {
  const library = LIBRARIES.flatMap(
    (name) => (JSON.parse(readFileSync(scenario(name), 'utf8')) as { templates: Listed[] }).templates,
  )
  const meta: NearbyMeta = { library, deliver: () => {} }
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW, meta)
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ name: string; language: string; status: string }>(
      `select distinct on (name, language) name, language, to_value as status from template_changes
       where kind = 'status' order by name, language, at desc`,
    ),
  )
  const statusOf = new Map(rows.map(({ name, language, status }) => [`${name}/${language}`, status]))
  expect(statusOf).toEqual(
    new Map(library.map(({ name, language, status = 'APPROVED' }) => [`${name}/${language}`, status])),
  )
  const drafts = await database.inTenant(tenant, async (client) => listDrafts(client, tenant, null))
  expect(drafts.map(({ definition }) => definition['name'])).toEqual(['new_year_preview', 'pickup_ready'])
})

type Listed = JsonObject & { readonly name: string; readonly language: string }
const LIBRARIES = ['demo.json', 'demo-library.json']
const scenario = (name: string): URL => new URL(`../../simulator/scenarios/${name}`, import.meta.url)

test('has a campaign that was counted, with all that can come of one, and one that is being written', async ({
  database,
  tenant,
  shop,
}) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const list = async () => database.inTenant(tenant, async (client) => listCampaigns(client, tenant, ALL))
  const [draft, sale] = (await list()).items
  for (const { id } of (await list()).items) {
    const campaign = await database.inTenant(tenant, async (client) => findCampaign(client, tenant, id))
    DefinitionShape.parse(campaign?.definition)
  }
  expect([draft?.name, draft?.state]).toEqual(['Festive sale: last days', 'draft'])
  const parts = { database, notifier: { notify: () => {} }, clock: () => NOW, explain: explainFailure }
  await visitCampaign(parts, tenant, sale?.id ?? '')
  const progress = (await list()).items[1]?.progress
  expect(progress).toMatchObject({
    audience: 222,
    skipped: 2,
    sent: 209,
    failed: 11,
    replied: 14,
    optedOut: 2,
  })
  expect(progress?.failures.map(({ code, count }) => [code, count])).toEqual([
    ['131026', 6],
    ['131049', 5],
  ])
  expect(progress?.read).toBeGreaterThan(130)
  expect(progress?.clicked).toBeGreaterThan(20)
  expect(Number(progress?.spent)).toBeGreaterThan(150)
  const sent = (await everyThread(database, tenant)).flat().filter(({ origin }) => origin === 'campaign')
  expect(new Set(sent.map(({ campaign }) => campaign?.name))).toEqual(new Set(['Festive sale']))
})

const ALL = { state: null, before: null }

test('has one thread of 2,000 messages that says nothing twice on a screen', async ({
  database,
  tenant,
  shop,
}) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const longest = (await everyThread(database, tenant)).toSorted((a, b) => b.length - a.length)[0] ?? []
  expect(longest).toHaveLength(THREAD_LENGTH)
  const long = longest.map(({ text }) => text ?? '').filter((text) => text.length > 25)
  for (const [index, text] of long.entries()) expect(long.slice(index + 1, index + 12)).not.toContain(text)
})

test('every stored file is there, and is what it says', async ({ database, tenant, shop }) => {
  await seedDemoShop({ database, storage: shop.storage }, tenant, shop.channel, NOW)
  const rows = await database.inTenant(tenant, async (client) => {
    const found = await client.query<{ storage_key: string; bytes: string; mime_type: string }>(
      `select distinct storage_key, bytes, mime_type from media where state = 'stored'`,
    )
    return found.rows
  })
  expect(rows).toHaveLength(8)
  for (const { storage_key, bytes, mime_type } of rows) {
    const stored = await shop.storage.get(storage_key)
    expect(stored?.bytes).toBe(Number(bytes))
    const chunks = stored === null ? [] : await stored.stream.toArray()
    const head = Buffer.concat(chunks as Buffer[]).toString('latin1', 0, 16)
    expect(head).toMatch(MAGIC[mime_type] ?? /never/u)
  }
})

const MAGIC: Readonly<Record<string, RegExp>> = {
  'image/png': /^.PNG\r\n/u,
  'image/webp': /^RIFF....WEBPVP8L/su,
  'application/pdf': /^%PDF-1\.4/u,
  'audio/wav': /^RIFF....WAVE/su,
}
