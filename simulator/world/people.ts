/** Numbers, accounts and customers: how they come into the world. */
import type { BusinessNumber, Customer, NewCustomer, NewNumber } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { bsuidOf } from '#simulator/world/ids.ts'
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
  const messagesPerSecond = given.messagesPerSecond ?? sim.rules.messagesPerSecond
  const number: SimNumber = {
    phoneNumberId,
    wabaId: waba.id,
    displayPhoneNumber: (given.displayPhoneNumber ?? `9190000${phoneNumberId.slice(-5)}`).replaceAll(
      /\D/g,
      '',
    ),
    verifiedName: given.verifiedName,
    accessToken: given.accessToken ?? null,
    messagesPerSecond,
    qualityRating: 'GREEN',
    messagingLimit: given.messagingLimit ?? 'TIER_100K',
    status: given.status ?? 'CONNECTED',
    pin: given.pin ?? null,
    isOnBusinessApp: given.isOnBusinessApp ?? false,
    override: null,
    profile: {},
    settings: {},
    bucket: { tokens: messagesPerSecond, at: 0 },
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

/** A customer. One with this id or phone that is there already is given the new name and wishes. */
export function addCustomer(sim: Simulation, given: NewCustomer): SimCustomer {
  const { world } = sim
  const phone = (given.phone ?? `9170${sim.ids.objectId().slice(-8)}`).replaceAll(/\D/g, '')
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
  }
  world.customers.set(customer.id, customer)
  world.customerByPhone.set(customer.phone, customer.id)
  world.customerByBsuid.set(customer.bsuid, customer.id)
  sim.hub.emit({ type: 'customers' })
  sim.touch()
  return customer
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
