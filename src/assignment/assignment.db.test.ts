import { describe, expect } from 'vitest'
import { changeConversation } from '#conversations/change-conversation.ts'
import { openDatabase } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { endOfEvents } from '#realtime/read-events.ts'
import { test as base } from '#test/database.ts'
import { hear, hire, openOtherShop, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { assignWaiting } from './assign-waiting.ts'
import { changeRule, readRule } from './change-rule.ts'
import { addTeam, changeTeam, deleteTeam, listTeams, TEAMS_MAX } from './manage-teams.ts'
import { changeAvailability, readAssignees } from './read-assignees.ts'
import { releasePerson } from './release.ts'
import type { AssignmentRule, Team } from './shapes.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
})

const ACTOR = { kind: 'user', id: newId(), name: 'Meera' } as const

/** A customer writes: stored and told as `ingest/` does it. */
async function write(shop: Shop, talk?: Talk): Promise<Talk> {
  const opened = talk ?? (await openTalk(shop))
  const message = await hear(shop, opened)
  await shop.database.inTenant(shop.tenant, async (client) => {
    await client.query(
      `update conversations set status = 'open', resolved_at = null, snoozed_until = null where tenant_id = $1 and id = $2`,
      [shop.tenant, opened.conversation],
    )
    await appendEvents(client, shop.tenant, [
      ['message.created', message],
      ['conversation.updated', opened.conversation],
    ])
  })
  return opened
}

const assigneeOf = async ({ database, tenant }: Shop, { conversation }: Talk): Promise<string | null> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ assignee_id: string | null }>(
      'select assignee_id from conversations where tenant_id = $1 and id = $2',
      [tenant, conversation],
    )
    return rows[0]?.assignee_id ?? null
  })

const rule = async ({ database, tenant }: Shop, wish: Partial<AssignmentRule>) =>
  database.inTenant(tenant, async (client) =>
    changeRule(client, tenant, ACTOR, { mode: 'round_robin', teamId: null, isSticky: false, ...wish }),
  )

/** Until everything that is committed is worked off: a row is hidden behind an older transaction for a moment. */
async function settle(shop: Shop): Promise<void> {
  const options = { database: shop.database, clock: systemClock }
  await assignWaiting(options, shop.tenant)
  const isBehind = async (): Promise<boolean> =>
    shop.database.inTenant(shop.tenant, async (client) => {
      const { rows } = await client.query<{ is_behind: boolean }>(
        `select exists (select from events e join assignment_relays r on r.tenant_id = e.tenant_id
           where e.tenant_id = $1 and (e.xid, e.id) > (r.xid, r.event_id)) as is_behind`,
        [shop.tenant],
      )
      return rows[0]?.is_behind === true
    })
  while (await isBehind()) await assignWaiting(options, shop.tenant)
}

const change = async (shop: Shop, { conversation: id }: Talk, patch: object): Promise<string> =>
  shop.database.inTenant(shop.tenant, async (client) => {
    const changed = await changeConversation(client, shop.tenant, ACTOR, { id, patch }, systemClock())
    return changed.ok ? 'ok' : changed.because
  })

async function makeTeam({ database, tenant }: Shop, name: string, memberIds: string[] = []): Promise<Team> {
  const made = await database.inTenant(tenant, async (client) =>
    addTeam(client, tenant, ACTOR, { name, memberIds }),
  )
  if (!made.ok) throw new Error(made.because)
  return made.item
}

const away = async (shop: Shop, id: string, isAvailable = false) =>
  shop.database.inTenant(shop.tenant, async (client) =>
    changeAvailability(
      client,
      shop.tenant,
      { kind: 'user', id, name: '' },
      { isAvailable, now: systemClock() },
    ),
  )

