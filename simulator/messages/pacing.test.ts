import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NUMBER, openDesk, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const HOUR = 3_600_000

const message = (nth: number): Json => ({
  messaging_product: 'whatsapp',
  to: `+9198765${String(nth).padStart(5, '0')}`,
  type: 'template',
  template: { name: 'sale', language: { code: 'en' } },
})
const template = (desk: Desk) => desk.control.templates()[0]
const statusOf = async (desk: Desk, nth: number): Promise<unknown> =>
  ((await desk.send(message(nth))).body['messages'] as Json[])[0]?.['message_status']

async function desk600(category = 'MARKETING', options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk({ rules: { pacing: true }, faults: { batch: 1000 }, ...options })
  desk.control.updateNumber(NUMBER, { messagesPerSecond: 999 })
  const components = [{ type: 'BODY', text: 'Something is on.' }]
  desk.control.addTemplate({ name: 'sale', language: 'en', category, components })
  for (let nth = 0; nth < 600; nth++) desk.control.send(NUMBER, message(nth))
  return desk
}

describe('a new marketing template', () => {
  it('goes out to some hundreds, is held, and let out within the hour if nobody minds', async () => {
    const desk = await desk600()
    const early = desk.control.sent().length
    expect(early).toBeGreaterThanOrEqual(100)
    expect(early).toBeLessThan(500)
    expect(await statusOf(desk, 601)).toBe('held_for_quality_assessment')
    expect(desk.control.summary()).toMatchObject({ accepted: 601, reached: early })
    await desk.control.advance(HOUR)
    expect(desk.control.sent()).toHaveLength(601)
    expect(desk.statuses().filter(({ status }) => status === 'delivered')).toHaveLength(601)
    expect(await statusOf(desk, 602)).toBe('accepted')
  })

  it('is paused if people mind, and what was held fails with 132015; unpaused, it is paced again', async () => {
    const desk = await desk600()
    const early = desk.control.sent().length
    await desk.control.advance(1000)
    // Too few for its quality, which Meta judges by more people, to turn.
    for (let nth = 0; nth < Math.max(4, early * 0.02); nth++)
      desk.control.block(`9198765${String(nth).padStart(5, '0')}`)
    await desk.control.advance(HOUR)
    expect(template(desk)).toMatchObject({ status: 'PAUSED' })
    const failed = desk.statuses().filter(({ status }) => status === 'failed')
    expect(failed).toHaveLength(600 - early)
    expect(failed[0]).toMatchObject({ errors: [{ code: 132015 }] })
    expect(desk.control.sent()).toHaveLength(early)
    await desk.control.advance(24 * HOUR)
    expect(template(desk)).toMatchObject({ status: 'PAUSED' })
    await desk.graph('POST', `/${template(desk)?.id ?? ''}/unpause`)
    for (let nth = 700; nth < 1300; nth++) desk.control.send(NUMBER, message(nth))
    expect(desk.control.sent().length - early).toBeLessThan(500)
  })

  it('keeps what it holds over a restart', async () => {
    const path = await mkdtemp(join(tmpdir(), 'simulator-'))
    onTestFinished(() => rm(path, { recursive: true, force: true }))
    const options = { stateFile: join(path, 'state.json') }
    const first = await desk600('MARKETING', options)
    await first.simulator.close()
    const second = await openDesk({ rules: { pacing: true }, faults: { batch: 1000 }, ...options })
    await second.control.advance(HOUR)
    expect(second.control.sent()).toHaveLength(600)
  })
})

it('does not pace what is no marketing, is good already, or where pacing is off', async () => {
  const utility = await desk600('UTILITY')
  expect(utility.control.sent()).toHaveLength(600)
  const off = await desk600('MARKETING', { rules: {} })
  expect(off.control.sent()).toHaveLength(600)
  const good = await openDesk({ rules: { pacing: true } })
  good.control.updateNumber(NUMBER, { messagesPerSecond: 999 })
  const components = [{ type: 'BODY', text: 'Something is on.' }]
  good.control.addTemplate({
    ...{ name: 'sale', language: 'en', category: 'MARKETING', components },
    quality_score: { score: 'GREEN' },
  })
  for (let nth = 0; nth < 600; nth++) good.control.send(NUMBER, message(nth))
  expect(good.control.sent()).toHaveLength(600)
})
