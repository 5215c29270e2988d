import { describe, expect } from 'vitest'
import { changeConversation } from '#conversations/change-conversation.ts'
import { findConversations, listConversations } from '#conversations/read-models.ts'
import { addDeal } from '#deals/manage-deals.ts'
import { NewDealShape } from '#deals/shapes.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock, type Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import { test as base } from '#test/database.ts'
import { hear, HOUR_MS, openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { fireReminders } from './fire-reminders.ts'
import { addReminder, changeReminder, deleteReminder, listReminders } from './manage-reminders.ts'
import type { NewReminder, Reminder, ReminderPatch } from './shapes.ts'

const ACTOR: Actor = { kind: 'user', id: 'm', name: 'Meera' }
const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})

const in1h = (now: Instant): Instant => after(now, HOUR_MS)

async function remind(shop: Shop, wish: Partial<NewReminder>, now: Instant): Promise<Reminder> {
  const made = await shop.database.inTenant(shop.tenant, async (client) =>
    addReminder(
      client,
      shop.tenant,
      ACTOR,
      { conversationId: null, dealId: null, note: 'call back', dueAt: in1h(now), ...wish },
      now,
    ),
  )
  if (!made.ok) throw new Error(made.because)
  return made.reminder
}
const change = async (shop: Shop, id: string, patch: ReminderPatch, now: Instant) =>
  shop.database.inTenant(shop.tenant, async (client) =>
    changeReminder(client, shop.tenant, ACTOR, { id, patch }, now),
  )
const list = async ({ database, tenant }: Shop, conversationId: string | null = null): Promise<Reminder[]> =>
  database.inTenant(tenant, async (client) => listReminders(client, tenant, { conversationId, dealId: null }))
const inboxOf = async ({ database, tenant }: Shop, now: Instant, status: 'open' | 'any' = 'any') =>
  database.inTenant(tenant, async (client) =>
    listConversations(client, tenant, { limit: 50, after: null, filter: 'all', search: null, status }, now),
  )
const find = async ({ database, tenant }: Shop, id: string, now: Instant) =>
  database.inTenant(tenant, async (client) => (await findConversations(client, tenant, [id], now))[0])

