import { describe, expect } from 'vitest'
import { stateHash } from '#ingest/state-hash.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import {
  asAdmin,
  bodyOf,
  createWorker,
  deliver,
  messagesOf,
  type TestWorker,
  type Told,
} from '#test/ingest.ts'
import { freshPhone, HOUR_MS, openShop, openTalk, type Shop, type Talk } from '#test/shop.ts'
import { changeConversation } from './change-conversation.ts'
import { contactEffects } from './merge-contacts.ts'
import { findConversations, listConversations } from './read-models.ts'
import type { Conversation, ConversationPatch } from './shapes.ts'
import { wakeSnoozed } from './wake-snoozed.ts'
import { addNote, listNotes } from './write-notes.ts'

const NOW = instant(Date.UTC(2026, 10, 22, 12))
const ACTOR = { kind: 'user', id: 'm', name: 'Meera' } as const

const test = base.extend<{ shop: Shop; worker: TestWorker }>({
  shop: async ({ database, tenant }, use) => use(await openShop(database, tenant)),
  worker: async ({ database }, use) => {
    const worker = await createWorker(database.pool)
    await use(worker)
    await worker.leases.release()
  },
})

const at = (moment: Instant): string => String(Math.floor(moment / 1000))
const said = (from: string, moment = NOW, id = `wamid.${newId()}`): object => ({
  ...{ from, id, timestamp: at(moment), type: 'text', text: { body: 'hello' } },
})
const live = ({ number }: Shop, message: object): Told => messagesOf(number, { messages: [message] })
const echo = ({ number }: Shop, to: string): Told =>
  messagesOf(number, { message_echoes: [{ ...said(number.display), to }] }, 'smb_message_echoes')
const history = ({ number }: Shop, phone: string): Told => {
  const messages = [{ ...said(phone, after(NOW, -HOUR_MS)), history_context: { status: 'READ' } }]
  const metadata = { phase: 1, chunk_order: 1, progress: 50 }
  return messagesOf(number, { history: [{ metadata, threads: [{ id: phone, messages }] }] }, 'history')
}

const hear = async ({ database }: Shop, worker: TestWorker, ...all: Told[]): Promise<void> => {
  await deliver(
    database.pool,
    all.map((one) => bodyOf(one)),
  )
  await worker.drain()
}

const change = async (
  { database, tenant }: Pick<Shop, 'database' | 'tenant'>,
  id: string,
  patch: ConversationPatch,
): Promise<void> => {
  const changed = await database.inTenant(tenant, async (client) =>
    changeConversation(client, tenant, ACTOR, { id, patch }, NOW),
  )
  expect(changed).toMatchObject({ ok: true })
}
const find = async (
  { database, tenant }: Pick<Shop, 'database' | 'tenant'>,
  id: string,
): Promise<Conversation | undefined> =>
  (await database.inTenant(tenant, async (client) => findConversations(client, tenant, [id], NOW)))[0]
const only = async ({ database, tenant }: Shop): Promise<Conversation> => {
  const [found] = await database.inTenant(tenant, async (client) =>
    listConversations(client, tenant, { limit: 1, after: null, filter: 'all', search: null }, NOW),
  )
  if (found === undefined) throw new Error('nobody wrote')
  return found
}

const PATCHES: readonly ConversationPatch[] = [
  { status: 'pending' },
  { status: 'snoozed', snoozedUntil: after(NOW, HOUR_MS) },
  { status: 'resolved' },
]

describe('a customer’s message', () => {
  test('opens a conversation again, whatever it was; told twice, it does so once', async ({
    shop,
    worker,
  }) => {
    const phone = freshPhone()
    await hear(shop, worker, live(shop, said(phone)))
    const { id } = await only(shop)
    for (const patch of PATCHES) {
      await change(shop, id, patch)
      expect((await find(shop, id))?.status).toBe(patch.status)
      const message = said(phone)
      await hear(shop, worker, live(shop, message))
      expect(await find(shop, id)).toMatchObject({ status: 'open', snoozedUntil: null, resolvedAt: null })
      await change(shop, id, patch)
      await hear(shop, worker, live(shop, message))
      expect((await find(shop, id))?.status).toBe(patch.status)
    }
  })

  test('is not what a history, an echo of ours or a system’s line is', async ({ shop, worker }) => {
    const phone = freshPhone()
    await hear(shop, worker, live(shop, said(phone)))
    const { id, lastMessageAt } = await only(shop)
    for (const patch of PATCHES) {
      await change(shop, id, patch)
      const before = await find(shop, id)
      const line = { ...said(phone), type: 'system', text: undefined, system: { body: 'changed', type: 'x' } }
      await hear(shop, worker, history(shop, phone), echo(shop, phone), live(shop, line))
      const { status, snoozedUntil, resolvedAt } = (await find(shop, id)) ?? {}
      expect({ status, snoozedUntil, resolvedAt }).toEqual({
        status: before?.status,
        snoozedUntil: before?.snoozedUntil,
        resolvedAt: before?.resolvedAt,
      })
    }
    expect((await find(shop, id))?.lastMessageAt).toBe(lastMessageAt)
  })

  test('decides the hash of the state; what people make of conversations does not', async ({
    shop,
    worker,
  }) => {
    const { database, tenant } = shop
    await hear(shop, worker, live(shop, said(freshPhone())))
    const { id } = await only(shop)
    const before = await database.inTenant(tenant, stateHash)
    await change(shop, id, { status: 'snoozed', snoozedUntil: after(NOW, HOUR_MS) })
    await database.inTenant(tenant, async (client) => {
      await addNote(client, tenant, ACTOR, { conversation: id, text: 'look' }, NOW)
    })
    await label(shop, id, 'Wedding')
    expect(await database.inTenant(tenant, stateHash)).toBe(before)
    await hear(shop, worker, live(shop, said(freshPhone())))
    expect(await database.inTenant(tenant, stateHash)).not.toBe(before)
  })
})

