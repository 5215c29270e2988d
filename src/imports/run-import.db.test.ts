/** An import while it runs: workers that die, faults that stay, and people who stop it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { diskStorage } from '#media/storage.ts'
import { after, systemClock, type Clock } from '#platform/time.ts'
import { CONSENT, known, lines, PLAN, test } from '#test/import-desk.ts'
import { queueImports } from './import-jobs.ts'
import { selectWaiting } from './internal/sql.ts'
import type { ImportDetail } from './shapes.ts'

describe('a worker that is killed', () => {
  test('between any two batches leaves a place from which the next goes on, and nothing counts twice', async ({
    desk,
  }) => {
    const text = `${lines(1100)}Double,9800000001\nBad,1\n`
    const { id } = await desk.upload(text)
    await desk.ask('POST', `/imports/${id}/start`, { ...PLAN, consent: CONSENT })
    let now = systemClock()
    const clock: Clock = () => now
    let runs = 0
    let state = 'running'
    while (state === 'running') {
      await desk.run(id, { clock, onBatch: () => false }).catch(() => {})
      now = after(now, 60_000) // the dead worker's lease ends
      runs += 1
      state = (await desk.ask<ImportDetail>('GET', `/imports/${id}`)).body.state
      if (runs > 20) break
    }
    expect(runs).toBeGreaterThan(3)
    const { body } = await desk.ask<ImportDetail>('GET', `/imports/${id}`)
    expect(body).toMatchObject({ state: 'done', created: 1100, updated: 0, refused: 2, rows: 1102 })
    const { database, tenant } = desk.shop
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query(
        'select (select count(*)::int from contacts) as contacts, (select count(*)::int from consents) as consents, (select count(*)::int from import_errors) as errors',
      ),
    )
    expect(rows).toEqual([{ contacts: 1100, consents: 1100, errors: 2 }])
  })

  test('in the middle of a batch leaves nothing of it', async ({ desk }) => {
    const { id } = await desk.upload(lines(600))
    await desk.ask('POST', `/imports/${id}/start`, PLAN)
    const { database } = desk.shop
    let batches = 0
    const dying: typeof database = {
      ...database,
      inTenant: async (tenant, work) =>
        database.inTenant(tenant, async (client) => {
          const result = await work(client)
          const { rows } = await client.query('select position::int from imports where id = $1', [id])
          if ((rows[0] as { position: number }).position > 300) throw new Error(`killed ${(batches += 1)}`)
          return result
        }),
    }
    await expect(desk.run(id, { database: dying })).rejects.toThrow('killed')
    expect((await known(desk)).length).toBe(250)
    await desk.run(id, { clock: () => after(systemClock(), 60_000) })
    expect((await known(desk)).length).toBe(600)
    expect(batches).toBeGreaterThan(0)
  })

  test('is succeeded by one worker only, and every import without one is queued', async ({ desk }) => {
    const { database } = desk.shop
    const { id } = await desk.upload(lines(700))
    await desk.ask('POST', `/imports/${id}/start`, PLAN)
    const queued: unknown[] = []
    const jobs = {
      enqueue: async (_client: unknown, _spec: unknown, payloads: readonly unknown[]) =>
        void queued.push(...payloads),
    }
    await queueImports(database, jobs, systemClock)
    expect(queued).toContainEqual({ tenant: desk.shop.tenant, import: id })
    const batches: number[] = []
    await Promise.all(
      Array.from({ length: 4 }, async () => desk.run(id, { onBatch: (rows) => batches.push(rows) > 0 })),
    )
    expect(batches).toEqual([250, 250, 200])
    queued.length = 0
    await queueImports(database, jobs, systemClock)
    expect(queued).not.toContainEqual({ tenant: desk.shop.tenant, import: id })
  })
})

describe('a fault that stays', () => {
  test('is not met again at once: others wait for as long as a dead worker would be waited for', async ({
    desk,
    database,
  }) => {
    const { id } = await desk.upload(lines(10))
    await desk.ask('POST', `/imports/${id}/start`, PLAN)
    const isWaiting = async (now = systemClock()): Promise<boolean> =>
      (await selectWaiting(database.pool, now)).some((one) => one.import === id)
    expect(await isWaiting()).toBe(true)
    const broken = { ...diskStorage('/nowhere'), get: async () => Promise.reject(new Error('no storage')) }
    await expect(desk.run(id, { storage: broken })).rejects.toThrow('no storage')
    expect(await isWaiting()).toBe(false)
    expect(await isWaiting(after(systemClock(), 60_000))).toBe(true)
  })
})

describe('cancelling', () => {
  test('stops before the next batch, keeps what was taken, and forgets the file', async ({
    desk,
    folder,
  }) => {
    const { id } = await desk.upload(lines(900))
    await desk.ask('POST', `/imports/${id}/start`, PLAN)
    await desk.run(id, { onBatch: () => false })
    expect((await desk.ask('POST', `/imports/${id}/cancel`)).status).toBe(200)
    await desk.run(id, { clock: () => after(systemClock(), 60_000) })
    const { body } = await desk.ask<ImportDetail>('GET', `/imports/${id}`)
    expect(body).toMatchObject({ state: 'cancelled', created: 250 })
    expect(existsSync(join(folder, desk.shop.tenant, 'imports', id))).toBe(false)
    expect((await desk.ask('POST', `/imports/${id}/cancel`)).body.code).toBe('import_over')
  })
})
