import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { characterOf, populationOf } from '#simulator/messages/population.ts'
import { NUMBER, openDesk, type Desk } from '#simulator/test-desk.ts'
import type { Population } from '#simulator/protocol.ts'
import type { Json } from '#simulator/world/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PEOPLE = 30

const message = (nth: number, name = 'sale'): Json => ({
  to: `+9198765${String(nth).padStart(5, '0')}`,
  type: 'template',
  template: { name, language: { code: 'en' } },
})

/** A desk whose sale went to thirty people of a population, a day ago. */
async function deskWith(population: Partial<Population>, order = (nth: number) => nth): Promise<Desk> {
  // Many updates in one POST: the test is not about their way.
  const desk = await openDesk({ faults: { batch: 1000 } })
  for (const [name, category, text] of [
    ['sale', 'MARKETING', 'The sale is on.'],
    ['order', 'UTILITY', 'Your order is ready.'],
  ] as const)
    desk.control.addTemplate({ name, language: 'en', category, components: [{ type: 'BODY', text }] })
  desk.control.population(population)
  for (let nth = 0; nth < PEOPLE; nth++) desk.control.send(NUMBER, message(order(nth)))
  await desk.control.advance(DAY)
  return desk
}
/** The share of so many people. */
function shareIn(population: Population): (is: (who: ReturnType<typeof characterOf>) => boolean) => number {
  const people = Array.from({ length: 8000 }, (_, nth) => characterOf(population, `c${nth}`))
  return (is) => people.filter(is).length / people.length
}
/** Who said what. */
const words = (desk: Desk): string[] => desk.messages().map(({ from, text }) => JSON.stringify([from, text]))
const told = (desk: Desk, status: string): number =>
  desk.statuses().filter((one) => one['status'] === status).length