describe('teams', () => {
  test('are made, listed by name with their members, changed and deleted', async ({ shop }) => {
    const { database, tenant } = shop
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const sales = await makeTeam(shop, 'Sales', [ravi, asha, ravi])
    await makeTeam(shop, 'Returns')
    expect(sales.memberIds).toEqual([asha, ravi].toSorted())
    await database.inTenant(tenant, async (client) => {
      const changed = await changeTeam(client, tenant, ACTOR, { id: sales.id, patch: { memberIds: [asha] } })
      expect(changed).toEqual({ ok: true, item: { ...sales, memberIds: [asha] }, isChanged: true })
      const same = await changeTeam(client, tenant, ACTOR, { id: sales.id, patch: { name: 'Sales' } })
      expect(same).toMatchObject({ ok: true, isChanged: false })
      expect((await listTeams(client, tenant)).map(({ name }) => name)).toEqual(['Returns', 'Sales'])
    })
    expect(await deleteTeam(database, tenant, ACTOR, sales.id)).toBeNull()
    expect(await deleteTeam(database, tenant, ACTOR, sales.id)).toBe('not_found')
  })

  test('of one name there is one, their number has an end, and strangers are named by their places', async ({
    shop,
  }) => {
    const { database, tenant } = shop
    const stranger = await hire(await openOtherShop(database))
    await makeTeam(shop, 'Größe')
    await database.inTenant(tenant, async (client) => {
      const add = async (name: string, memberIds: string[] = []) =>
        addTeam(client, tenant, ACTOR, { name, memberIds })
      expect(await add('GRÖßE')).toEqual({ ok: false, because: 'team_exists' })
      const mixed = await add('Mixed', [await hireHere(client, tenant), stranger])
      expect(mixed).toEqual({
        ok: false,
        because: 'member_not_found',
        errors: [{ path: 'memberIds.1', message: 'is no member of yours' }],
      })
      await client.query(
        `insert into teams (tenant_id, id, name, name_key)
         select $1, gen_random_uuid(), n::text, n::text from generate_series(1, ${TEAMS_MAX}) n`,
        [tenant],
      )
      expect(await add('More')).toEqual({ ok: false, because: 'too_many_teams' })
    })
  })

  test('that are deleted leave their conversations to everybody, and browsers are told of each', async ({
    shop,
  }) => {
    const { database, tenant } = shop
    const team = await makeTeam(shop, 'Sales')
    const talks = [await openTalk(shop), await openTalk(shop)]
    for (const talk of talks) expect(await change(shop, talk, { teamId: team.id })).toBe('ok')
    const before = await database.inTenant(tenant, async (client) => endOfEvents(client))
    await deleteTeam(database, tenant, ACTOR, team.id)
    await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query(
        'select from conversations where tenant_id = $1 and team_id is not null',
        [tenant],
      )
      expect(rows).toEqual([])
      const told = await client.query<{ entries: string[][] }>(
        'select entries from events where tenant_id = $1 and xid > $2::xid8 order by id',
        [tenant, before.xid],
      )
      const entries = told.rows.flatMap((row) => row.entries)
      for (const { conversation } of talks)
        expect(entries).toContainEqual(['conversation.updated', conversation])
      expect(entries.at(-1)).toEqual(['assignees.changed'])
    })
  })

  test('to which new conversations go by themselves are not deleted', async ({ shop }) => {
    const team = await makeTeam(shop, 'Sales')
    await rule(shop, { teamId: team.id })
    expect(await deleteTeam(shop.database, shop.tenant, ACTOR, team.id)).toBe('team_in_use')
    await rule(shop, { teamId: null })
    expect(await deleteTeam(shop.database, shop.tenant, ACTOR, team.id)).toBeNull()
  })
})

async function hireHere(client: Parameters<typeof addTeam>[0], tenant: Shop['tenant']): Promise<string> {
  const id = newId()
  await client.query('insert into users (id, name, email) values ($1, $2, $3)', [
    id,
    'Here',
    `${id}@example.com`,
  ])
  await client.query(`insert into tenant_members (tenant_id, user_id, role) values ($1, $2, 'agent')`, [
    tenant,
    id,
  ])
  return id
}

