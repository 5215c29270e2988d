import { afterEach, expect, test, vi } from 'vitest'
import { tenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { Secret } from '#platform/secrets.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { createDispatch } from './dispatch.ts'

afterEach(() => vi.restoreAllMocks())

/** What Meta is called with when the file takes so long to get there. */
async function call(uploadMs: number): Promise<{ outcome: string; sent: JsonObject[] }> {
  const sent: JsonObject[] = []
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const graph = {
    sendMessage: async (_token: Secret, _number: string, json: JsonObject) => {
      sent.push(json)
      return { outcome: 'unknown', reason: 'nobody is there' }
    },
  } as unknown as Graph
  const dispatch = createDispatch({
    graph,
    tokenOf: async () => new Secret('token'),
    metaMediaId: async () => {
      now += uploadMs
      return 'meta-1'
    },
  })
  const image = { type: 'image', image: { mediaId: newId() } }
  const payload = { type: 'template', template: { components: [{ type: 'header', parameters: [image] }] } }
  const { outcome } = await dispatch(
    { tenant: tenantId(newId()), channel: newId(), phoneNumberId: '1' },
    {
      ...{
        id: newId(),
        conversation: newId(),
        contact: newId(),
        kind: 'message',
        class: 3,
        attempts: 0,
        mediaId: null,
      },
      ...{ payload, phone: '919000000002', bsuid: null, group: null },
      ...{
        lastInboundAt: null,
        lastReferralAt: null,
        referralAnsweredAt: null,
        expiresAt: null,
        isHastened: false,
      },
    },
    () => true,
  )
  return { outcome, sent }
}

test('a template whose file took long to upload is claimed once more: Meta may have paused it meanwhile', async () => {
  expect(await call(4000)).toEqual({ outcome: 'not_sent', sent: [] })
  const { outcome, sent } = await call(1000)
  expect(outcome).toBe('unknown')
  expect(JSON.stringify(sent)).toContain('{"type":"image","image":{"id":"meta-1"}}')
})
