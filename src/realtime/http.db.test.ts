/** Live events as a browser gets them. */
import { request as httpRequest } from 'node:http'
import { describe, expect } from 'vitest'
import type { StreamEvent } from './event-shape.ts'
import { newId } from '#platform/ids.ts'
import { test, type Api } from '#test/first-business.ts'
import { hear, openTalk, type Shop } from '#test/shop.ts'
import { appendEvents } from './append-events.ts'
import { forgetEvents } from './forget-events.ts'

const nobodyWaits = (): void => {}

/** The stream of events as a browser gets it. */
async function listen(
  api: Api,
  lastId?: string,
): Promise<{
  readonly next: (isIt: (frame: Frame) => boolean) => Promise<Frame>
  readonly headers: Record<string, unknown>
  readonly close: () => void
}> {
  const frames: Frame[] = []
  let changed = nobodyWaits
  return new Promise((opened) => {
    const request = httpRequest(
      `${api.url}/api/v1/events`,
      { headers: { cookie: api.cookie, ...(lastId !== undefined && { 'last-event-id': lastId }) } },
      (response) => {
        let rest = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          rest += chunk
          const blocks = rest.split('\n\n')
          rest = blocks.pop() ?? ''
          for (const block of blocks) {
            const data = /^data: (.*)$/mu.exec(block)?.[1]
            frames.push({
              id: /^id: (.*)$/mu.exec(block)?.[1] ?? null,
              event: data === undefined ? null : (JSON.parse(data) as StreamEvent),
            })
          }
          changed()
        })
        opened({
          headers: response.headers,
          next: async (isIt) => {
            for (;;) {
              const at = frames.findIndex(isIt)
              const found = frames[at]
              if (found !== undefined) return (frames.splice(0, at + 1), found)
              await new Promise<void>((done) => (changed = done))
            }
          },
          close: () => request.destroy(),
        })
      },
    )
    request.on('error', () => {})
    request.end()
  })
}
type Frame = { readonly id: string | null; readonly event: StreamEvent | null }

const tell = async (shop: Shop, api: Api, ...ids: string[]): Promise<void> => {
  await shop.database.inTenant(shop.tenant, async (client) =>
    appendEvents(
      client,
      shop.tenant,
      ids.map((id) => ['message.created', id] as const),
    ),
  )
  api.wake()
}

const isMessage = ({ event }: Frame): boolean => event?.type === 'message.created'

const idOf = ({ event }: Frame): unknown => (event?.data as { id?: string } | undefined)?.id

describe('live events', () => {
  test('begin with the place, so that a connection which breaks before the first event loses nothing', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    const first = await listen(api)
    const place = await first.next(({ id }) => id !== null)
    expect(place.event).toBeNull()
    first.close()
    const id = await hear(shop, talk, { text: 'while away' })
    await tell(shop, api, id)
    const second = await listen(api, place.id ?? '')
    expect(idOf(await second.next(isMessage))).toBe(id)
    second.close()
  })

  test('resume after the last place, without what was heard before it', async ({ api, shop }) => {
    const talk = await openTalk(shop)
    const first = await listen(api)
    await first.next(({ id }) => id !== null)
    const heard = await hear(shop, talk)
    await tell(shop, api, heard)
    const frame = await first.next(isMessage)
    expect(idOf(frame)).toBe(heard)
    first.close()
    const missed = await hear(shop, talk)
    await tell(shop, api, missed)
    const second = await listen(api, frame.id ?? '')
    expect(idOf(await second.next(isMessage))).toBe(missed)
    second.close()
  })

  test('of a batch name the place only with the last: each before it leads back to the batch’s beginning', async ({
    api,
    shop,
  }) => {
    const talk = await openTalk(shop)
    const stream = await listen(api)
    const place = await stream.next(({ id }) => id !== null)
    const ids = [await hear(shop, talk), await hear(shop, talk), await hear(shop, talk)]
    await tell(shop, api, ...ids)
    const frames = [await stream.next(isMessage), await stream.next(isMessage), await stream.next(isMessage)]
    expect(frames.map(({ id }) => id === null)).toEqual([true, true, false])
    expect(frames.slice(0, 2).map(({ event }) => event?.id)).toEqual([place.id, place.id])
    expect(frames[2]?.event?.id).toBe(frames[2]?.id)
    stream.close()
  })

  test.for(['garbage', '18446744073709551615-1', '99999999999999999999-1', '1-9999999999999999999'])(
    'from a place that is not ours (%s) begin with “fetch everything anew”, and then go on',
    async (lastId, { api, shop }) => {
      const stream = await listen(api, lastId)
      expect((await stream.next(({ event }) => event !== null)).event?.type).toBe('resync')
      const id = await hear(shop, await openTalk(shop))
      await tell(shop, api, id)
      expect(idOf(await stream.next(isMessage))).toBe(id)
      stream.close()
    },
  )

  test('from a place that is older than what is remembered begin so too', async ({ api, shop }) => {
    await tell(shop, api, newId())
    await shop.database.inTenant(shop.tenant, async (client) => {
      await client.query(`update events set at = now() - interval '1 hour' where tenant_id = $1`, [
        shop.tenant,
      ])
      await forgetEvents(client, shop.tenant)
    })
    const stream = await listen(api, '0-0')
    expect((await stream.next(({ event }) => event !== null)).event?.type).toBe('resync')
    stream.close()
  })

  test('hold nothing of another tenant’s', async ({ api, shop, other }) => {
    const stream = await listen(api)
    await stream.next(({ id }) => id !== null)
    await tell(other, api, await hear(other, await openTalk(other), { text: 'private' }))
    const ours = await hear(shop, await openTalk(shop))
    await tell(shop, api, ours)
    expect(idOf(await stream.next(({ event }) => event !== null))).toBe(ours)
    stream.close()
  })

  test('carry the policy that every answer carries, and are kept by nobody on the way', async ({ api }) => {
    const stream = await listen(api)
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache, no-transform',
    })
    stream.close()
  })
})
