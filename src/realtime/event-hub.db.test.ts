import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { systemClock } from '#platform/time.ts'
import { test } from '#test/database.ts'
import { appendEvents } from './append-events.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { parseCursor } from './read-events.ts'

const open = (database: Database): EventHub =>
  createEventHub({ database, explain: () => null, clock: systemClock, log: pino({ enabled: false }) })

/** Conversations are named by their ids alone, which is enough to tell what came. */
const say = async (database: Database, tenant: TenantId, hub: EventHub): Promise<string> => {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    appendEvents(client, tenant, [['conversation.removed', id]]),
  )
  hub.wake([tenant])
  return id
}

type Listener = { readonly heard: () => string[]; readonly place: () => string; readonly leave: () => void }
function listen(hub: EventHub, tenant: TenantId, from?: string): Listener {
  let text = ''
  const leave = hub.subscribe(tenant, parseCursor(from), (more) => {
    text += more
  })
  return {
    heard: () =>
      Array.from(text.matchAll(/^data: (.*)$/gmu), ([, json = '']) => {
        const event = JSON.parse(json) as { type: string; data: { id?: string } }
        return event.data.id ?? event.type
      }),
    place: () => [...text.matchAll(/^id: (.*)$/gmu)].at(-1)?.[1] ?? '',
    leave,
  }
}
async function soon(ask: () => unknown, is: unknown): Promise<void> {
  await expect.poll(ask, { timeout: 10_000, interval: 10 }).toEqual(is)
}

describe('however many listen to a tenant', () => {
  test('each hears everything once and in order, and the database is asked as if there were one', async ({
    database,
    tenant,
  }) => {
    let asked = 0
    const counting: Database = {
      ...database,
      inTenant: async (one, work) => {
        asked += 1
        return database.inTenant(one, work)
      },
    }
    const hub = open(counting)
    const listeners = Array.from({ length: 200 }, () => listen(hub, tenant))
    await soon(() => listeners.every(({ place }) => place() !== ''), true)
    asked = 0
    const ids = [await say(database, tenant, hub), await say(database, tenant, hub)]
    for (const { heard } of listeners) await soon(heard, ids)
    expect(asked).toBeLessThan(listeners.length / 4)
    for (const { leave } of listeners) leave()
    hub.close()
  })

  test('whoever comes back from an earlier place gets what they missed, and nothing twice', async ({
    database,
    tenant,
  }) => {
    const hub = open(database)
    const first = listen(hub, tenant)
    await soon(() => first.place() !== '', true)
    const places = [first.place()]
    const ids: string[] = []
    for (let nth = 1; nth <= 4; nth += 1) {
      ids.push(await say(database, tenant, hub))
      await soon(first.heard, ids)
      places.push(first.place())
    }
    const back = places.flatMap((place, missed) =>
      [0, 1].map(() => ({ missed, listener: listen(hub, tenant, place) })),
    )
    ids.push(await say(database, tenant, hub))
    for (const { missed, listener } of back) await soon(listener.heard, ids.slice(missed))
    expect(first.heard()).toEqual(ids)
    const stranger = listen(hub, tenant, '18446744073709551615-0')
    await soon(stranger.heard, ['resync'])
    for (const { leave } of [first, stranger, ...back.map(({ listener }) => listener)]) leave()
    hub.close()
  })

  test('another tenant’s news are not among theirs', async ({ database, tenant }) => {
    const hub = open(database)
    const other = listen(hub, newId() as TenantId)
    const own = listen(hub, tenant)
    await soon(() => own.place() !== '' && other.place() !== '', true)
    const id = await say(database, tenant, hub)
    await soon(own.heard, [id])
    expect(other.heard()).toEqual([])
    for (const { leave } of [own, other]) leave()
    hub.close()
  })
})
