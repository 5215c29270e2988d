import { expect } from 'vitest'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { appendEvents, type EventEntry } from './append-events.ts'
import { followEvents } from './follow-events.ts'

/** What one pass of a follower gets, as if there were nothing older. */
async function follow(database: Database, tenant: TenantId, entriesMax: number): Promise<string[]> {
  let named: readonly EventEntry[] = []
  await followEvents(database, tenant, {
    ...{ cursors: 'activity_cursors', entriesMax, olderMax: 1 },
    selectOlder: async () => Promise.resolve([]),
    work: async (_, entries) => void (named = await Promise.resolve(entries)),
  })
  return named.flatMap(([, id]) => (id === undefined ? [] : [id]))
}

test('a follower gets everything once and in order, whole transactions at a time, however many wait', async ({
  database,
  tenant,
}) => {
  await follow(database, tenant, 10) // takes its place
  await follow(database, tenant, 10)
  const written: string[][] = []
  for (let nth = 0; nth < 20; nth += 1) {
    const ids = Array.from({ length: nth === 15 ? 12 : 1 }, () => newId())
    await database.inTenant(tenant, async (client) =>
      appendEvents(
        client,
        tenant,
        ids.map((id) => ['message.updated', id] as const),
      ),
    )
    written.push(ids)
  }
  const passes = [
    await follow(database, tenant, 10),
    await follow(database, tenant, 10),
    await follow(database, tenant, 10),
    await follow(database, tenant, 10),
  ]
  expect(passes.map(({ length }) => length)).toEqual([10, 17, 4, 0])
  expect(passes.flat()).toEqual(written.flat())
})
