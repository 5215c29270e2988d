import { describe, expect, it } from 'vitest'
import { NUMBER, openDesk, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const DAY = 86_400_000
const PEOPLE = 400

const message = (nth: number): Json => ({
  to: `+9198765${String(nth).padStart(5, '0')}`,
  type: 'template',
  template: { name: 'sale', language: { code: 'en' } },
})

async function tiredDesk(category = 'MARKETING'): Promise<Desk> {
  const desk = await openDesk({ rules: { fatigue: true }, faults: { batch: 1000 } })
  desk.control.updateNumber(NUMBER, { messagesPerSecond: 9999 })
  const components = [{ type: 'BODY', text: 'Something is on.' }]
  desk.control.addTemplate({ name: 'sale', language: 'en', category, components })
  return desk
}
/** Sends to all, and says to how many it did not come. */
async function sendToAll(desk: Desk): Promise<number> {
  const before = desk.control.summary().failed['131049'] ?? 0
  for (let nth = 0; nth < PEOPLE; nth++) desk.control.send(NUMBER, message(nth))
  await desk.control.drain()
  return (desk.control.summary().failed['131049'] ?? 0) - before
}

describe('people who get a lot of marketing', () => {
  it('are let through only so much a day: a 200, then `failed` with 131049', async () => {
    const desk = await tiredDesk()
    const first = await sendToAll(desk)
    expect(first / PEOPLE).toBeGreaterThan(0.02)
    expect(first / PEOPLE).toBeLessThan(0.2)
    const second = await sendToAll(desk)
    expect(second).toBeGreaterThan(first)
    for (let more = 0; more < 3; more++) await sendToAll(desk)
    expect(await sendToAll(desk)).toBe(PEOPLE)
    expect(desk.statuses().find(({ status }) => status === 'failed')).toMatchObject({
      errors: [{ code: 131049 }],
    })
  })

  it('are mostly let through again after 24 hours, each by a day of their own', async () => {
    const desk = await tiredDesk()
    for (let more = 0; more < 5; more++) await sendToAll(desk)
    expect(await sendToAll(desk)).toBe(PEOPLE)
    await desk.control.advance(DAY / 4)
    expect((await sendToAll(desk)) / PEOPLE).toBeGreaterThan(0.8)
    await desk.control.advance(DAY)
    expect((await sendToAll(desk)) / PEOPLE).toBeLessThan(0.2)
  })

  it('get what is no marketing, and whatever comes while their window is open', async () => {
    const utility = await tiredDesk('UTILITY')
    for (let more = 0; more < 5; more++) expect(await sendToAll(utility)).toBe(0)
    const desk = await tiredDesk()
    desk.control.addCustomer({ id: 'asha', name: 'Asha', phone: '919876500001' })
    desk.control.act('asha', NUMBER, { type: 'text', body: 'hi' })
    for (let more = 0; more < 10; more++) desk.control.send(NUMBER, message(1))
    await desk.control.drain()
    expect(desk.control.summary().failed).toEqual({})
  })

  it('are the same people for the same seed', async () => {
    const [one, other] = [await tiredDesk(), await tiredDesk()]
    expect(await sendToAll(one)).toBe(await sendToAll(other))
  })
})
