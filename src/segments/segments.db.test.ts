import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { after, instant, systemClock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { createKey } from '#keys/create-key.ts'
import type { ContactPage } from '#contacts/shapes.ts'
import { test as base } from '#test/database.ts'
import { hear, openOtherShop, openTalk, putTemplate, type Shop, type Talk } from '#test/shop.ts'
import { openWebApp, type Answer, type WebApp } from '#test/web-app.ts'
import { dayIn } from './compile.ts'
import { COUNTRIES, type Condition, type Tree } from './conditions.ts'
import { countActivity } from './count-activity.ts'
import type { Segment, SegmentCount } from './shapes.ts'
import { nextMembers, walkMembers } from './walk-members.ts'

const ACTOR: Actor = { kind: 'user', id: 'm', name: 'Meera' }
const DAY_MS = 24 * 60 * 60 * 1000
const NOW = instant(Date.UTC(2026, 1, 25, 20)) // 26 February in India

type Ask = <T = Segment>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<Answer<T & { code: string; errors?: { path: string; message: string }[] }>>
const test = base.extend<{ api: WebApp; shop: Shop; ask: Ask }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: async ({ database }, use) => use(await openOtherShop(database)),
  ask: async ({ api, shop }, use) => {
    const permissions = ['segments:read', 'segments:write', 'contacts:export', 'contacts:read'] as const
    const wish = { name: 'Test', permissions, ratePerMinute: 6000, expiresAt: null }
    const owner = { actor: ACTOR, permissions: permissionsOf('owner') }
    const made = await shop.database.inTenant(shop.tenant, async (client) =>
      createKey(client, shop.tenant, owner, wish, systemClock()),
    )
    if (!made.ok) throw new Error(made.because)
    await use(async (method, path, body) => api.ask(made.key.secret, method, `/api/v1/segments${path}`, body))
  },
})

/** What is known of somebody, as plain data: the evaluator below reads it, and the database is filled from it. */
type Person = {
  readonly name: string
  readonly phone: string
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly isLabelled: boolean
  readonly suppressed: boolean
  readonly granted: boolean
  readonly seenDaysAgo: number
  readonly inboundHoursAgo: number | null
  readonly outboundDaysAgo: number | null
  readonly messages: number
  readonly status: 'open' | 'pending' | 'resolved'
  readonly templateRank: 0 | 1 | 2 | 3 | null
  readonly templateDaysAgo: number
  readonly deal: { readonly kind: 'open' | 'won'; readonly paise: number } | null
}

const word = fc.constantFrom('Asha', 'asha', 'Bhavna', 'आशा', '50%', 'a_b', 'c\\d', "O'Brien")
const day = fc.integer({ min: 0, max: 1500 }).map((days) => dayIn(NOW, -days))
const person: fc.Arbitrary<Person> = fc.record({
  name: word,
  phone: fc
    .constantFrom('9198', '9719', '4477', '1212')
    .map((prefix) => `${prefix}${String(Math.random()).slice(2, 10)}`),
  attributes: fc.record(
    {
      city: word,
      spent: fc.integer({ min: 0, max: 5 }),
      vip: fc.boolean(),
      birthday: fc.oneof(day, fc.constant('2000-02-29'), fc.constant('1999-02-26')),
      strange: fc.oneof(fc.constant('7'), fc.constant(7), fc.constant(true)),
    },
    { requiredKeys: [] },
  ),
  isLabelled: fc.boolean(),
  suppressed: fc.boolean(),
  granted: fc.boolean(),
  seenDaysAgo: fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5),
  inboundHoursAgo: fc.option(fc.integer({ min: 0, max: 400 }).map((hours) => hours + 0.5)),
  outboundDaysAgo: fc.option(fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5)),
  messages: fc.integer({ min: 0, max: 6 }),
  status: fc.constantFrom('open', 'pending', 'resolved'),
  templateRank: fc.constantFrom(null, 0, 1, 2, 3),
  templateDaysAgo: fc.integer({ min: 0, max: 20 }).map((days) => days + 0.5),
  deal: fc.option(fc.record({ kind: fc.constantFrom('open', 'won'), paise: fc.integer({ min: 0, max: 3 }) })),
})