describe('members', () => {
  test('are available until they say otherwise, and everybody is told once', async ({ shop }) => {
    const { database, tenant } = shop
    const [asha, ravi] = [
      await hire(shop, { name: 'Asha' }),
      await hire(shop, { name: 'Ravi', role: 'viewer' }),
    ]
    expect(await away(shop, asha, true)).toEqual({ isChanged: false })
    expect(await away(shop, asha)).toEqual({ isChanged: true })
    expect(await away(shop, asha)).toEqual({ isChanged: false })
    const seen = await database.inTenant(tenant, async (client) =>
      readAssignees(client, tenant, { kind: 'user', id: asha, name: 'Asha' }),
    )
    expect(seen).toEqual({
      me: asha,
      people: [
        { id: asha, name: 'Asha', isAvailable: false, mayAnswer: true },
        { id: ravi, name: 'Ravi', isAvailable: true, mayAnswer: false },
      ],
      teams: [],
    })
    expect(await away(shop, asha, true)).toEqual({ isChanged: true })
    expect(await away(shop, await hire(await openOtherShop(database)))).toBeNull()
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query(`select from events where tenant_id = $1 and entries = '[["assignees.changed"]]'`, [
        tenant,
      ]),
    )
    expect(rows).toHaveLength(2)
  })

  test('who go leave what they had to everybody: by hand in batches, and in any case when they are removed', async ({
    shop,
  }) => {
    const { database, tenant } = shop
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const [first, second] = [await openTalk(shop), await openTalk(shop)]
    await change(shop, first, { assigneeId: asha })
    await change(shop, second, { assigneeId: ravi })
    expect(await releasePerson(database, tenant, asha)).toBe(1)
    expect(await assigneeOf(shop, first)).toBeNull()
    await database.inTenant(tenant, async (client) =>
      client.query('delete from tenant_members where tenant_id = $1 and user_id = $2', [tenant, ravi]),
    )
    expect(await assigneeOf(shop, second)).toBeNull()
  })
})

