/**
 * Histories as Meta could tell them: a few customers, two businesses' numbers, everything that webhooks speak of. Steps are
 * plain numbers, so that fast-check can shrink them; what they mean is decided here, by a small world with a clock.
 */
import fc from 'fast-check'
import { bodyOf, messagesOf, type TestNumber, type Told } from './ingest.ts'

export type Step = {
  readonly actor: number
  readonly what: number
  readonly number: number
  /** Seconds since the step before; 0 makes ties. */
  readonly wait: number
  readonly pick: number
}
export const steps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      actor: fc.nat(6),
      what: fc.nat(ACTIONS.length - 1),
      number: fc.nat(3),
      wait: fc.nat(3),
      pick: fc.nat(1000),
    }),
    { minLength: 3, maxLength, size: 'max' },
  )

type Customer = {
  phone: string | null
  bsuid: string | null
  parent: string | null
  username: string | null
  name: string
  wrote: string[]
}
type World = {
  now: number
  serial: number
  readonly numbers: readonly TestNumber[]
  readonly customers: Customer[]
  /** Given up by somebody; the next one to register gets one of these. */
  readonly abandoned: string[]
  readonly sent: string[]
  readonly told: Told[]
}

const START = Date.UTC(2026, 10, 1) / 1000

const person = (part: Partial<Customer>): Customer => ({
  phone: null,
  bsuid: null,
  parent: null,
  username: null,
  name: 'Asha',
  wrote: [],
  ...part,
})

/** What Meta tells of this history, in the order in which it happened. */
export function tell(history: readonly Step[], numbers: readonly TestNumber[]): Told[] {
  const world: World = {
    now: START,
    serial: 0,
    numbers,
    customers: [
      person({ phone: '911000' }),
      person({ phone: '911001', bsuid: 'IN.1' }),
      person({ bsuid: 'IN.2', username: 'two' }),
      person({ phone: '911003', bsuid: 'IN.3', parent: 'IN.ENT.3' }),
      person({ phone: '911004' }), // gets a BSUID later
      person({}), // registers later, perhaps with somebody's old number
      person({}),
    ],
    abandoned: ['911099'],
    sent: ['wamid.ours.1', 'wamid.ours.2'],
    told: [],
  }
  for (const step of history) {
    world.now += step.wait
    const customer = world.customers[step.actor]
    const number = numbers[step.number % numbers.length]
    if (customer !== undefined && number !== undefined) ACTIONS[step.what]?.(world, customer, number, step)
  }
  return world.told
}

type Action = (world: World, customer: Customer, number: TestNumber, step: Step) => void

const fresh = (world: World, prefix: string): string => `${prefix}.${(world.serial += 1)}`
const isKnown = ({ phone, bsuid }: Customer): boolean => phone !== null || bsuid !== null

/** Who it is from, as Meta names them; at times the number is hidden, where there is a BSUID. */
function named({ phone, bsuid, parent }: Customer, pick: number): Record<string, string> {
  const isHidden = bsuid !== null && pick % 4 === 0
  return {
    ...(phone === null || isHidden ? {} : { from: phone }),
    ...(bsuid === null ? {} : { from_user_id: bsuid }),
    ...(parent === null || pick % 3 === 0 ? {} : { from_parent_user_id: parent }),
  }
}

function card(customer: Customer, pick: number): object {
  const { from, from_user_id, from_parent_user_id } = named(customer, pick)
  return {
    profile: {
      name: customer.name,
      ...(customer.username === null ? {} : { username: customer.username }),
    },
    wa_id: from,
    user_id: from_user_id,
    parent_user_id: from_parent_user_id,
  }
}

function say(world: World, customer: Customer, number: TestNumber, pick: number, item: object): void {
  if (!isKnown(customer)) return
  const id = fresh(world, 'wamid.in')
  customer.wrote.push(id)
  const message = { ...named(customer, pick), id, timestamp: String(world.now), ...item }
  world.told.push(messagesOf(number, { contacts: [card(customer, pick)], messages: [message] }))
}

const about = (world: World, pick: number, own: readonly string[]): string =>
  own[pick % Math.max(1, own.length)] ?? world.sent[pick % world.sent.length] ?? 'wamid.unknown'

const text: Action = (world, customer, number, { pick }) => {
  const referral = pick % 7 === 0 ? { referral: { source_type: 'ad', source_id: `${pick}` } } : {}
  say(world, customer, number, pick, { type: 'text', text: { body: `text ${world.serial}` }, ...referral })
}
const image: Action = (world, customer, number, { pick }) =>
  say(world, customer, number, pick, {
    type: 'image',
    image: { id: `media.${world.serial}`, mime_type: 'image/jpeg', caption: 'see' },
  })