describe('a reminder', () => {
  test('opens the conversation at its time, puts it first and marks it, once', async ({ shop, database }) => {
    const now = systemClock()
    const [old, newer] = [await openTalk(shop), await openTalk(shop)]
    await hear(shop, old, { at: after(now, -2 * HOUR_MS) })
    await hear(shop, newer, { at: now })
    await database.inTenant(shop.tenant, async (client) =>
      changeConversation(
        client,
        shop.tenant,
        ACTOR,
        { id: old.conversation, patch: { status: 'resolved' } },
        now,
      ),
    )
    await remind(shop, { conversationId: old.conversation }, now)
    expect(await fireReminders(database, now)).not.toContain(shop.tenant)
    expect((await inboxOf(shop, now)).map(({ id }) => id)).toEqual([newer.conversation, old.conversation])
    const later = after(now, HOUR_MS)
    expect(await fireReminders(database, later)).toContain(shop.tenant)
    expect(await fireReminders(database, later)).not.toContain(shop.tenant)
    const [first, second] = await inboxOf(shop, later, 'open')
    expect([first?.id, first?.status, first?.reminderFor, first?.resolvedAt]).toEqual([
      ...[old.conversation, 'open', 'Meera', null],
    ])
    expect(first?.lastMessageAt).toBeLessThan(second?.lastMessageAt ?? 0)
    await hear(shop, newer, { at: after(later, 1) })
    expect((await inboxOf(shop, later))[0]?.id).toBe(newer.conversation)
  })

  test('pages through a list in which a lifted conversation stands among others', async ({
    shop,
    database,
  }) => {
    const now = systemClock()
    const talks = []
    for (let count = 0; count < 4; count += 1) {
      const talk = await openTalk(shop)
      await hear(shop, talk, { at: after(now, -count * 1000) })
      talks.push(talk.conversation)
    }
    await remind(shop, { conversationId: talks[3] ?? null, dueAt: after(now, 1) }, now)
    await fireReminders(database, in1h(now))
    const met: string[] = []
    let place: { at: number; id: string } | null = null
    for (;;) {
      const page = await database.inTenant(shop.tenant, async (client) =>
        listConversations(client, shop.tenant, { limit: 1, after: place, filter: 'all', search: null }, now),
      )
      const last = page.at(-1)
      if (last === undefined) break
      met.push(last.id)
      place = { at: last.orderedAt ?? 0, id: last.id }
    }
    expect(met).toEqual([talks[3], talks[0], talks[1], talks[2]])
  })

  test('is listed until it is done, waits again at another time, and is gone when it is deleted', async ({
    shop,
    database,
  }) => {
    const now = systemClock()
    const talk = await openTalk(shop)
    const made = await remind(shop, { conversationId: talk.conversation }, now)
    expect(await list(shop, talk.conversation)).toEqual([made])
    const later = in1h(now)
    await fireReminders(database, later)
    expect((await list(shop))[0]?.state).toBe('due')
    await change(shop, made.id, { dueAt: after(later, HOUR_MS) }, later)
    expect((await list(shop))[0]?.state).toBe('waiting')
    expect((await find(shop, talk.conversation, later))?.reminderFor).toBeNull()
    expect(await fireReminders(database, after(later, HOUR_MS))).toContain(shop.tenant)
    await change(shop, made.id, { isDone: true }, later)
    expect(await list(shop)).toEqual([])
    expect((await find(shop, talk.conversation, later))?.reminderFor).toBeNull()
    await change(shop, made.id, { isDone: false }, after(later, 2 * HOUR_MS))
    expect((await list(shop))[0]?.state).toBe('due')
    const remove = async () =>
      database.inTenant(shop.tenant, async (client) => deleteReminder(client, shop.tenant, ACTOR, made.id))
    expect([await remove(), await remove()]).toEqual([true, false])
  })

  test('of a deal lifts the deal’s conversation, if it has one', async ({ shop, database }) => {
    const now = systemClock()
    const talk = await openTalk(shop)
    const wish = { title: 'Sarees', contactId: talk.contact, conversationId: talk.conversation }
    const deal = await database.inTenant(shop.tenant, async (client) =>
      addDeal(client, shop.tenant, ACTOR, NewDealShape.parse(wish), now),
    )
    if (!deal.ok) throw new Error(deal.because)
    const made = await remind(shop, { dealId: deal.deal.id }, now)
    expect([made.dealTitle, made.conversationId]).toEqual(['Sarees', talk.conversation])
    await fireReminders(database, in1h(now))
    expect((await find(shop, talk.conversation, now))?.reminderFor).toBe('Meera')
  })

  test('is refused in the past, and for what is not there', async ({ shop, database }) => {
    const now = systemClock()
    const talk = await openTalk(shop)
    const add = async (wish: Partial<NewReminder>) =>
      database.inTenant(shop.tenant, async (client) =>
        addReminder(
          client,
          shop.tenant,
          ACTOR,
          { conversationId: talk.conversation, dealId: null, note: '', dueAt: in1h(now), ...wish },
          now,
        ),
      )
    for (const [wish, path] of [
      [{ dueAt: now }, 'dueAt'],
      [{ conversationId: newId() }, 'conversationId'],
      [{ dealId: newId() }, 'dealId'],
    ] as const) {
      const refused = await add(wish)
      expect(refused).toMatchObject({ ok: false, because: 'invalid', errors: [{ path }] })
    }
  })

  test('that is set while others come due is not forgotten', async ({ shop, database }) => {
    const now = systemClock()
    const talk = await openTalk(shop)
    const later = in1h(now)
    const wishes = Array.from({ length: 6 }, async (_, at) => {
      await remind(shop, { conversationId: talk.conversation, dueAt: after(now, at + 1) }, now)
      await fireReminders(database, later)
    })
    await Promise.all(wishes)
    await fireReminders(database, later)
    await fireReminders(database, later)
    expect((await list(shop)).map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'due'))
  })
})
