import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { newId } from '#platform/ids.ts'
import { cloneDatabase, test } from '#test/database.ts'
import { rearranged, steps, tell } from '#test/history.ts'
import { bodyOf, connect, freshNumber, ingest, messagesOf } from '#test/ingest.ts'
import { redeliver } from './redeliver.ts'
import { replay } from './replay.ts'

const log = pino({ enabled: false })

describe('a replay into an empty database', () => {
  test('ends in the same state, also where we sent and where a number was connected late', async ({
    database,
    adminUrl,
    tenant,
  }) => {
    const [early, late, unknown] = [freshNumber(), freshNumber(), freshNumber()]
    const history = fc.sample(steps(120), { numRuns: 1, seed: 4 })[0] ?? []
    const told = tell(history, [early, late, unknown])
    const channel = await database.inTenant(tenant, async (client) => connect(client, tenant, early))
    await ingest(database, rearranged(told, 1))
    await database.inTenant(tenant, async (client) => {
      await connect(client, tenant, late)
      expect(await redeliver(client, late)).toBeGreaterThan(0)
    })
    await ingest(
      database,
      told.map((one) => bodyOf(one)),
    )
    await database.inTenant(tenant, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        'select id from conversations where channel_id = $1 limit 1',
        [channel],
      )
      await client.query(
        `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
         values ($1, $2, $3, $4, 'out', 'agent', 'wamid.mine', 'text', 'Hello', '{}', now())`,
        [tenant, newId(), channel, rows[0]?.id],
      )
      await client.query('update conversations set unread_count = 0')
    })
    const status = { id: 'wamid.mine', status: 'read', timestamp: '1793000000', recipient_id: '911000' }
    await ingest(database, [bodyOf(messagesOf(early, { statuses: [status] })), 'not JSON'])

    const target = await cloneDatabase()
    try {
      const result = await replay({ sourceUrl: adminUrl, targetUrl: target.url, log })
      expect(result.different).toEqual([])
      expect(result.target).toBe(result.source)
      expect(result.deliveries).toBeGreaterThan(told.length)
      await expect(replay({ sourceUrl: adminUrl, targetUrl: target.url, log })).rejects.toThrow('not empty')
    } finally {
      await target.drop()
    }
  })
})
