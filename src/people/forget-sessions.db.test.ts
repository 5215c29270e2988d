import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Instant } from '#platform/time.ts'
import { test } from '#test/database.ts'
import { forgetSessions } from './forget-sessions.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = instant(Date.parse('2026-11-22T12:00:00Z'))

/** Names tell them apart: of sessions it is the token, of proofs the identifier. */
async function addSessions(database: Database, until: Readonly<Record<string, Instant>>): Promise<void> {
  const user = newId()
  await database.pool.query('insert into users (id, name, email) values ($1::uuid, $2, $1::text)', [
    user,
    'Asha',
  ])
  for (const [token, expires] of Object.entries(until))
    await database.pool.query(
      'insert into sessions (id, user_id, token, expires_at) values ($1, $2, $3, $4)',
      [newId(), user, token, new Date(expires)],
    )
}
async function addProofs(database: Database, until: Readonly<Record<string, Instant>>): Promise<void> {
  for (const [identifier, expires] of Object.entries(until))
    await database.pool.query(
      'insert into verifications (id, identifier, value, expires_at) values ($1, $2, $3, $4)',
      [newId(), identifier, 'x', new Date(expires)],
    )
}
async function left(database: Database): Promise<{ readonly sessions: string[]; readonly proofs: string[] }> {
  const { rows: sessions } = await database.pool.query<{ token: string }>(
    'select token from sessions order by token',
  )
  const { rows: proofs } = await database.pool.query<{ identifier: string }>(
    'select identifier from verifications order by identifier',
  )
  return { sessions: sessions.map(({ token }) => token), proofs: proofs.map(({ identifier }) => identifier) }
}

describe('what the program forgets of people', () => {
  test('is what is over, and nothing that still opens something', async ({ database }) => {
    await addSessions(database, {
      live: after(NOW, 1),
      lately: after(NOW, -7 * DAY_MS),
      over: after(NOW, -7 * DAY_MS - 1),
      'long over': after(NOW, -400 * DAY_MS),
    })
    await addProofs(database, { live: NOW, over: after(NOW, -1), 'long over': after(NOW, -90 * DAY_MS) })
    expect(await forgetSessions(database.pool, NOW)).toBe(4)
    expect(await left(database)).toEqual({ sessions: ['lately', 'live'], proofs: ['live'] })
    expect(await forgetSessions(database.pool, NOW)).toBe(0)
    // The clock alone decides.
    expect(await forgetSessions(database.pool, after(NOW, 8 * DAY_MS))).toBe(3)
    expect(await left(database)).toEqual({ sessions: [], proofs: [] })
  })

  test('goes in small steps, the oldest first, however much there is', async ({ database }) => {
    await database.pool.query(
      `insert into verifications (id, identifier, value, expires_at)
       select gen_random_uuid(), 'proof ' || n, 'x', $1::timestamptz - n * interval '1 second' from generate_series(1, 1200) n`,
      [new Date(NOW)],
    )
    expect(await forgetSessions(database.pool, NOW)).toBe(500)
    const { rows } = await database.pool.query<{ oldest: Date }>(
      'select min(expires_at) as oldest from verifications',
    )
    expect(rows[0]?.oldest.getTime()).toBe(after(NOW, -700_000))
    const both = await Promise.all([forgetSessions(database.pool, NOW), forgetSessions(database.pool, NOW)])
    expect(both.every((count) => count <= 500)).toBe(true)
    while ((await forgetSessions(database.pool, NOW)) > 0);
    expect((await left(database)).proofs).toEqual([])
  })
})