describe('a population', () => {
  it('has the rates that it was given, with the unhappy partly the same people', () => {
    const population = populationOf({
      seed: 3,
      blockRate: 0.1,
      optOutRate: 0.06,
      reportRate: 0.05,
      replyRate: 0.2,
    })
    const share = shareIn(population)
    expect(share((who) => who.blocks)).toBeCloseTo(0.1, 1.6)
    expect(share((who) => who.stops)).toBeCloseTo(0.06, 1.6)
    expect(share((who) => who.reports)).toBeCloseTo(0.05, 1.6)
    expect(share((who) => who.switchesOff)).toBeCloseTo(0.04, 1.6)
    expect(share((who) => who.blocks && who.stops)).toBeCloseTo(0.03, 1.6)
    expect(share((who) => who.blocks && !who.reads)).toBe(0)
    const silent = shareIn(populationOf({ blockRate: 0.1, optOutRate: 0 }))
    expect(silent((who) => who.stops)).toBe(0)
  })

  it('is the same people, whoever is written to first', async () => {
    const rates = { seed: 5, blockRate: 0.4, undeliverableRate: 0.2, replyRate: 0.3 }
    const one = await deskWith(rates)
    const other = await deskWith(rates, (nth) => PEOPLE - 1 - nth)
    const blocks = one.control.state().blocks.toSorted()
    expect(blocks.length).toBeGreaterThan(2)
    expect(other.control.state().blocks.toSorted()).toEqual(blocks)
    for (const status of ['failed', 'delivered', 'read']) expect(told(other, status)).toBe(told(one, status))
    expect(words(other).toSorted()).toEqual(words(one).toSorted())
  })

  it('tells the business of STOP and of the switch, and of blocks only by what follows', async () => {
    const rates = { blockRate: 0, reportRate: 0, readRate: 0, replyRate: 0 }
    const stops = await deskWith({ ...rates, optOutRate: 1 })
    expect(stops.messages().map((one) => (one['text'] as Json)['body'])).toEqual(Array(PEOPLE).fill('STOP'))
    const switches = await deskWith({ ...rates, preferenceStopRate: 1 })
    const wishes = switches.changes().filter(({ field }) => field === 'user_preferences')
    expect(wishes).toHaveLength(PEOPLE)
    await switches.send(message(0))
    await switches.control.advance(HOUR)
    expect(switches.statuses().at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 131050 }] })
    const blocks = await deskWith({ blockRate: 1, optOutRate: 0, reportRate: 0, preferenceStopRate: 0 })
    expect(blocks.control.state().blocks).toHaveLength(PEOPLE)
    const fields = new Set(blocks.changes().map(({ field }) => field))
    expect(fields).toEqual(
      new Set([
        'messages',
        'message_template_quality_update',
        'message_template_status_update',
        'phone_number_quality_update',
      ]),
    )
    await blocks.send(message(0, 'order'))
    await blocks.control.advance(HOUR)
    expect(blocks.statuses().at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 131026 }] })
  })

  it('reacts after a while, having read it, and to marketing only', async () => {
    const desk = await openDesk({ faults: { batch: 1000 } })
    desk.control.addTemplate({
      ...{ name: 'order', language: 'en', category: 'UTILITY' },
      components: [{ type: 'BODY', text: 'Your order is ready.' }],
    })
    desk.control.addTemplate({
      ...{ name: 'sale', language: 'en', category: 'MARKETING' },
      components: [{ type: 'BODY', text: 'The sale is on.' }],
    })
    desk.control.population({ optOutRate: 1, reactAfterMs: { median: HOUR, spread: 0 } })
    await desk.send(message(1, 'order'))
    await desk.send(message(2))
    await desk.control.advance(200 + HOUR - 1)
    for (const [status, count] of Object.entries({ sent: 2, delivered: 2, read: 1 }))
      expect(told(desk, status)).toBe(count)
    expect(desk.messages()).toEqual([])
    await desk.control.advance(100)
    expect(desk.messages()).toMatchObject([{ from: '919876500002', text: { body: 'STOP' } }])
  })

  it('leaves some people who cannot be reached, who never get anything', async () => {
    const desk = await deskWith({ undeliverableRate: 0.5 })
    const failed = told(desk, 'failed')
    expect(failed).toBeGreaterThan(5)
    expect(told(desk, 'delivered')).toBe(PEOPLE - failed)
    expect(desk.control.summary()).toMatchObject({ failed: { 131026: failed } })
  })

  it('blocks whoever goes on after a STOP, half of the time', async () => {
    const desk = await deskWith({ optOutRate: 1 })
    expect(desk.control.state().blocks).toEqual([])
    for (let nth = 0; nth < PEOPLE; nth++) desk.control.send(NUMBER, message(nth))
    await desk.control.advance(DAY)
    expect(desk.control.state().blocks.length).toBeGreaterThan(5)
    expect(desk.control.state().blocks.length).toBeLessThan(25)
    expect(desk.messages()).toHaveLength(PEOPLE)
  })

  it('opens links that lead to this machine, and no others', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => response.end(asked.push(request.url ?? '') && ''))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const desk = await openDesk()
    for (const [name, url] of [
      ['near', `${base}/{{1}}`],
      ['far', 'https://shop.invalid/{{1}}'],
    ] as const)
      desk.control.addTemplate({
        ...{ name, language: 'en', category: 'MARKETING' },
        components: [
          { type: 'BODY', text: 'The sale is on.' },
          { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Look', url, example: ['x'] }] },
        ],
      })
    desk.control.population({ clickRate: 1, readRate: 1 })
    const components = [
      { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: 'k7' }] },
    ]
    for (const name of ['near', 'far'])
      await desk.send({ ...message(1), template: { name, language: { code: 'en' }, components } })
    await desk.control.advance(DAY)
    await vi.waitUntil(() => asked.length > 0)
    expect(asked).toEqual(['/k7'])
  })

  it('is asked for and taken away over HTTP', async () => {
    const desk = await openDesk()
    const call = async (method: string, body?: Json) =>
      fetch(`${desk.simulator.url}/_control/population`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
    expect(await (await call('PUT', { seed: 4, blockRate: 0.03 })).json()).toMatchObject({
      ...{ seed: 4, blockRate: 0.03, reportRate: 0.015, readRate: 0.7 },
      reactAfterMs: { median: 1_200_000, spread: 1 },
    })
    await call('DELETE')
    expect(desk.control.population()).toBeNull()
  })
})
