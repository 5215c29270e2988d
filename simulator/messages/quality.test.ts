import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NUMBER, openDesk, WABA, type Desk } from '#simulator/test-desk.ts'
import type { Json } from '#simulator/world/world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const TEMPLATE = {
  name: 'festive_sale',
  language: 'en',
  category: 'MARKETING',
  components: [{ type: 'BODY', text: 'The festive collection is in the shop.' }],
}
const message = (customer: number): Json => ({
  to: `+9198765000${String(customer).padStart(2, '0')}`,
  type: 'template',
  template: { name: TEMPLATE.name, language: { code: 'en' } },
})
const send = (desk: Desk, customer: number): ReturnType<Desk['send']> => desk.send(message(customer))

/** A desk whose template reached so many people, who are `9198765000…`. */
async function deskAfter(people: number, options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options)
  desk.control.addTemplate(TEMPLATE)
  for (let index = 0; index < people; index++) desk.control.send(NUMBER, message(index))
  await desk.control.drain()
  return desk
}
const person = (index: number): string => `9198765000${String(index).padStart(2, '0')}`
/** So many of them block. */
const annoy = (desk: Desk, first: number, count: number): void => {
  for (let index = first; index < first + count; index++) desk.control.block(person(index))
}
const newsOf = (desk: Desk, field: string): Json[] =>
  desk.changes().flatMap((change) => (change.field === field ? [change.value] : []))
const template = (desk: Desk) => desk.control.templates()[0]
const number = (desk: Desk) => desk.control.numbers()[0]

describe('a template that customers dislike', () => {
  it('turns yellow, then red, and is paused for three hours, then six, then disabled', async () => {
    const desk = await deskAfter(30)
    for (const [pause, hours] of [
      ['FIRST_PAUSE', 3],
      ['SECOND_PAUSE', 6],
    ] as const) {
      const first = pause === 'FIRST_PAUSE' ? 0 : 10
      annoy(desk, first, 4)
      expect(template(desk)).toMatchObject({ status: 'APPROVED' })
      expect(template(desk)?.quality).not.toBe('YELLOW')
      desk.control.block(person(first + 4))
      expect(template(desk)).toMatchObject({ quality: 'YELLOW', status: 'APPROVED' })
      annoy(desk, first + 5, 3)
      desk.control.report(person(first + 8), NUMBER, TEMPLATE.name)
      expect(template(desk)).toMatchObject({ quality: 'YELLOW' })
      desk.control.act(desk.control.state().customers[first + 9]?.id ?? '', NUMBER, { type: 'report' })
      expect(template(desk)).toMatchObject({ quality: 'RED', status: 'PAUSED' })
      expect((await send(desk, 40)).code).toBe(132015)
      await desk.control.advance(hours * HOUR - 1)
      expect(template(desk)).toMatchObject({ status: 'PAUSED' })
      await desk.control.advance(1)
      expect(template(desk)).toMatchObject({ status: 'APPROVED', quality: 'UNKNOWN' })
      const [told, over] = newsOf(desk, 'message_template_status_update').slice(-2)
      expect(told).toMatchObject({ event: 'PAUSED', other_info: { title: pause } })
      expect(over).toMatchObject({ event: 'APPROVED', other_info: { title: 'UNPAUSE' } })
    }
    annoy(desk, 20, 10)
    expect(template(desk)).toMatchObject({ status: 'DISABLED', quality: 'RED' })
    expect((await send(desk, 41)).code).toBe(132016)
    await desk.control.advance(7 * DAY)
    expect(newsOf(desk, 'message_template_status_update').at(-1)).toMatchObject({
      event: 'DISABLED',
      other_info: { title: 'DISABLED' },
      disable_info: { disable_date: 'November 22, 2026' },
    })
    expect(newsOf(desk, 'message_template_quality_update').slice(0, 2)).toMatchObject([
      {
        previous_quality_score: 'UNKNOWN',
        new_quality_score: 'YELLOW',
        message_template_name: TEMPLATE.name,
      },
      { previous_quality_score: 'YELLOW', new_quality_score: 'RED' },
    ])
  })

  it('stays paused for as long as it was to be after a restart', async () => {
    const path = await mkdtemp(join(tmpdir(), 'simulator-'))
    onTestFinished(() => rm(path, { recursive: true, force: true }))
    const stateFile = join(path, 'state.json')
    const first = await deskAfter(10, { stateFile })
    annoy(first, 0, 10)
    await first.control.advance(HOUR)
    await first.simulator.close()
    const second = await openDesk({ stateFile })
    expect(second.control.state().blocks).toHaveLength(10)
    await second.control.advance(2 * HOUR - 1)
    expect(template(second)).toMatchObject({ status: 'PAUSED', pauses: 1 })
    await second.control.advance(1)
    expect(template(second)).toMatchObject({ status: 'APPROVED' })
  })

  it('is green once fifty have got it and nobody minds', async () => {
    const desk = await deskAfter(50)
    expect(template(desk)).toMatchObject({ quality: 'GREEN' })
    desk.control.report(person(1))
    expect(template(desk)).toMatchObject({ quality: 'GREEN' })
  })

  it('is paused by hand as well, and may be unpaused through Graph', async () => {
    const desk = await deskAfter(0)
    const id = template(desk)?.id ?? ''
    desk.control.pauseTemplate(id, 'RATE_LIMITING_PAUSE')
    await desk.control.advance(30 * DAY)
    expect(template(desk)).toMatchObject({ status: 'PAUSED' })
    expect((await desk.graph('POST', `/${id}/unpause`)).body).toEqual({ success: true })
    expect(template(desk)).toMatchObject({ status: 'APPROVED' })
    desk.control.pauseTemplate(id, 'FIRST_PAUSE', 1000)
    await desk.control.advance(1000)
    expect(template(desk)).toMatchObject({ status: 'APPROVED' })
  })
})