const days = fc.integer({ min: 1, max: 400 })
const condition = (labelId: string): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('city', 'spent', 'strange', 'nothing'),
      op: fc.constant('set' as const),
    }),
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('city', 'spent', 'vip', 'strange'),
      op: fc.constant('equals' as const),
      value: fc.oneof(word, fc.integer({ min: 0, max: 7 }), fc.boolean()),
    }),
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('city', 'strange'),
      op: fc.constant('contains' as const),
      value: fc.constantFrom('a', 'ASH', '%', '_', '\\', 'शा', "'"),
    }),
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('spent', 'strange', 'city'),
      op: fc.constantFrom('greater' as const, 'less' as const),
      value: fc.integer({ min: 0, max: 7 }),
    }),
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('birthday', 'city'),
      op: fc.constantFrom('before' as const, 'after' as const),
      value: day,
    }),
    fc.record({
      kind: fc.constant('attribute' as const),
      key: fc.constantFrom('birthday', 'city'),
      op: fc.constantFrom('anniversary' as const, 'next_days' as const, 'last_days' as const),
      days,
    }),
    fc.constant({ kind: 'label' as const, labelId }),
    fc.constant({ kind: 'suppressed' as const, purpose: 'marketing' }),
    fc.constant({ kind: 'consented' as const, purpose: 'marketing' }),
    fc.record({
      kind: fc.constant('name' as const),
      op: fc.constantFrom('equals' as const, 'contains' as const),
      value: word,
    }),
    fc.record({
      kind: fc.constant('phone' as const),
      prefix: fc.constantFrom('91', '9', '4477', '12', '555'),
    }),
    fc.record({ kind: fc.constant('country' as const), country: fc.constantFrom('IN', 'AE', 'GB', 'US') }),
    fc.record({
      kind: fc.constantFrom('wrote' as const, 'written_to' as const, 'first_seen' as const),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({ kind: fc.constant('messages' as const), atLeast: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('conversation' as const), status: fc.constantFrom('open', 'resolved') }),
    fc.constant({ kind: 'window' as const }),
    fc.record({
      kind: fc.constant('template' as const),
      name: fc.constantFrom('diwali', 'other'),
      outcome: fc.constantFrom('sent' as const, 'delivered' as const, 'read' as const, 'replied' as const),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record(
      {
        kind: fc.constant('deal' as const),
        stageKind: fc.constantFrom('open' as const, 'won' as const),
        valueAtLeastPaise: fc.integer({ min: 0, max: 3 }),
      },
      { requiredKeys: ['kind'] },
    ),
  )

const over = (inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    inner,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(inner, { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Tree>,
    fc.record({ kind: fc.constant('not' as const), of: inner }),
  )

const tree = (labelId: string): fc.Arbitrary<Tree> => {
  const leaf = condition(labelId) as fc.Arbitrary<Tree>
  return over(over(leaf))
}

/** The same questions, asked one person at a time and in no hurry. */
function holds(asked: Tree, who: Person): boolean {
  switch (asked.kind) {
    case 'all':
      return asked.of.every((one) => holds(one, who))
    case 'any':
      return asked.of.some((one) => holds(one, who))
    case 'not':
      return !holds(asked.of, who)
    case 'attribute':
      return holdsOf(asked, who.attributes[asked.key])
    case 'label':
      return who.isLabelled
    case 'suppressed':
      return who.suppressed
    case 'consented':
      return who.granted && !who.suppressed
    case 'name':
      return asked.op === 'equals'
        ? who.name.toLowerCase() === asked.value.toLowerCase()
        : who.name.toLowerCase().includes(asked.value.toLowerCase())
    case 'phone':
      return who.phone.startsWith(asked.prefix)
    case 'country':
      return who.phone.startsWith(COUNTRIES[asked.country])
    case 'wrote':
      return who.inboundHoursAgo !== null && who.inboundHoursAgo <= asked.days * 24
    case 'written_to': {
      const template = who.templateRank === null ? Infinity : who.templateDaysAgo
      return Math.min(who.outboundDaysAgo ?? Infinity, template) <= asked.days
    }
    case 'first_seen':
      return who.seenDaysAgo <= asked.days
    case 'messages':
      return countOf(who) >= asked.atLeast
    case 'conversation':
      return who.status === asked.status
    case 'window':
      return who.inboundHoursAgo !== null && who.inboundHoursAgo < 24
    case 'template': {
      if (who.templateRank === null || asked.name !== 'diwali' || who.templateDaysAgo > asked.days)
        return false
      if (asked.outcome === 'replied')
        return who.inboundHoursAgo !== null && who.inboundHoursAgo < who.templateDaysAgo * 24
      return who.templateRank >= { sent: 1, delivered: 2, read: 3 }[asked.outcome]
    }
    case 'deal':
      return (
        who.deal !== null &&
        (asked.stageKind === undefined || who.deal.kind === asked.stageKind) &&
        who.deal.paise >= (asked.valueAtLeastPaise ?? 0)
      )
    default:
      return asked satisfies never
  }
}

const countOf = (who: Person): number =>
  who.messages + (who.outboundDaysAgo === null ? 0 : 1) + (who.templateRank === null ? 0 : 1)

function holdsOf(
  asked: Extract<Condition, { kind: 'attribute' }>,
  value: string | number | boolean | undefined,
): boolean {
  if (asked.op === 'set') return value !== undefined
  if (asked.op === 'equals')
    return typeof value === 'string' && typeof asked.value === 'string'
      ? value.toLowerCase() === asked.value.toLowerCase()
      : value === asked.value
  if (asked.op === 'contains')
    return typeof value === 'string' && value.toLowerCase().includes(asked.value.toLowerCase())
  if (asked.op === 'greater') return typeof value === 'number' && value > asked.value
  if (asked.op === 'less') return typeof value === 'number' && value < asked.value
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/u.test(value)) return false
  if (asked.op === 'before') return value < asked.value
  if (asked.op === 'after') return value > asked.value
  const today = Date.parse(dayIn(NOW, 0))
  const ahead = (Date.parse(value) - today) / DAY_MS
  if (asked.op === 'next_days') return ahead >= 0 && ahead <= asked.days
  if (asked.op === 'last_days') return ahead <= 0 && -ahead <= asked.days
  const { days: within } = asked as Extract<Condition, { op: 'anniversary' }>
  const [, month = 0, date = 0] = value.split('-').map(Number)
  return [2026, 2027, 2028].some((year) => {
    // the day that the calendar has: 29 February falls back to the 28th
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const distance = (Date.UTC(year, month - 1, Math.min(date, last)) - today) / DAY_MS
    return distance >= 0 && distance <= within
  })
}

const agoOf = (ms: number): Date => new Date(after(NOW, -ms))

/** Puts somebody into the database, as the data says; their id. */
async function settle(
  shop: Shop,
  who: Person,
  labelId: string,
  stages: Record<string, string>,
): Promise<string> {
  const { database, tenant, channel } = shop
  const talk = await openTalk(shop, {
    phone: who.phone,
    lastInboundAt: who.inboundHoursAgo === null ? null : after(NOW, -who.inboundHoursAgo * 3_600_000),
  })
  await database.inTenant(tenant, async (client) => {
    const run = async (sql: string, ...values: unknown[]) => client.query(sql, [tenant, ...values])
    await run(
      'update contacts set given_name = $2, created_at = $3 where tenant_id = $1 and id = $4',
      who.name,
      agoOf(who.seenDaysAgo * DAY_MS),
      talk.contact,
    )
    await run(
      'insert into contact_attributes (tenant_id, contact_id, attributes) values ($1, $2, $3)',
      talk.contact,
      JSON.stringify(who.attributes),
    )
    await run(
      `update conversations set status = $2, resolved_at = case when $2 = 'resolved' then now() end where tenant_id = $1 and id = $3`,
      who.status,
      talk.conversation,
    )
    if (who.isLabelled)
      await run(
        'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)',
        talk.conversation,
        labelId,
      )
    if (who.suppressed)
      await run(
        `insert into suppressions (tenant_id, contact_id, purpose, source, at) values ($1, $2, 'marketing', 'agent', now())`,
        talk.contact,
      )
    if (who.granted)
      await run(
        `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, at)
        values ($1, $2, $3, 'marketing', 'granted', 'agent', $4, '{}', now())`,
        newId(),
        talk.contact,
        newId(),
      )
    const say = async (direction: string, type: string, at: Date, rank: number, content: object) =>
      run(
        `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at, status_rank)
        values ($1, $2, $3, $4, $5, 'live', $6, $7, $8, $9, $10)`,
        newId(),
        channel,
        talk.conversation,
        direction,
        newId(),
        type,
        JSON.stringify(content),
        at,
        rank,
      )
    for (let said = 0; said < who.messages; said += 1) await say('in', 'text', agoOf(40 * DAY_MS), 0, {})
    if (who.outboundDaysAgo !== null) await say('out', 'text', agoOf(who.outboundDaysAgo * DAY_MS), 1, {})
    if (who.templateRank !== null)
      await say('out', 'template', agoOf(who.templateDaysAgo * DAY_MS), who.templateRank, {
        template: { name: 'diwali' },
      })
    if (who.deal !== null)
      await run(
        `insert into deals (tenant_id, id, title, value_paise, contact_id, stage_id, position) values ($1, $2, 'Deal', $3, $4, $5, $6)`,
        newId(),
        who.deal.paise,
        talk.contact,
        stages[who.deal.kind],
        newId(),
      )
  })
  return talk.contact
}

const countAll = async (shop: Shop): Promise<void> => {
  while (await countActivity(shop.database, shop.tenant));
}

async function makeLabelAndStages(shop: Shop): Promise<{ labelId: string; stages: Record<string, string> }> {
  const [labelId, open, won] = [newId(), newId(), newId()]
  await shop.database.inTenant(shop.tenant, async (client) => {
    await client.query(
      `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, 'L', 'l', 'red')`,
      [shop.tenant, labelId],
    )
    await client.query(
      `insert into deal_stages (tenant_id, id, name, kind, position) values ($1, $2, 'A', 'open', 'a'), ($1, $3, 'B', 'won', 'b')`,
      [shop.tenant, open, won],
    )
  })
  return { labelId, stages: { open, won } }
}

describe('a compiled tree', () => {
  test(
    'finds whom a patient reader of everybody’s data would find',
    { timeout: 60_000 },
    async ({ shop }) => {
      const { labelId, stages } = await makeLabelAndStages(shop)
      const people = new Map<string, Person>()
      const phones = new Set<string>()
      for (const who of fc.sample(person, 60)) {
        if (phones.has(who.phone)) continue
        phones.add(who.phone)
        people.set(await settle(shop, who, labelId, stages), who)
      }
      await countAll(shop)
      await fc.assert(
        fc.asyncProperty(tree(labelId), async (asked) => {
          const found = await shop.database.inTenant(shop.tenant, async (client) =>
            nextMembers(client, shop.tenant, asked, { from: 'oldest', afterId: null, limit: 1000 }, NOW),
          )
          const expected = [...people].filter(([, who]) => holds(asked, who)).map(([id]) => id)
          expect(found).toEqual(expected.toSorted())
        }),
        { numRuns: 250 },
      )
    },
  )

  test('runs whatever people write into it, and finds nobody by accident', async ({ shop }) => {
    await openTalk(shop)
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(`'; drop table contacts; --`, '\\', '%', '$1', '\uD800'),
    )
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const value = text.replaceAll('\0', '') || 'x'
        const asked: Tree = {
          kind: 'any',
          of: [
            { kind: 'attribute', key: value, op: 'equals', value },
            { kind: 'attribute', key: value, op: 'contains', value },
            { kind: 'attribute', key: value, op: 'set' },
            { kind: 'name', op: 'equals', value },
            { kind: 'name', op: 'contains', value },
            { kind: 'suppressed', purpose: value },
            { kind: 'consented', purpose: value },
            { kind: 'template', name: value, outcome: 'sent', days: 1 },
          ],
        }
        const found = await shop.database.inTenant(shop.tenant, async (client) =>
          nextMembers(client, shop.tenant, asked, { from: 'oldest', afterId: null, limit: 10 }, NOW),
        )
        expect(found).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('segments', () => {
  const recent = { kind: 'wrote', days: 7 }

  test('are made, listed by name, changed, counted and deleted', async ({ ask, shop }) => {
    await openTalk(shop)
    await openTalk(shop, { lastInboundAt: null })
    const { status, body: made } = await ask('POST', '', { name: ' Wrote  lately ', tree: recent })
    expect([status, made.name, made.tree]).toEqual([201, 'Wrote lately', recent])
    await ask('POST', '', { name: 'All of India', tree: { kind: 'country', country: 'IN' } })
    const { items } = (await ask<{ items: Segment[] }>('GET', '')).body
    expect(items.map(({ name }) => name)).toEqual(['All of India', 'Wrote lately'])
    expect((await ask('POST', '', { name: 'WROTE LATELY', tree: recent })).body.code).toBe('segment_exists')
    const changed = await ask('PATCH', `/${made.id}`, { tree: { kind: 'not', of: recent } })
    expect([changed.body.name, changed.body.tree]).toEqual(['Wrote lately', { kind: 'not', of: recent }])
    const count = await ask<SegmentCount>('POST', '/count', { tree: recent })
    expect(count.body).toMatchObject({ count: 1, isCounting: false })
    expect((await ask('GET', `/${made.id}`)).body.id).toBe(made.id)
    expect((await ask('DELETE', `/${made.id}`)).status).toBe(204)
    expect((await ask('DELETE', `/${made.id}`)).status).toBe(404)
  })

  test('say where in the tree something is wrong, also if it speaks of what is not there', async ({
    ask,
  }) => {
    const of = [
      recent,
      { kind: 'wrote', days: -1 },
      { kind: 'attribute', key: 'nowhere', op: 'set' },
      { kind: 'label', labelId: newId() },
    ]
    const shape = await ask('POST', '/count', { tree: { kind: 'all', of } })
    expect([shape.status, shape.body.code]).toEqual([400, 'segments.invalid'])
    expect(shape.body.errors?.map(({ path }) => path)).toEqual(['tree.of.1.days'])
    const known = await ask('POST', '/count', {
      tree: { kind: 'all', of: of.filter((one) => !('days' in one && one.days === -1)) },
    })
    expect(known.body.errors?.map(({ path }) => path)).toEqual(['tree.of.1.key', 'tree.of.2.labelId'])
  })

  test('show their people page by page and as a file, and let others walk over them', async ({
    ask,
    shop,
  }) => {
    const talks: Talk[] = []
    for (let count = 0; count < 5; count += 1) talks.push(await openTalk(shop))
    const stranger = await openTalk(shop, { lastInboundAt: null })
    const { body: made } = await ask('POST', '', { name: 'Lately', tree: recent })
    const met: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const path: string = `/${made.id}/contacts?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body }: { body: ContactPage } = await ask<ContactPage>('GET', path)
      met.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor
    }
    const expected = talks.map(({ contact }) => contact)
    expect(met).toEqual(expected.toReversed())
    const { text } = await ask('GET', `/${made.id}/export.csv`)
    expect(text.trim().split('\n')).toHaveLength(6)
    expect(text).not.toContain(stranger.phone ?? '-')
    const walked: string[] = []
    const tree = { kind: 'wrote', days: 7 } as const
    for await (const batch of walkMembers(shop.database, shop.tenant, tree, systemClock(), 2))
      walked.push(...batch)
    expect(walked).toEqual(expected)
  })
})

const activityOf = async ({ database, tenant }: Shop, { contact }: Talk) =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ message_count: number; last_outbound_at: Date | null }>(
      'select message_count, last_outbound_at from contact_activity where tenant_id = $1 and contact_id = $2',
      [tenant, contact],
    )
    return rows[0]
  })
const tell = async ({ database, tenant }: Shop, message: string) =>
  database.inTenant(tenant, async (client) => appendEvents(client, tenant, [['message.created', message]]))

describe('what messages come to', () => {
  test('is counted for older messages first, then by what the events tell, and never twice', async ({
    shop,
  }) => {
    const talk = await openTalk(shop)
    await hear(shop, talk)
    await countAll(shop)
    expect(await activityOf(shop, talk)).toEqual({ message_count: 1, last_outbound_at: null })
    await tell(shop, await hear(shop, talk))
    await countAll(shop)
    await countAll(shop)
    expect((await activityOf(shop, talk))?.message_count).toBe(2)
  })

  test('leaves a segment that asks about it told that it is not complete yet', async ({ ask, shop }) => {
    await putTemplate(shop, { name: 'x', body: 'y' })
    const asked = { tree: { kind: 'messages', atLeast: 1 } }
    expect((await ask<SegmentCount>('POST', '/count', asked)).body.isCounting).toBe(true)
    await countAll(shop)
    expect((await ask<SegmentCount>('POST', '/count', asked)).body.isCounting).toBe(false)
  })
})
