import { expect } from 'vitest'
import { DAY_MS } from '#platform/time.ts'
import { SYSTEM } from '#test/campaign-world.ts'
import { test } from '#test/flow-world.ts'
import { applyRetention, changeRetention, type RetentionParts } from './retention.ts'

test('what was said to a flow goes with the texts; that it was, and how it ended, stays', async ({
  flows,
}) => {
  await flows.begin([
    { id: 'a', kind: 'question', ask: 'Name?', answer: { kind: 'text' }, saveAs: 'name', next: 'b' },
    { id: 'b', kind: 'end' },
  ])
  const talk = await flows.meet()
  for (const text of ['start', 'Meena']) {
    await flows.write(talk, text)
    await flows.listen()
  }
  const { database, tenant } = flows.shop
  const rules = { mediaDays: null, textDays: 30, inactiveDays: null }
  await database.inTenant(tenant, async (client) =>
    changeRetention(client, tenant, SYSTEM, rules, flows.clock()),
  )
  const parts: RetentionParts = { database, clock: flows.clock, storage: {} as RetentionParts['storage'] }
  const left = async () => ({
    log: (await flows.rows('select from flow_log where tenant_id = $1')).length,
    runs: await flows.rows('select outcome, state from flow_runs where tenant_id = $1'),
  })
  await applyRetention(parts, tenant)
  expect((await left()).log).toBe(2)
  flows.pass(31 * DAY_MS)
  await applyRetention(parts, tenant)
  expect(await left()).toEqual({ log: 0, runs: [{ outcome: 'ended', state: {} }] })
})