describe('a customer who blocks', () => {
  it('gets nothing more until it unblocks, and the business learns only that it cannot be delivered', async () => {
    const desk = await deskAfter(1)
    desk.control.block(person(0))
    await send(desk, 0)
    await desk.control.drain()
    expect(desk.statuses().at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 131026 }] })
    const id = desk.control.state().customers[0]?.id ?? ''
    expect(() => desk.control.act(id, NUMBER, { type: 'text', body: 'hi' })).toThrow('blocked')
    desk.control.act(id, NUMBER, { type: 'unblock' })
    await send(desk, 0)
    await desk.control.drain()
    expect(desk.statuses().at(-1)).toMatchObject({ status: 'delivered' })
    expect(desk.control.sent()).toHaveLength(2)
  })
})

describe('a number', () => {
  it('turns yellow and red by those who block, and green again when seven days are over', async () => {
    const desk = await deskAfter(20)
    annoy(desk, 0, 4)
    expect(number(desk)).toMatchObject({ qualityRating: 'GREEN' })
    annoy(desk, 4, 1)
    expect(number(desk)).toMatchObject({ qualityRating: 'YELLOW' })
    for (const index of [5, 6, 7, 8, 9]) desk.control.report(person(index))
    expect(number(desk)).toMatchObject({ qualityRating: 'RED' })
    await desk.control.advance(7 * DAY - 1)
    expect(number(desk)).toMatchObject({ qualityRating: 'RED' })
    await desk.control.advance(1)
    expect(number(desk)).toMatchObject({ qualityRating: 'GREEN' })
    expect(newsOf(desk, 'phone_number_quality_update').map((one) => one['event'])).toEqual([
      'UNFLAGGED',
      'FLAGGED',
      'UNFLAGGED',
    ])
  })

  it('is judged by shares: two people in a hundred, six in a hundred', async () => {
    const desk = await deskAfter(0, { faults: { batch: 1000 } })
    desk.control.updateNumber(NUMBER, { messagesPerSecond: 999 })
    for (let index = 0; index < 500; index++)
      desk.control.send(NUMBER, { ...message(0), to: `+91${9_876_500_000 + index}` })
    await desk.control.drain()
    annoy(desk, 0, 9)
    expect(number(desk)).toMatchObject({ qualityRating: 'GREEN' })
    annoy(desk, 9, 1)
    expect(number(desk)).toMatchObject({ qualityRating: 'YELLOW' })
    annoy(desk, 10, 19)
    expect(number(desk)).toMatchObject({ qualityRating: 'YELLOW' })
    annoy(desk, 29, 1)
    expect(number(desk)).toMatchObject({ qualityRating: 'RED' })
  })

  it('recovers while people who do not mind get messages, faster than what is old is forgotten', async () => {
    const desk = await deskAfter(80)
    annoy(desk, 0, 5)
    expect(number(desk)).toMatchObject({ qualityRating: 'YELLOW' })
    await desk.control.advance(4 * DAY)
    // Five of eighty, which count a quarter by now: fifty more are enough, where five in two hundred and fifty would be needed.
    for (let index = 20; index < 70; index++) desk.control.send(NUMBER, message(index))
    // Meta looks again within a minute or so.
    await desk.control.advance(60_000)
    await send(desk, 70)
    await desk.control.drain()
    expect(number(desk)).toMatchObject({ qualityRating: 'GREEN' })
  })

  it('keeps what was set by hand until somebody complains', async () => {
    const desk = await deskAfter(1)
    desk.control.updateNumber(NUMBER, { qualityRating: 'RED' })
    await desk.control.advance(DAY)
    await send(desk, 1)
    await desk.control.drain()
    expect(number(desk)).toMatchObject({ qualityRating: 'RED' })
  })
})

