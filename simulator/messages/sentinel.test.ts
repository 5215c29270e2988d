import { describe, expect, it } from 'vitest'
import { ERROR_TABLE } from '#simulator/graph/graph-error.ts'
import { sentinelOf, sentinelSuffix } from '#simulator/messages/sentinel.ts'
import { openDesk } from '#simulator/test-desk.ts'

const codes = Object.keys(ERROR_TABLE).map(Number)
const later = codes.filter((code) => ERROR_TABLE[code]?.isAsync === true)
const atOnce = codes.filter((code) => !later.includes(code))
const phoneOf = (code: number): string => `+9198765${sentinelSuffix(code)}`

describe('a recipient that ends in an error code', () => {
  it('gets every error that comes as an answer, in Meta’s shape and with its HTTP status', async () => {
    const desk = await openDesk({ rules: { messagesPerSecond: 1e6 } })
    for (const code of atOnce) {
      const { status, body } = await desk.send({ to: phoneOf(code), type: 'text', text: { body: 'hi' } })
      expect({ status, body }).toMatchObject({
        status: ERROR_TABLE[code]?.status,
        body: { error: { code, type: 'OAuthException', fbtrace_id: expect.stringMatching(/^A/) } },
      })
    }
    await desk.control.drain()
    expect(desk.received).toEqual([])
    expect(desk.control.sent()).toEqual([])
  })

  it('gets a 200 and then a failed status, if the error is one that comes later', async () => {
    const desk = await openDesk()
    expect(later.toSorted((a, b) => a - b)).toEqual([
      130472, 131026, 131042, 131047, 131049, 131050, 131053, 132015,
    ])
    for (const code of later) {
      const answer = await desk.send({
        to: phoneOf(code),
        type: 'text',
        text: { body: 'hi' },
        biz_opaque_callback_data: `c${code}`,
      })
      expect(answer.status).toBe(200)
      await desk.control.drain()
      const [status] = desk.statuses().filter((one) => one['id'] === answer.id)
      expect(status).toMatchObject({
        status: 'failed',
        biz_opaque_callback_data: `c${code}`,
        errors: [{ code }],
      })
    }
    expect(desk.statuses()).toHaveLength(later.length)
    expect(desk.changes().every(({ value }) => !('contacts' in value))).toBe(true)
    expect(desk.control.sent()).toEqual([])
  })
})

it('leaves ordinary made-up numbers alone', () => {
  for (const phone of ['919000000001', '919000010101', '15550783881', '919876543210']) {
    expect(sentinelOf(phone)).toBeNull()
  }
})

it('can be switched off', async () => {
  const desk = await openDesk({ rules: { sentinels: false, window: 'off' } })
  expect((await desk.send({ to: phoneOf(131056), text: { body: 'hi' } })).status).toBe(200)
})

it('is nobody whose number the simulator made up', async () => {
  expect(codes.map(sentinelSuffix).filter((suffix) => suffix?.startsWith('5'))).toEqual([])
  const desk = await openDesk()
  for (let nth = 0; nth < 2000; nth += 1) {
    const { phone } = desk.control.addCustomer({ name: 'Asha' })
    expect(phone).toMatch(/^91[0-9]{10}$/u)
    expect(sentinelOf(phone)).toBeNull()
  }
})