describe('automatic assignment', () => {
  test('is off until it is switched on, and takes what customers write from then on', async ({ shop }) => {
    const asha = await hire(shop)
    const early = await write(shop)
    await settle(shop)
    const { database, tenant } = shop
    expect(await database.inTenant(tenant, async (client) => readRule(client, tenant))).toMatchObject({
      mode: 'off',
    })
    await rule(shop, {})
    const late = await write(shop)
    await settle(shop)
    expect([await assigneeOf(shop, early), await assigneeOf(shop, late)]).toEqual([null, asha])
    await rule(shop, { mode: 'off' })
    const last = await write(shop)
    await settle(shop)
    expect(await assigneeOf(shop, last)).toBeNull()
  })

  test('goes round, past whoever is away or may only read', async ({ shop }) => {
    const people = [await hire(shop), await hire(shop), await hire(shop)].toSorted()
    await hire(shop, { role: 'viewer' })
    await away(shop, people[1] ?? '')
    await rule(shop, {})
    const got: (string | null)[] = []
    for (let nth = 0; nth < 4; nth += 1) {
      const talk = await write(shop)
      await settle(shop)
      got.push(await assigneeOf(shop, talk))
    }
    expect(got).toEqual([people[0], people[2], people[0], people[2]])
  })

  test('gives to whoever has the fewest open ones; resolved ones do not count', async ({ shop }) => {
    const [busy, idle] = [await hire(shop), await hire(shop)]
    for (let nth = 0; nth < 2; nth += 1) await change(shop, await openTalk(shop), { assigneeId: busy })
    for (let nth = 0; nth < 3; nth += 1)
      await change(shop, await openTalk(shop), { assigneeId: idle, status: 'resolved' })
    await rule(shop, { mode: 'least_busy' })
    const talks = [await write(shop), await write(shop)]
    await settle(shop)
    expect(await Promise.all(talks.map(async (talk) => assigneeOf(shop, talk)))).toEqual([idle, idle])
  })

  test('is among one team only, and a conversation of another team stays in that', async ({ shop }) => {
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const sales = await makeTeam(shop, 'Sales', [ravi])
    const returns = await makeTeam(shop, 'Returns', [asha])
    await rule(shop, { teamId: sales.id })
    const [plain, theirs] = [await openTalk(shop), await openTalk(shop)]
    await change(shop, theirs, { teamId: returns.id })
    await write(shop, plain)
    await write(shop, theirs)
    await settle(shop)
    expect([await assigneeOf(shop, plain), await assigneeOf(shop, theirs)]).toEqual([ravi, asha])
  })

  test('waits for somebody to come, and whoever of another team waits holds nobody up', async ({ shop }) => {
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    const returns = await makeTeam(shop, 'Returns', [asha])
    await away(shop, asha)
    await rule(shop, {})
    const theirs = await openTalk(shop)
    await change(shop, theirs, { teamId: returns.id })
    await write(shop, theirs)
    const plain = await write(shop)
    await settle(shop)
    expect([await assigneeOf(shop, theirs), await assigneeOf(shop, plain)]).toEqual([null, ravi])
    await away(shop, asha, true)
    await settle(shop)
    expect(await assigneeOf(shop, theirs)).toBe(asha)
  })

  test('leaves alone what somebody has, what is not the customer’s word, and what was done in the meantime', async ({
    shop,
  }) => {
    const [asha, ravi] = [await hire(shop), await hire(shop)]
    await away(shop, ravi)
    await away(shop, asha)
    await rule(shop, {})
    const [had, done, taken, given] = [
      await openTalk(shop),
      await write(shop),
      await write(shop),
      await openTalk(shop),
    ]
    await change(shop, had, { assigneeId: ravi })
    await write(shop, had)
    await change(shop, given, { assigneeId: ravi })
    await change(shop, given, { assigneeId: null }) // on purpose
    await settle(shop)
    await change(shop, done, { status: 'resolved' })
    await change(shop, taken, { assigneeId: ravi })
    await away(shop, asha, true)
    await settle(shop)
    const owners = await Promise.all([had, done, taken, given].map(async (talk) => assigneeOf(shop, talk)))
    expect(owners).toEqual([ravi, null, ravi, null])
  })

  test('a customer who comes back: sticky gives them to the one who had them, otherwise it is the next one’s turn', async ({
    shop,
  }) => {
    const [asha, ravi] = [await hire(shop), await hire(shop)].toSorted()
    await rule(shop, { isSticky: true })
    const talk = await write(shop)
    await settle(shop)
    expect(await assigneeOf(shop, talk)).toBe(asha)
    await change(shop, talk, { status: 'resolved' })
    await write(shop, talk)
    await settle(shop)
    expect(await assigneeOf(shop, talk)).toBe(asha)
    await change(shop, talk, { status: 'resolved' })
    await away(shop, asha ?? '')
    await write(shop, talk)
    await settle(shop)
    expect(await assigneeOf(shop, talk)).toBe(ravi)
    await away(shop, asha ?? '', true)
    await rule(shop, { isSticky: false })
    await change(shop, talk, { status: 'resolved' })
    await write(shop, talk)
    await settle(shop)
    expect(await assigneeOf(shop, talk)).toBe(asha)
  })

  test('gives each conversation one owner, with two workers at once', async ({ shop, adminUrl }) => {
    for (let nth = 0; nth < 3; nth += 1) await hire(shop)
    await rule(shop, {})
    const talks: Talk[] = []
    for (let nth = 0; nth < 60; nth += 1) talks.push(await write(shop))
    const workers = [1, 2].map(() =>
      openDatabase({ url: adminUrl, poolSize: 2, name: 'worker', looksUpOnly: true }),
    )
    const given = await Promise.all(
      workers.map(async (database) => {
        let count = 0
        for (let round = 0; round < 40; round += 1)
          count += await assignWaiting({ database, clock: systemClock }, shop.tenant)
        return count
      }),
    )
    await Promise.all(workers.map(async ({ close }) => close()))
    await settle(shop)
    const owners = await Promise.all(talks.map(async (talk) => assigneeOf(shop, talk)))
    expect(owners).not.toContain(null)
    const told = await shop.database.inTenant(shop.tenant, async (client) => {
      const { rows } = await client.query<{ entries: string[][] }>(
        'select entries from events where tenant_id = $1',
        [shop.tenant],
      )
      return rows.flatMap(({ entries }) => entries).filter(([type]) => type === 'conversation.updated').length
    })
    expect(told).toBe(120) // once written, once given
    expect((given[0] ?? 0) + (given[1] ?? 0)).toBeLessThanOrEqual(60)
    const each = Object.values(Object.groupBy(owners, String)).map((mine) => mine?.length)
    expect(each).toEqual([20, 20, 20])
  })

  test('after a gap in the events looks at the open windows themselves', async ({ shop }) => {
    const asha = await hire(shop)
    await rule(shop, {})
    const talk = await write(shop)
    const { database, tenant } = shop
    await database.inTenant(tenant, async (client) => {
      await client.query(
        `update conversations set last_inbound_at = now() where tenant_id = $1 and id = $2`,
        [tenant, talk.conversation],
      )
      await client.query('delete from events where tenant_id = $1', [tenant])
      await client.query(`update tenants set events_forgotten = pg_current_xact_id() where tenant_id = $1`, [
        tenant,
      ])
    })
    await settle(shop)
    expect(await assigneeOf(shop, talk)).toBe(asha)
  })

  test('to another business’s team is refused', async ({ shop, database }) => {
    const theirs = await makeTeam(await openOtherShop(database), 'Theirs')
    expect(await rule(shop, { teamId: theirs.id })).toBeNull()
    expect(await rule(shop, { teamId: newId() })).toBeNull()
  })
})