const other: Action = (world, customer, number, { pick }) =>
  say(
    world,
    customer,
    number,
    pick,
    pick % 2 === 0
      ? { type: 'order', order: { catalog_id: 'c', product_items: [{ quantity: 1 }] } }
      : {
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'Yes' } },
        },
  )
const edit: Action = (world, customer, number, { pick }) =>
  say(world, customer, number, pick, {
    type: pick % 3 === 0 ? 'revoke' : 'edit',
    edit: {
      original_message_id: about(world, pick, customer.wrote),
      message: { type: 'text', text: { body: `edited ${world.serial}` } },
    },
    revoke: { original_message_id: about(world, pick, customer.wrote) },
  })
const react: Action = (world, customer, number, { pick }) =>
  say(world, customer, number, pick, {
    type: 'reaction',
    reaction: { message_id: about(world, pick, []), emoji: pick % 3 === 0 ? '' : ['👍', '🙏'][pick % 2] },
  })

const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed']
const status: Action = (world, customer, number, { pick }) => {
  const { from, from_user_id } = named(customer, pick)
  const state = STATUSES[pick % STATUSES.length]
  const item = {
    id: about(world, pick, []),
    status: state,
    timestamp: String(world.now),
    recipient_id: from,
    recipient_user_id: from_user_id,
    ...(state === 'failed' ? { errors: [{ code: 131_026 + (pick % 3) }] } : {}),
    ...(pick % 2 === 0 ? { pricing: { category: 'utility', type: 'regular' } } : {}),
  }
  const contacts = state === 'failed' || !isKnown(customer) ? {} : { contacts: [card(customer, pick)] }
  world.told.push(messagesOf(number, { ...contacts, statuses: [item] }))
}

/** Typed in the Business app; Meta may name the customer by number alone. */
const echo: Action = (world, { phone, bsuid }, number, { pick }) => {
  if (phone === null && bsuid === null) return
  const id = fresh(world, 'wamid.app')
  world.sent.push(id)
  const to = phone === null || (pick % 3 === 0 && bsuid !== null) ? {} : { to: phone }
  const userId = bsuid === null || ('to' in to && pick % 2 === 0) ? {} : { to_user_id: bsuid }
  const item = { from: number.display, ...to, ...userId, id, timestamp: String(world.now), type: 'text' }
  const value = { message_echoes: [{ ...item, text: { body: 'from the app' } }] }
  world.told.push(messagesOf(number, value, 'smb_message_echoes'))
}

/** A new number brings a new BSUID; the old number is free for somebody else. */
const changeNumber: Action = (world, customer, number, { pick }) => {
  const { phone, bsuid, parent } = customer
  if (phone === null) return
  world.now += 1
  const wasThere = pick % 5 === 0 && world.abandoned[0] !== undefined
  customer.phone = wasThere ? (world.abandoned.shift() ?? '') : `912${(world.serial += 1)}`
  world.abandoned.push(phone)
  if (bsuid !== null) customer.bsuid = `IN.${(world.serial += 1)}00`
  if (parent !== null) customer.parent = `IN.ENT.${world.serial}00`
  const system = {
    type: 'user_changed_number',
    body: 'changed',
    wa_id: customer.phone,
    ...(bsuid === null ? {} : { user_id: customer.bsuid, previous_user_id: bsuid }),
    ...(parent === null ? {} : { parent_user_id: customer.parent, previous_parent_user_id: parent }),
  }
  const id = fresh(world, 'wamid.system')
  const item = { from: phone, id, timestamp: String(world.now), type: 'system', system }
  world.told.push(messagesOf(number, { messages: [item] }))
  world.now += 1
}

const changeId: Action = (world, customer, number) => {
  const { phone, bsuid } = customer
  if (bsuid === null || phone !== null) return
  customer.bsuid = `IN.${(world.serial += 1)}00`
  const system = { type: 'user_changed_user_id', user_id: customer.bsuid, previous_user_id: bsuid }
  const id = fresh(world, 'wamid.system')
  world.told.push(
    messagesOf(number, { messages: [{ id, timestamp: String(world.now), type: 'system', system }] }),
  )
}

/** Somebody new, or somebody who had no BSUID yet; a new customer may get an abandoned number. */
const register: Action = (world, customer, _number, { pick }) => {
  if (!isKnown(customer)) {
    customer.phone = pick % 4 === 0 ? null : (world.abandoned.shift() ?? null)
    world.now += 1
    if (pick % 3 === 0 && customer.phone !== null) return
  }
  customer.bsuid ??= `IN.${(world.serial += 1)}00`
}

const rename: Action = (_world, customer, _number, { pick }) => {
  customer.name = `Asha ${pick}`
  if (customer.bsuid !== null && pick % 2 === 0) customer.username = `asha.${pick}`
}

