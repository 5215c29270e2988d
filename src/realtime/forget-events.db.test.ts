import { describe, expect } from 'vitest'
import { test } from '#test/database.ts'
import { appendEvents } from './append-events.ts'
import { forgetEvents } from './forget-events.ts'
import { endOfEvents, isRemembered, readEvents } from './read-events.ts'

describe('forgetting events', () => {
  test('keeps what is young, and sends whoever comes from before the forgotten ones to fetch everything anew', async ({
    database,
    tenant,
  }) => {
    const inTenant = database.inTenant
    const start = await inTenant(tenant, endOfEvents)
    await inTenant(tenant, async (client) => appendEvents(client, tenant, [['message.created', 'old']]))
    await inTenant(tenant, async (client) =>
      client.query("update events set at = at - interval '16 minutes' where tenant_id = $1", [tenant]),
    )
    const afterOld = await inTenant(tenant, endOfEvents)
    await inTenant(tenant, async (client) => appendEvents(client, tenant, [['message.created', 'young']]))
    await inTenant(tenant, async (client) => forgetEvents(client, tenant))

    expect(await inTenant(tenant, async (client) => isRemembered(client, tenant, start))).toBe(false)
    expect(await inTenant(tenant, async (client) => isRemembered(client, tenant, afterOld))).toBe(true)
    const { rows } = await inTenant(tenant, async (client) => readEvents(client, tenant, afterOld))
    expect(rows.map(({ entries }) => entries)).toEqual([[['message.created', 'young']]])
  })
})