describe('what Meta decides', () => {
  it('about a number is told as Meta tells it', async () => {
    const desk = await openDesk()
    desk.control.updateNumber(NUMBER, { status: 'RESTRICTED', messagingLimit: 'TIER_2K' })
    desk.control.updateNumber(NUMBER, {
      name: { decision: 'REJECTED', requested: 'Best Shop', rejectionReason: 'NAME' },
    })
    await desk.control.drain()
    expect(desk.changes().map(({ field, value }) => [field, value])).toEqual([
      [
        'business_capability_update',
        { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 },
      ],
      [
        'account_update',
        expect.objectContaining({ event: 'ACCOUNT_RESTRICTION', phone_number: '919000000001' }),
      ],
      [
        'phone_number_name_update',
        {
          ...{ display_phone_number: '919000000001', decision: 'REJECTED' },
          ...{ requested_verified_name: 'Best Shop', rejection_reason: 'NAME' },
        },
      ],
    ])
    const fields = 'status,name_status,whatsapp_business_manager_messaging_limit'
    expect((await desk.graph('GET', `/${NUMBER}?fields=${fields}`)).body).toMatchObject({
      ...{ status: 'RESTRICTED', name_status: 'DECLINED' },
      whatsapp_business_manager_messaging_limit: 'TIER_2K',
    })
  })

  it('about an account is told and holds: a ban, a restriction until it ends', async () => {
    const desk = await deskAfter(0)
    desk.control.updateAccount(WABA, { event: 'ACCOUNT_RESTRICTION' })
    expect((await send(desk, 0)).code).toBe(368)
    expect((await desk.graph('GET', `/${NUMBER}?fields=health_status`)).body).toMatchObject({
      health_status: { can_send_message: 'LIMITED' },
    })
    await desk.control.advance(7 * DAY)
    expect((await send(desk, 0)).status).toBe(200)
    desk.control.updateAccount(WABA, { event: 'DISABLED_UPDATE' })
    expect((await send(desk, 0)).code).toBe(131031)
    desk.control.updateAccount(WABA, { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } })
    expect((await send(desk, 0)).status).toBe(200)
    desk.control.alertAccount(WABA, { alert_severity: 'CRITICAL' })
    desk.control.tellAccount(WABA, 'security', { display_phone_number: '919000000001', event: 'PIN_CHANGED' })
    await desk.control.drain()
    expect(newsOf(desk, 'account_update').map((one) => one['event'])).toEqual([
      'ACCOUNT_RESTRICTION',
      'DISABLED_UPDATE',
      'DISABLED_UPDATE',
    ])
    expect(newsOf(desk, 'account_alerts')).toMatchObject([
      { entity_type: 'BUSINESS', entity_id: '200000000000000', alert_info: { alert_severity: 'CRITICAL' } },
    ])
    expect(newsOf(desk, 'security')).toMatchObject([{ event: 'PIN_CHANGED' }])
  })

  it('is asked for over HTTP in the same words', async () => {
    const desk = await deskAfter(1)
    const call = async (method: string, path: string, body?: Json): Promise<Json> => {
      const answer = await fetch(`${desk.simulator.url}/_control${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      expect(answer.status, path).toBe(200)
      return (await answer.json()) as Json
    }
    const id = template(desk)?.id ?? ''
    const rules = [{ outcome: 'APPROVED', afterMs: 1 }]
    expect(await call('PUT', '/templates/review', { rules })).toEqual({ rules })
    expect(await call('POST', `/templates/${id}/pause`)).toMatchObject({ status: 'PAUSED', pauses: 1 })
    expect(await call('POST', `/templates/${id}/unpause`)).toMatchObject({ status: 'APPROVED' })
    expect(await call('POST', `/templates/${id}/quality`, { score: 'YELLOW' })).toMatchObject({
      quality: 'YELLOW',
    })
    expect(await call('POST', `/templates/${id}/category`, { category: 'UTILITY' })).toMatchObject({
      category: 'UTILITY',
    })
    const rejection = { status: 'REJECTED', reason: 'SCAM', recommendation: 'Do not.' }
    expect(await call('POST', `/templates/${id}/status`, rejection)).toMatchObject({ rejectedReason: 'SCAM' })
    await call('POST', `/customers/${person(0)}/block`, { number: NUMBER })
    await call('POST', `/customers/${person(0)}/unblock`)
    await call('POST', `/customers/${person(0)}/report`, { template: id })
    expect(await call('GET', '/numbers')).toMatchObject({ numbers: [{ reached: 1, limit: 100_000 }] })
    await call('POST', `/accounts/${WABA}/updates`, { event: 'ACCOUNT_VIOLATION' })
    await call('POST', `/accounts/${WABA}/alerts`, {})
    await call('POST', `/accounts/${WABA}/webhooks`, { field: 'security', value: { event: 'PIN_CHANGED' } })
    expect(await call('GET', `/invoice?month=2026-11&waba=${WABA}`)).toMatchObject({ total: '0.8631' })
    const dearer = { rates: [{ country: 'IN', category: 'marketing', rate: '1.00' }] }
    expect((await call('PUT', '/rates', dearer))['rates']).toContainEqual(dearer.rates[0])
    expect(await call('GET', `/invoice?waba=${WABA}`)).toMatchObject({ total: '1.00' })
    expect((await call('GET', '/rates'))['rates']).toEqual((await call('PUT', '/rates', dearer))['rates'])
    await call('DELETE', `/templates/${id}`)
    expect(await call('GET', '/templates')).toEqual({ templates: [] })
  })
})