const prefer: Action = (world, customer, number, { pick }) => {
  if (!isKnown(customer)) return
  const { from, from_user_id } = named(customer, pick)
  const item = {
    wa_id: from,
    user_id: from_user_id,
    category: 'marketing_messages',
    value: pick % 2 === 0 ? 'stop' : 'resume',
    timestamp: world.now,
  }
  world.told.push(messagesOf(number, { user_preferences: [item] }, 'user_preferences'))
}

const book: Action = (world, { phone, bsuid }, number, { pick }) => {
  if (phone === null) return
  const item = {
    type: 'contact',
    action: pick % 4 === 0 ? 'remove' : 'add',
    contact: {
      phone_number: phone,
      ...(bsuid === null || pick % 2 === 0 ? {} : { user_id: bsuid }),
      ...(pick % 4 === 0 ? {} : { full_name: `Book ${pick}` }),
    },
    metadata: { timestamp: String(world.now) },
  }
  world.told.push(messagesOf(number, { state_sync: [item] }, 'smb_app_state_sync'))
}

/** A backfill names the thread by number alone or by all names; a placeholder's media comes in a webhook of its own. */
const history: Action = (world, customer, number, { pick }) => {
  const { phone, bsuid, wrote } = customer
  if (phone === null) return
  const at = String(world.now - (pick % 5))
  const ids = [fresh(world, 'wamid.old'), fresh(world, 'wamid.old')]
  const known = wrote[pick % Math.max(1, wrote.length)]
  const messages = [
    {
      from: phone,
      id: ids[0],
      timestamp: at,
      type: 'media_placeholder',
      history_context: { status: 'READ' },
    },
    { from: number.display, to: phone, id: ids[1], timestamp: at, type: 'text', text: { body: 'old' } },
    ...(pick % 3 === 0 && known !== undefined
      ? [{ from: phone, id: known, timestamp: at, type: 'text', text: { body: 'told twice' } }]
      : []),
  ].map((item) => ({ history_context: { status: 'DELIVERED' }, ...item }))
  const context =
    bsuid === null || pick % 2 === 0
      ? {}
      : { context: { wa_id: phone, user_id: bsuid, username: 'old.name' } }
  const chunk = {
    metadata: { phase: 1, chunk_order: pick, progress: 50 },
    threads: [{ id: phone, ...context, messages }],
  }
  world.sent.push(ids[1] ?? '')
  world.told.push(messagesOf(number, { history: [chunk] }, 'history'))
  if (pick % 4 === 0) return
  const media = {
    from: phone,
    id: ids[0],
    timestamp: at,
    type: 'image',
    image: { id: 'm', mime_type: 'image/png' },
  }
  world.told.push(messagesOf(number, { messages: [media] }, 'history'))
}

const manage: Action = (world, _customer, number, { pick }) => {
  const value: object =
    [
      {
        display_phone_number: number.display,
        event: pick % 2 === 0 ? 'FLAGGED' : 'UNFLAGGED',
        current_limit: 'TIER_1K',
      },
      { display_phone_number: number.display, event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' },
      { max_daily_conversations_per_business: pick },
      { display_phone_number: number.display, decision: 'APPROVED', requested_verified_name: `Shop ${pick}` },
      { event: 'APPROVED', message_template_id: 1_234_567_890_123_456, message_template_name: 'hello' },
    ][pick % 5] ?? {}
  const field = [
    'phone_number_quality_update',
    'phone_number_quality_update',
    'business_capability_update',
    'phone_number_name_update',
    'message_template_status_update',
  ][pick % 5]
  world.told.push({ entry: number.wabaId, time: world.now, change: { field, value } })
}

const ACTIONS: readonly Action[] = [
  text,
  text,
  image,
  other,
  edit,
  react,
  status,
  status,
  echo,
  changeNumber,
  changeNumber,
  changeId,
  register,
  register,
  rename,
  prefer,
  book,
  history,
  manage,
]

/** Another way in which the same could have come in: shuffled, some of it twice, in bodies of other sizes. */
export function rearranged(told: readonly Told[], seed: number): string[] {
  const random = generator(seed)
  const twice = [...told, ...told.filter(() => random() < 0.3)]
  for (let i = twice.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[twice[i], twice[j]] = [twice[j] as Told, twice[i] as Told]
  }
  const bodies: string[] = []
  for (let at = 0; at < twice.length;) {
    const size = random() < 0.5 ? 1 : 1 + Math.floor(random() * twice.length)
    bodies.push(bodyOf(...twice.slice(at, at + size)))
    at += size
  }
  return bodies
}

/** Mulberry32. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
