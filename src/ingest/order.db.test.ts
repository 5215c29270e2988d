/** The state is a function of the set of what Meta told: not of its order, its repetitions or its envelopes. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { test } from '#test/database.ts'
import { generator, rearranged, steps, tell, type Step } from '#test/history.ts'
import {
  asAdmin,
  bodyOf,
  connect,
  createWorker,
  deliver,
  freshNumber,
  type TestNumber,
  type Told,
} from '#test/ingest.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { stateLines } from './state-hash.ts'

/** Half a minute on two busy cores; set higher after a change to how people are told apart. */
const RUNS = 25
const STEPS_MAX = 60
const TIME_MS = 60_000

const step = (actor: number, what: number, number: number, wait: number, pick: number): Step => ({
  ...{ actor, what, number, wait, pick },
})

/** Two backfills of one message, a second apart, in this order and the other. */
const TWO_BACKFILLS: readonly [Step[], number] = [
  [step(0, 0, 0, 0, 0), step(0, 17, 2, 0, 0), step(0, 17, 2, 1, 0)],
  1_706_108_654,
]

/** A new tenant gets the numbers, whoever had them before. */
async function moveIn(
  database: Database,
  adminUrl: string,
  numbers: readonly TestNumber[],
): Promise<TenantId> {
  await asAdmin(adminUrl, async (admin) => admin.query('delete from channel_routes'))
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => {
    await createTenant(client, tenant, 'Test shop')
    for (const number of numbers) await connect(client, tenant, number)
  })
  return tenant
}

/** Delivers in portions, and works each off. */
async function receive(database: Database, bodies: readonly string[], seed: number): Promise<void> {
  const random = generator(seed)
  const worker = await createWorker(database.pool)
  for (let at = 0; at < bodies.length;) {
    const size = 1 + Math.floor(random() * bodies.length)
    await deliver(database.pool, bodies.slice(at, at + size))
    await worker.drain()
    at += size
  }
  await worker.leases.release()
}

/** What a conversation keeps by heart is what its messages say. */
const MISCOUNTED = `select c.id, c.unread_count, n.* from conversations c left join lateral (
    select count(*) filter (where opens)::int as unread, max(m.at) filter (where opens) as inbound, max(m.at) as last,
      max(m.at) filter (where opens and m.referral is not null) as referral
    from (select m.*, m.direction = 'in' and m.source = 'live'
        and m.type not in ('system', 'request_welcome', 'media_placeholder') as opens
      from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id) m) n on true
  where (c.unread_count, c.last_inbound_at, c.last_message_at, c.last_referral_at)
    is distinct from (n.unread, n.inbound, n.last, n.referral)
    or (n.last is not null and not exists (select from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id
      and m.id = c.last_message_id and m.at = c.last_message_at))`

async function stateOf(database: Database, tenant: TenantId) {
  return database.inTenant(tenant, async (client) => {
    const { rows } = await client.query(MISCOUNTED)
    expect(rows).toEqual([])
    return Object.fromEntries(await stateLines(client))
  })
}

describe('the order in which webhooks come in', () => {
  const waba = freshNumber().wabaId
  const numbers = [freshNumber(waba), freshNumber(waba), freshNumber()]
  const unknown = freshNumber()

  test(
    'does not matter, nor do repetitions and batches',
    { timeout: 600_000 },
    async ({ database, adminUrl }) => {
      const inOrder = async (told: readonly Told[]) => {
        const tenant = await moveIn(database, adminUrl, numbers)
        await receive(
          database,
          told.map((one) => bodyOf(one)),
          1,
        )
        return stateOf(database, tenant)
      }
      await fc.assert(
        fc.asyncProperty(steps(STEPS_MAX), fc.nat(), async (history, seed) => {
          const told = tell(history, [...numbers, unknown])
          const expected = await inOrder(told)
          for (const nth of [seed, seed + 1]) {
            const tenant = await moveIn(database, adminUrl, numbers)
            await receive(database, rearranged(told, nth), nth)
            expect(await stateOf(database, tenant)).toEqual(expected)
          }
        }),
        { numRuns: RUNS, examples: [TWO_BACKFILLS], interruptAfterTimeLimit: TIME_MS },
      )
      const letters = await database.pool.query('select code, detail from dead_letters')
      expect(letters.rows).toEqual([])
    },
  )
})
