import { describe, expect, it, vi } from 'vitest'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const text = (nth = 0): Json => ({
  to: `+9198765${String(nth).padStart(5, '0')}`,
  type: 'text',
  text: { body: 'hi' },
})

async function twoNumbers(): Promise<{ desk: Desk; other: string }> {
  const desk = await openDesk({ rules: { window: 'off' } })
  const { phoneNumberId: other } = desk.control.addNumber({ verifiedName: 'Saree House', wabaId: WABA })
  return { desk, other }
}

describe('a storm', () => {
  it('refuses a share of the calls of one number, and ends by itself', async () => {
    const { desk, other } = await twoNumbers()
    const storm = await (
      await fetch(`${desk.simulator.url}/_control/storms`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number: NUMBER, kind: '130429', share: 0.5, forMs: 10_000 }),
      })
    ).json()
    expect(storm).toMatchObject({ number: NUMBER, kind: '130429', share: 0.5, hits: 0 })
    const codes: (number | undefined)[] = []
    for (let nth = 0; nth < 60; nth++) codes.push((await desk.send(text(nth))).code)
    const hits = codes.filter((code) => code === 130429).length
    expect(hits).toBeGreaterThan(15)
    expect(hits).toBeLessThan(45)
    expect(desk.control.storms()).toMatchObject([{ hits }])
    const elsewhere = await desk.graph('POST', `/${other}/messages`, {
      messaging_product: 'whatsapp',
      ...text(),
    })
    expect(elsewhere.status).toBe(200)
    await desk.control.advance(10_000)
    expect(desk.control.storms()).toEqual([])
    for (let nth = 0; nth < 20; nth++) expect((await desk.send(text(nth))).status).toBe(200)
  })

  it.each([
    [131056, 400, undefined],
    [131000, 500, undefined],
    [368, 403, undefined],
    [131031, 403, undefined],
    [190, 401, 463],
  ])('of %i refuses with it', async (kind, status, subcode) => {
    const { desk } = await twoNumbers()
    desk.control.storm({ kind, number: NUMBER })
    const answer = await desk.send(text())
    expect(answer).toMatchObject({ status, code: kind })
    expect((answer.body['error'] as Json)['error_subcode']).toBe(subcode)
    expect(desk.control.sent()).toEqual([])
  })

  it.each([131042, 132015, 131049])('of %i takes the message and lets it fail', async (kind) => {
    const { desk } = await twoNumbers()
    desk.control.storm({ kind })
    expect((await desk.send(text())).status).toBe(200)
    await desk.control.drain()
    expect(desk.statuses()).toMatchObject([{ status: 'failed', errors: [{ code: kind }] }])
  })

  it('can be a page instead of JSON, a late answer, or none', async () => {
    const { desk } = await twoNumbers()
    const send = () =>
      fetch(`${desk.simulator.url}/v23.0/${NUMBER}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${desk.simulator.accessToken}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ messaging_product: 'whatsapp', ...text() }),
      })
    const { id } = desk.control.storm({ kind: '5xx' })
    const broken = await send()
    expect([broken.status, broken.headers.get('content-type')]).toEqual([503, 'text/html'])
    desk.control.endStorms(id)
    desk.control.storm({ kind: 'slow', slowMs: 30_000, forMs: 1000 })
    const late = send()
    await vi.waitUntil(() => desk.control.pendingAt() !== null)
    await desk.control.advance(30_000)
    expect((await late).status).toBe(200)
    desk.control.storm({ kind: 'drop_reply', number: NUMBER })
    await expect(send()).rejects.toThrow('fetch failed')
    expect(desk.control.sent()).toHaveLength(2)
  })

  it('can be over calls of management', async () => {
    const { desk } = await twoNumbers()
    desk.control.storm({ kind: 80007, calls: 'management' })
    expect((await desk.graph('GET', `/${WABA}/phone_numbers`)).body).toMatchObject({ error: { code: 80007 } })
    expect((await desk.send(text())).status).toBe(200)
    expect(desk.control.violations()).toMatchObject({ management: 0 })
  })

  it('must be of a kind that there is', async () => {
    const { desk } = await twoNumbers()
    expect(() => desk.control.storm({ kind: 'hail' })).toThrow('no storm')
    expect(() => desk.control.storm({ kind: 190, number: '5' })).toThrow('no number')
    expect(() => desk.control.storm({ kind: 190, share: 2 })).toThrow('between')
  })
})
