/** A campaign's budget against a model of what Meta would bill, whatever fails when and whoever feeds how much. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { SYSTEM, test } from '#test/campaign-world.ts'
import type { Talk } from '#test/shop.ts'
import { cancelCampaign } from './change-state.ts'
import { createFeed } from './take-recipients.ts'

const PEOPLE = 24
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('feed' as const), count: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('fail' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
)

test('what may still be billed is never more than the budget, and what failed is spent again', async ({
  world,
  campaigns,
}) => {
  const { database, tenant, channel } = world.shop
  await campaigns.approve('sale')
  const talks: readonly Talk[] = await campaigns.meet(PEOPLE)
  const feed = createFeed({ database, notifier: { notify: () => {} } })
  /** What those taken and not failed cost, in millionths. */
  const billable = async (id: string): Promise<number> =>
    database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ micros: string }>(
        `select coalesce(sum(r.price_micros), 0) as micros from campaign_recipients r
         join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
         where r.tenant_id = $1 and r.campaign_id = $2 and s.state <> 'failed'`,
        [tenant, id],
      )
      return Number(rows[0]?.micros ?? 0)
    })
  const fail = async (id: string, count: number): Promise<unknown> =>
    database.inTenant(tenant, async (client) =>
      client.query(
        `update sends set state = 'failed', settled_at = accepted_at where tenant_id = $1 and id = any(array(
           select r.send_id from campaign_recipients r join sends s on s.tenant_id = r.tenant_id and s.id = r.send_id
           where r.tenant_id = $1 and r.campaign_id = $2 and s.state = 'queued' order by r.place limit $3))`,
        [tenant, id, count],
      ),
    )
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.array(step, { minLength: 6, maxLength: 14 }),
      async (budget, steps) => {
        const { id } = await campaigns.start(talks, { budget: `${budget}.00` })
        await campaigns.look(id)
        for (const one of steps) {
          if (one.kind === 'feed') await feed({ tenant, channel }, one.count, world.clock())
          else if (one.kind === 'fail') await fail(id, one.count)
          else await campaigns.look(id)
          expect(await billable(id)).toBeLessThanOrEqual(budget * 1_000_000)
        }
        // The next one has the number for itself.
        await database.inTenant(tenant, async (client) =>
          cancelCampaign(client, tenant, SYSTEM, id, world.clock()),
        )
        await campaigns.look(id)
      },
    ),
    { numRuns: 6 },
  )
})
