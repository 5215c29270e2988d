/** A tree of conditions as SQL finds whom it should, and runs whatever stands in it. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { after } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { holds, NOW, person, tree, type Person } from '#test/segment-model.ts'
import { openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import type { Tree } from './conditions.ts'
import { countActivity } from './count-activity.ts'
import { nextMembers } from './walk-members.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})

const agoOf = (ms: number): Date => new Date(after(NOW, -ms))

/** Puts somebody into the database, as the data says; their id. */
async function settle(
  shop: Shop,
  who: Person,
  labelId: string,
  stages: Record<string, string>,
): Promise<string> {
  const { database, tenant, channel } = shop
  const talk = await openTalk(shop, {
    phone: who.phone,
    lastInboundAt: who.inboundHoursAgo === null ? null : after(NOW, -who.inboundHoursAgo * 3_600_000),
  })
  await database.inTenant(tenant, async (client) => {
    const run = async (sql: string, ...values: unknown[]) => client.query(sql, [tenant, ...values])
    await run(
      'update contacts set given_name = $2, created_at = $3 where tenant_id = $1 and id = $4',
      who.name,
      agoOf(who.seenDaysAgo * DAY_MS),
      talk.contact,
    )
    await run(
      'insert into contact_attributes (tenant_id, contact_id, attributes) values ($1, $2, $3)',
      talk.contact,
      JSON.stringify(who.attributes),
    )
    await run(
      `update conversations set status = $2, resolved_at = case when $2 = 'resolved' then now() end where tenant_id = $1 and id = $3`,
      who.status,
      talk.conversation,
    )
    if (who.isLabelled)
      await run(
        'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)',
        talk.conversation,
        labelId,
      )
    if (who.suppressed)
      await run(
        `insert into suppressions (tenant_id, contact_id, purpose, source, at) values ($1, $2, 'marketing', 'agent', now())`,
        talk.contact,
      )
    if (who.granted)
      await run(
        `insert into consents (tenant_id, id, contact_id, purpose, state, source, cause, evidence, at)
        values ($1, $2, $3, 'marketing', 'granted', 'agent', $4, '{}', now())`,
        newId(),
        talk.contact,
        newId(),
      )
    const say = async (direction: string, type: string, at: Date, rank: number, content: object) =>
      run(
        `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, content, at, status_rank)
        values ($1, $2, $3, $4, $5, 'live', $6, $7, $8, $9, $10)`,
        newId(),
        channel,
        talk.conversation,
        direction,
        newId(),
        type,
        JSON.stringify(content),
        at,
        rank,
      )
    for (let said = 0; said < who.messages; said += 1) await say('in', 'text', agoOf(40 * DAY_MS), 0, {})
    if (who.outboundDaysAgo !== null) await say('out', 'text', agoOf(who.outboundDaysAgo * DAY_MS), 1, {})
    if (who.templateRank !== null)
      await say('out', 'template', agoOf(who.templateDaysAgo * DAY_MS), who.templateRank, {
        template: { name: 'diwali' },
      })
    if (who.deal !== null)
      await run(
        `insert into deals (tenant_id, id, title, value_paise, contact_id, stage_id, position) values ($1, $2, 'Deal', $3, $4, $5, $6)`,
        newId(),
        who.deal.paise,
        talk.contact,
        stages[who.deal.kind],
        newId(),
      )
  })
  return talk.contact
}

async function makeLabelAndStages(shop: Shop): Promise<{ labelId: string; stages: Record<string, string> }> {
  const [labelId, open, won] = [newId(), newId(), newId()]
  await shop.database.inTenant(shop.tenant, async (client) => {
    await client.query(
      `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, 'L', 'l', 'red')`,
      [shop.tenant, labelId],
    )
    await client.query(
      `insert into deal_stages (tenant_id, id, name, kind, position) values ($1, $2, 'A', 'open', 'a'), ($1, $3, 'B', 'won', 'b')`,
      [shop.tenant, open, won],
    )
  })
  return { labelId, stages: { open, won } }
}

describe('a compiled tree', () => {
  test(
    'finds whom a patient reader of everybody’s data would find',
    { timeout: 60_000 },
    async ({ shop }) => {
      const { labelId, stages } = await makeLabelAndStages(shop)
      const people = new Map<string, Person>()
      const phones = new Set<string>()
      for (const who of fc.sample(person, 60)) {
        if (phones.has(who.phone)) continue
        phones.add(who.phone)
        people.set(await settle(shop, who, labelId, stages), who)
      }
      while (await countActivity(shop.database, shop.tenant));
      await fc.assert(
        fc.asyncProperty(tree(labelId), async (asked) => {
          const found = await shop.database.inTenant(shop.tenant, async (client) =>
            nextMembers(client, shop.tenant, asked, { from: 'oldest', afterId: null, limit: 1000 }, NOW),
          )
          const expected = [...people].filter(([, who]) => holds(asked, who)).map(([id]) => id)
          expect(found).toEqual(expected.toSorted())
        }),
        { numRuns: 250 },
      )
    },
  )

  test('runs whatever people write into it, and finds nobody by accident', async ({ shop }) => {
    await openTalk(shop)
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(`'; drop table contacts; --`, '\\', '%', '$1', '\uD800'),
    )
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const value = text.replaceAll('\0', '') || 'x'
        const asked: Tree = {
          kind: 'any',
          of: [
            { kind: 'attribute', key: value, op: 'equals', value },
            { kind: 'attribute', key: value, op: 'contains', value },
            { kind: 'attribute', key: value, op: 'set' },
            { kind: 'name', op: 'equals', value },
            { kind: 'name', op: 'contains', value },
            { kind: 'suppressed', purpose: value },
            { kind: 'consented', purpose: value },
            { kind: 'template', name: value, outcome: 'sent', days: 1 },
          ],
        }
        const found = await shop.database.inTenant(shop.tenant, async (client) =>
          nextMembers(client, shop.tenant, asked, { from: 'oldest', afterId: null, limit: 10 }, NOW),
        )
        expect(found).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
