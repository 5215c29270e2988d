/**
 * The deliveries that every system is fed with: who writes what, to which number, in which order, signed as Meta signs.
 *
 * A few thousand customers write to a handful of numbers, in bursts of one to five messages, because that is how people
 * write, and because only messages that follow each other closely can be put out of order. The same options give the
 * same plan in every process, so the load generator and the checker need not exchange it.
 * Shapes: Meta, "Webhooks reference: messages" (Graph v24); non-ASCII is escaped, as in Meta's own bodies.
 */
import { createHmac, createSecretKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export const WABA_ID = '102290129340398'
/** The numbers that customers write to. */
export const PHONE_NUMBER_IDS: readonly string[] = Array.from({ length: 8 }, (_, n) => `10654035224000${n}`)

export type PlanOptions = {
  /** How many deliveries to plan. */
  readonly deliveries: number
  readonly customers: number
  readonly seed: number
  /** Two statuses of outbound messages after every message, instead of messages only. */
  readonly isMixed: boolean
}

export type Plan = PlanOptions & {
  /** By delivery: who wrote it. A customer writes to one number, so this is also the conversation. */
  readonly customerOf: Uint16Array
  /** By delivery: 1 if it carries a status instead of a message. */
  readonly isStatus: Uint8Array
  /** Where each burst starts; one more entry than bursts, the last being the end. */
  readonly bursts: Uint32Array
}

/** At most this many messages are written by one customer in one go. */
const BURST_MAX = 5
const STATUSES_PER_MESSAGE = 2

export function makePlan(options: PlanOptions): Plan {
  const random = mulberry32(options.seed)
  const customerOf = new Uint16Array(options.deliveries)
  const isStatus = new Uint8Array(options.deliveries)
  const order = shuffled(options.customers, random)
  const bursts = [0]
  for (let at = 0, turn = 0; at < options.deliveries; turn++) {
    const customer = order[turn % order.length] ?? 0
    const messages = 1 + Math.floor(random() * BURST_MAX)
    const perMessage = options.isMixed ? 1 + STATUSES_PER_MESSAGE : 1
    const until = Math.min(at + messages * perMessage, options.deliveries)
    for (let n = 0; at < until; at++, n++) {
      customerOf[at] = customer
      isStatus[at] = n % perMessage === 0 ? 0 : 1
    }
    bursts.push(at)
  }
  return { ...options, customerOf, isStatus, bursts: Uint32Array.from(bursts) }
}

/** The id of the message in delivery `index`, in the form of Meta's: base64 of the number and twenty hex digits. */
export function wamidOf(plan: Plan, index: number): string {
  return wamid(plan.customerOf[index] ?? 0, index)
}

/** The body of delivery `index`. */
export function bodyOf(plan: Plan, index: number, atSeconds: number): string {
  const customer = plan.customerOf[index] ?? 0
  const number = customer % PHONE_NUMBER_IDS.length
  const value = {
    messaging_product: 'whatsapp',
    metadata: {
      display_phone_number: `9180471230${String(number).padStart(2, '0')}`,
      phone_number_id: PHONE_NUMBER_IDS[number],
    },
    ...(plan.isStatus[index] === 1
      ? { statuses: [statusOf(customer, index, atSeconds)] }
      : { contacts: [contactOf(customer)], messages: [messageOf(customer, index, atSeconds)] }),
  }
  const body = {
    object: 'whatsapp_business_account',
    entry: [{ id: WABA_ID, changes: [{ value, field: 'messages' }] }],
  }
  return JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, escapeUnit)
}

/**
 * The secret as a key. On Node 24 a Buffer would cost five times as much per signature (18 to 24 µs against 4); this
 * goes for the programs under test too.
 */
export const secretKey = (appSecret: string): KeyObject => createSecretKey(Buffer.from(appSecret))

/** What Meta puts into `X-Hub-Signature-256`. */
export const signatureOf = (key: KeyObject, body: Buffer | string): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`

const TEXTS = [
  'नमस्ते! क्या यह कुर्ता नीले रंग में M साइज़ में मिलेगा? कल तक दिल्ली भेज सकते हैं क्या? ',
  'Hi, I ordered two of the brass lamps on Tuesday and the tracking page still says "label created". ',
  'Can you please check whether the 12 kg pack is back in stock, and what delivery to 560034 would cost? ',
  'ok thank you 🙏 one more thing: the invoice should be in the name of my shop, same address as last time. ',
]

const messageOf = (customer: number, index: number, atSeconds: number): object => ({
  from: phoneOf(customer),
  from_user_id: userIdOf(customer),
  id: wamid(customer, index),
  timestamp: String(atSeconds),
  text: { body: `${TEXTS[index % TEXTS.length]}${FILLER.slice(0, 120 + (index % 7) * 20)}` },
  type: 'text',
})
const FILLER =
  'We are a small kirana in the old market and write from the counter between customers, so please bear with '.concat(
    'slow answers; my brother reads this number too. If it is easier, call after six in the evening. Order no. 20418.',
  )

const contactOf = (customer: number): object => ({
  profile: { name: `Customer ${customer} शर्मा` },
  wa_id: phoneOf(customer),
  user_id: userIdOf(customer),
})

/** A status of something that we sent earlier: parked or ignored, never an effect that is counted. */
const statusOf = (customer: number, index: number, atSeconds: number): object => ({
  id: wamid(customer, 0x7000_0000 + index - (index % 3)),
  status: index % 3 === 1 ? 'delivered' : 'read',
  timestamp: String(atSeconds),
  recipient_id: phoneOf(customer),
  recipient_user_id: userIdOf(customer),
  pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
})

const phoneOf = (customer: number): string => `9198${String(10_000_000 + customer * 37)}`
const userIdOf = (customer: number): string => `IN.${String(1_000_000_000_000 + customer * 7919)}`

function wamid(customer: number, index: number): string {
  const digits = (Math.imul(index + 1, 0x9e37_79b1) >>> 0).toString(16).padStart(8, '0')
  const hex = `3A${digits}${index.toString(16).padStart(10, '0')}`.toUpperCase()
  const bytes = `\u001c\u0018\u000c${phoneOf(customer)}\u0015\u0002\u0000\u0012\u0018\u0014${hex}\u0000`
  return `wamid.${Buffer.from(bytes, 'latin1').toString('base64')}`
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

function shuffled(length: number, random: () => number): readonly number[] {
  const order = Array.from({ length }, (_, n) => n)
  for (let n = length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1))
    const kept = order[n] ?? 0
    order[n] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

/** A small seeded generator (Mulberry32): same plan in every process and every run. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b_79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