async function label({ database, tenant }: Shop, conversation: string, name: string): Promise<string> {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, $3, $3, 'red')
       on conflict (tenant_id, name_key) do update set color = 'red' returning id`,
      [tenant, newId(), name],
    )
    const id = rows[0]?.id ?? ''
    await client.query(
      'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)',
      [tenant, conversation, id],
    )
    return id
  })
}

describe('a snooze', () => {
  test('ends when it is due, once, and browsers are told', async ({ shop }) => {
    const { database, tenant } = shop
    const [soon, late, open] = [await openTalk(shop), await openTalk(shop), await openTalk(shop)]
    await change(shop, soon.conversation, { status: 'snoozed', snoozedUntil: after(NOW, 1000) })
    await change(shop, late.conversation, { status: 'snoozed', snoozedUntil: after(NOW, 9000) })
    const wake = async (ms: number): Promise<number> =>
      database.inTenant(tenant, async (client) => wakeSnoozed(client, tenant, after(NOW, ms)))
    expect(await wake(999)).toBe(0)
    expect(await wake(1000)).toBe(1)
    expect(await wake(1000)).toBe(0)
    expect(await find(shop, soon.conversation)).toMatchObject({ status: 'open', snoozedUntil: null })
    expect((await find(shop, late.conversation))?.status).toBe('snoozed')
    expect((await find(shop, open.conversation))?.status).toBe('open')
    const told = await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ entries: unknown[] }>(
        'select entries from events where tenant_id = $1 order by id desc limit 1',
        [tenant],
      )
      return rows[0]?.entries
    })
    expect(told).toEqual([['conversation.updated', soon.conversation]])
    expect(await wake(HOUR_MS)).toBe(1)
  })

  test('of another business is not ours to end', async ({ shop, database, tenant }) => {
    const talk = await openTalk(shop)
    await change(shop, talk.conversation, { status: 'snoozed', snoozedUntil: after(NOW, 1000) })
    const stranger = newId() as TenantId
    expect(
      await database.inTenant(stranger, async (client) => wakeSnoozed(client, tenant, after(NOW, HOUR_MS))),
    ).toBe(0)
  })

  test('that somebody is changing right now does not hold up the others', async ({ shop }) => {
    const { database, tenant } = shop
    const [busy, free] = [await openTalk(shop), await openTalk(shop)]
    for (const { conversation } of [busy, free])
      await change(shop, conversation, { status: 'snoozed', snoozedUntil: after(NOW, 1000) })
    await database.inTenant(tenant, async (client) => {
      await client.query('select from conversations where tenant_id = $1 and id = $2 for update', [
        tenant,
        busy.conversation,
      ])
      const woken = await database.inTenant(tenant, async (second) =>
        wakeSnoozed(second, tenant, after(NOW, HOUR_MS)),
      )
      expect(woken).toBe(1)
    })
    expect((await find(shop, busy.conversation))?.status).toBe('snoozed')
    expect((await find(shop, free.conversation))?.status).toBe('open')
  })
})

const merge = async ({ database, tenant }: Shop, loser: Talk, winner: Talk): Promise<void> =>
  database.inTenant(tenant, async (client) => {
    const moved = { merged: [], changed: new Set<string>() }
    await contactEffects(client, tenant, moved).merge(loser.contact, winner.contact)
  })

describe('two contacts who were one', () => {
  test('have the labels and notes of both in one conversation, under either id', async ({ shop }) => {
    const { database, tenant } = shop
    const [loser, winner] = [await openTalk(shop), await openTalk(shop)]
    const both = await label(shop, loser.conversation, 'Both')
    await label(shop, winner.conversation, 'Both')
    const own = await label(shop, loser.conversation, 'Own')
    await database.inTenant(tenant, async (client) => {
      for (const [nth, { conversation }] of [winner, loser].entries())
        await addNote(client, tenant, ACTOR, { conversation, text: `note ${nth}` }, after(NOW, nth))
    })
    await merge(shop, loser, winner)
    for (const id of [loser.conversation, winner.conversation]) {
      const found = await find(shop, id)
      expect(found?.id).toBe(winner.conversation)
      expect(found?.labelIds.toSorted()).toEqual([both, own].toSorted())
      const notes = await database.inTenant(tenant, async (client) => listNotes(client, tenant, id, NOW))
      expect(notes?.map(({ text }) => text)).toEqual(['note 0', 'note 1'])
    }
    // An old link still changes what it leads to.
    await change(shop, loser.conversation, { status: 'pending' })
    expect((await find(shop, winner.conversation))?.status).toBe('pending')
  })

  test('have the livelier of two statuses, whichever side it was on', async ({ shop }) => {
    const order = ['open', 'pending', 'snoozed', 'resolved'] as const
    const until = { first: after(NOW, 1000), second: after(NOW, 2000) }
    const patchOf = (status: (typeof order)[number], snoozedUntil: Instant): ConversationPatch =>
      status === 'snoozed' ? { status, snoozedUntil } : { status }
    for (const [a, one] of order.entries())
      for (const [b, two] of order.entries()) {
        const [loser, winner] = [await openTalk(shop), await openTalk(shop)]
        await change(shop, loser.conversation, patchOf(one, until.first))
        await change(shop, winner.conversation, patchOf(two, until.second))
        await merge(shop, loser, winner)
        const status = order[Math.min(a, b)]
        expect(await find(shop, winner.conversation), `${one} into ${two}`).toMatchObject({
          status,
          snoozedUntil: status !== 'snoozed' ? null : one === 'snoozed' ? until.first : until.second,
          resolvedAt: status === 'resolved' ? NOW : null,
        })
      }
  })
})

/** The plans of the statements that `work` makes. */
async function plansOf(
  database: Database,
  tenant: TenantId,
  status: 'open' | 'any',
): Promise<{ readonly plan: string; readonly ids: readonly string[] }> {
  return database.inTenant(tenant, async (client) => {
    let plan = ''
    const explaining = new Proxy(client, {
      get: (target, name) =>
        name !== 'query'
          ? Reflect.get(target, name)
          : async (text: string, values: unknown[]) => {
              const { rows } = await target.query<{ 'QUERY PLAN': string }>(
                `explain (analyze, timing off, costs off) ${text}`,
                values,
              )
              plan = rows.map((row) => row['QUERY PLAN']).join('\n')
              return target.query(text, values)
            },
    })
    const page = { limit: 20, after: { at: after(NOW, -HOUR_MS), id: newId() }, search: null } as const
    const found = await listConversations(
      explaining,
      tenant,
      { ...page, filter: 'all', status, label: null },
      NOW,
    )
    return { plan, ids: found.map(({ id }) => id) }
  })
}

describe('the list', () => {
  const COUNT = 6000

  /** A shop with so many conversations that a walk through all would cost something; nearly all are resolved. */
  async function fill({ database, tenant, channel }: Shop): Promise<void> {
    await database.inTenant(tenant, async (client) => {
      await client.query(
        `insert into contacts (tenant_id, id) select $1, md5('k' || n)::uuid from generate_series(1, ${COUNT}) n`,
        [tenant],
      )
      await client.query(
        `insert into conversations (tenant_id, id, channel_id, contact_id, last_message_at, status, resolved_at)
         select $1, md5('c' || n)::uuid, $2, md5('k' || n)::uuid, $3::timestamptz - n * interval '1 minute',
           case when n % 100 = 0 then 'open' else 'resolved' end, case when n % 100 = 0 then null else $3::timestamptz end
         from generate_series(1, ${COUNT}) n`,
        [tenant, channel, new Date(NOW)],
      )
    })
  }

  test('of one status or of all finds its page by the index, and looks at no more', async ({
    shop,
    database,
    adminUrl,
    tenant,
  }) => {
    await fill(shop)
    await asAdmin(adminUrl, async (client) => client.query('analyze conversations'))
    for (const status of ['open', 'any'] as const) {
      const { plan, ids } = await plansOf(database, tenant, status)
      expect(ids).toHaveLength(20)
      expect(plan).toContain('conversations_newest')
      expect(plan, plan).not.toMatch(/Seq Scan on conversations /u)
      expect(plan, plan).not.toMatch(/actual rows=\d{3,}/u)
    }
  })
})
