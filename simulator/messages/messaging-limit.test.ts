import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SECOND_NUMBER = '100000000000009'

async function smallDesk(options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options)
  desk.control.addTemplate({
    name: 'hello',
    language: 'en',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Your order is ready.' }],
  })
  desk.control.updateNumber(NUMBER, { messagingLimit: 'TIER_50', messagesPerSecond: 999 })
  return desk
}
/** The code of the refusal, if it was refused. */
function sendTo(desk: Desk, index: number, number = NUMBER): number | undefined {
  const template = { name: 'hello', language: { code: 'en' } }
  const to = `+9198765${String(index).padStart(5, '0')}`
  try {
    desk.control.send(number, { to, type: 'template', template })
    return undefined
  } catch (error) {
    return error instanceof GraphError ? error.code : 0
  }
}
const tier = (desk: Desk): string | undefined => desk.control.numbers()[0]?.messagingLimit

describe('the messaging limit', () => {
  it('counts people once within 24 hours, for all numbers of the portfolio, and not those with an open window', async () => {
    const desk = await smallDesk()
    desk.control.addNumber({
      phoneNumberId: SECOND_NUMBER,
      wabaId: WABA,
      displayPhoneNumber: '919000000009',
      verifiedName: 'Kurta House 2',
      messagingLimit: 'TIER_50',
      messagesPerSecond: 999,
    })
    desk.control.setTemplateQuality(desk.control.templates()[0]?.id ?? '', 'YELLOW')
    desk.control.updateNumber(NUMBER, { qualityRating: 'YELLOW' })
    for (let index = 0; index < 50; index++)
      expect(sendTo(desk, index, index % 2 === 0 ? NUMBER : SECOND_NUMBER)).toBeUndefined()
    expect(sendTo(desk, 50)).toBe(131048)
    expect(sendTo(desk, 7)).toBeUndefined()
    desk.control.addCustomer({ id: 'asha', name: 'Asha', phone: '919876500999' })
    desk.control.act('asha', NUMBER, { type: 'text', body: 'hello' })
    expect(sendTo(desk, 999)).toBeUndefined()
    expect(desk.control.numbers()).toMatchObject([{ reached: 50 }, { reached: 50, limit: 50 }])
    await desk.control.advance(DAY)
    expect(sendTo(desk, 50)).toBeUndefined()
  })

  it('rises six hours after half of it was used with good quality, and the app is told', async () => {
    const desk = await smallDesk()
    for (let index = 0; index < 25; index++) sendTo(desk, index)
    await desk.control.advance(6 * HOUR - 1)
    expect(tier(desk)).toBe('TIER_50')
    await desk.control.advance(1)
    expect(tier(desk)).toBe('TIER_250')
    const told = desk.changes().filter(({ field }) => field === 'business_capability_update')
    expect(told.map(({ value }) => value['max_daily_conversations_per_business'])).toEqual([50, 250])
  })

  it('goes on counting, and rises when it was to rise, after a restart', async () => {
    const path = await mkdtemp(join(tmpdir(), 'simulator-'))
    onTestFinished(() => rm(path, { recursive: true, force: true }))
    const stateFile = join(path, 'state.json')
    const first = await smallDesk({ stateFile })
    for (let index = 0; index < 25; index++) sendTo(first, index)
    await first.control.advance(5 * HOUR)
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    expect(second.control.numbers()).toMatchObject([{ reached: 25, messagingLimit: 'TIER_50' }])
    await second.control.advance(HOUR)
    expect(tier(second)).toBe('TIER_250')
  })

  it('does not rise while customers complain', async () => {
    const desk = await smallDesk()
    desk.control.updateNumber(NUMBER, { qualityRating: 'YELLOW' })
    for (let index = 0; index < 30; index++) sendTo(desk, index)
    await desk.control.advance(DAY)
    expect(tier(desk)).toBe('TIER_50')
  })

  it('is not looked at where it is switched off', async () => {
    const desk = await smallDesk({ rules: { messagingLimit: false } })
    for (let index = 0; index < 51; index++) expect(sendTo(desk, index)).toBeUndefined()
  })
})
