/** Numbers, accounts and customers: how they come into the world. */
import type { BusinessNumber, Customer, NewCustomer, NewNumber } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { bsuidOf } from '#simulator/world/ids.ts'
import { PAIR_BURST, PAIR_REFILL_MS, hasToken, THROUGHPUT_COEXISTENCE } from '#simulator/world/limits.ts'
import type { SimCustomer, SimNumber, Waba } from '#simulator/world/world.ts'

/** A number, and its account if that is new. A number that is there already is left as it is. */
export function addNumber(sim: Simulation, given: NewNumber): SimNumber {
  const phoneNumberId = given.phoneNumberId ?? sim.ids.objectId()
  const known = sim.world.numbers.get(phoneNumberId)
  if (known !== undefined) return known
  const first = sim.world.wabas.values().next().value
  const waba = wabaOf(
    sim,
    given.wabaId ?? first?.id ?? sim.ids.objectId(),
    given.verifiedName,
    given.isSubscribed ?? true,
  )
  const usual = given.isOnBusinessApp === true ? THROUGHPUT_COEXISTENCE : sim.rules.messagesPerSecond
  const number: SimNumber = {
    phoneNumberId,
    wabaId: waba.id,
    displayPhoneNumber: (given.displayPhoneNumber ?? `9190000${phoneNumberId.slice(-5)}`).replaceAll(
      /\D/g,
      '',
    ),
    verifiedName: given.verifiedName,
    accessToken: given.accessToken ?? null,
    messagesPerSecond: given.messagesPerSecond ?? usual,
    qualityRating: 'GREEN',
    messagingLimit: given.messagingLimit ?? 'TIER_100K',
    status: given.status ?? 'CONNECTED',
    pin: given.pin ?? null,
    isOnBusinessApp: given.isOnBusinessApp ?? false,
    override: null,
    profile: {},
    settings: {},
    blocked: [],
    service: { month: '', count: 0 },
  }
  sim.world.numbers.set(phoneNumberId, number)
  sim.hub.emit({ type: 'numbers' })
  sim.touch()
  return number
}

/** An account, subscribed from the start unless said: the app may attach and detach itself through Graph. */
function wabaOf(sim: Simulation, id: string, name: string, isSubscribed = true): Waba {
  const known = sim.world.wabas.get(id)
  if (known !== undefined) return known
  const waba: Waba = { id, name, isSubscribed, override: null }
  sim.world.wabas.set(id, waba)
  return waba
}

/** A customer. One with this id or phone that is there already is given the new name and wishes, and is a stranger no more. */
export function addCustomer(sim: Simulation, given: NewCustomer, isStranger = false): SimCustomer {
  const { world } = sim
  const phone = (given.phone ?? madeUpPhone(sim)).replaceAll(/\D/g, '')
  const known = world.customers.get(given.id ?? world.customerByPhone.get(phone) ?? '')
  const customer: SimCustomer = {
    id: known?.id ?? given.id ?? sim.ids.customerId(),
    phone: known?.phone ?? phone,
    name: given.name,
    username:
      (given.username === undefined ? (known?.username ?? null) : given.username)?.replace(/^@/, '') ?? null,
    bsuid: known?.bsuid ?? given.bsuid ?? bsuidOf(String(sim.seed), phone, 0),
    hidesPhone: given.hidesPhone ?? known?.hidesPhone ?? false,
    generation: known?.generation ?? 0,
    ...(isStranger ? { isStranger } : {}),
  }
  world.customers.set(customer.id, customer)
  world.customerByPhone.set(customer.phone, customer.id)
  world.customerByBsuid.set(customer.bsuid, customer.id)
  sim.hub.emit({ type: 'customers' })
  sim.touch()
  return customer
}

/** Its last six digits begin with a 5: none of Meta's codes does, so nobody is a sentinel by accident. */
function madeUpPhone(sim: Simulation): string {
  const digits = sim.ids.objectId().slice(-7)
  return `9170${digits.slice(0, 2)}5${digits.slice(2)}`
}

/** What the control API shows of a customer. */
export function customerOf({ id, phone, name, username, bsuid, hidesPhone }: SimCustomer): Customer {
  return { id, phone, name, username, bsuid, hidesPhone }
}

/** What the control API shows of a number. */
export function businessNumberOf(number: SimNumber): BusinessNumber {
  const { phoneNumberId, wabaId, displayPhoneNumber, verifiedName } = number
  return { phoneNumberId, wabaId, displayPhoneNumber, verifiedName }
}

/**
 * Somebody who is known only because a business writes to them. The id comes from the phone number, so that whatever is
 * drawn from it does not depend on who was written to first.
 */
export function addStranger(sim: Simulation, phone: string): SimCustomer {
  const id = `c${phone}`
  const isTaken = sim.world.customers.has(id)
  return addCustomer(sim, { name: `+${phone}`, phone, ...(isTaken ? {} : { id }) }, true)
}

/** How many messages are sent before strangers are looked through. */
const FORGETS_AFTER = 5000

/** Where only figures are kept: strangers to whom nothing is to happen any more are forgotten, now and again. */
export function forgetStrangers(sim: Simulation, sent: number): void {
  if (sim.rules.keeps !== 'figures' || sent % FORGETS_AFTER !== 0) return
  const { chats, customers, customerByPhone, customerByBsuid } = sim.world
  const now = sim.clock.now()
  const needed = new Set<string>()
  for (const [key, chat] of chats) {
    const isPlain =
      chat.messages.length === 0 &&
      chat.lastInboundAt === null &&
      (chat.due ?? 0) === 0 &&
      !chat.hasStoppedMarketing &&
      chat.isBlocked !== true &&
      hasToken(chat.pair, now, PAIR_BURST, PAIR_REFILL_MS) &&
      chat.pair.tokens >= PAIR_BURST
    if (isPlain && customers.get(chat.customer)?.isStranger === true) chats.delete(key)
    else needed.add(chat.customer)
  }
  for (const [id, { isStranger, phone, bsuid }] of customers) {
    if (isStranger !== true || needed.has(id)) continue
    customers.delete(id)
    customerByPhone.delete(phone)
    customerByBsuid.delete(bsuid)
  }
}
