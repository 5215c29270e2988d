/**
 * A business sends a message: Meta's order of refusals, and then what Meta takes.
 *
 * What is accepted is on the phone at once; `delivered` is told of later. What Meta refuses only afterwards (a closed
 * window, a recipient who stopped advertising, most sentinels) gets its 200 and then a failed status.
 */
import { GraphError, ERROR_TABLE } from '#simulator/graph/graph-error.ts'
import { checkMessage, mediaIdsOf, MEDIA_KEYS, type Outgoing } from '#simulator/messages/check-message.ts'
import { checkTemplateSend } from '#simulator/messages/check-template.ts'
import { isTired, takeFromAttention } from '#simulator/messages/fatigue.ts'
import { hold, isHeld, type Held } from '#simulator/messages/pacing.ts'
import { isUnreachable } from '#simulator/messages/population.ts'
import { priceOf } from '#simulator/messages/pricing.ts'
import { continueDelivery, showMessage } from '#simulator/messages/progress.ts'
import { renderTemplate } from '#simulator/messages/render-template.ts'
import { wordsOf as textOf } from '#simulator/messages/shape.ts'
import { hasInternationalRate } from '#simulator/messages/invoice.ts'
import { takeFromMessagingLimit } from '#simulator/messages/messaging-limit.ts'
import { sentinelOf } from '#simulator/messages/sentinel.ts'
import { countViolation } from '#simulator/messages/violations.ts'
import type { PhoneMessage } from '#simulator/protocol.ts'
import type { Tally } from '#simulator/messages/tally.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportStatus } from '#simulator/webhooks/report.ts'
import { hasToken, isWindowOpen, PAIR_BURST, PAIR_REFILL_MS, takeToken } from '#simulator/world/limits.ts'
import { addCustomer, addStranger, forgetStrangers } from '#simulator/world/people.ts'
import { countryOf, digitsOf } from '#simulator/world/phone-number.ts'
import { takeFromSecond } from '#simulator/world/throughput.ts'
import {
  addMessage,
  chatOf,
  templateKey,
  type Category,
  type Chat,
  type Delivery,
  type Json,
  type Message,
  type SimCustomer,
  type SimNumber,
  type Template,
} from '#simulator/world/world.ts'

/** The edge that was called: the second takes marketing templates only. */
export type Door = 'messages' | 'marketing_messages'

/**
 * The answer to an accepted send.
 * @param failsWith what is to become of it in any case: a code that comes as a failed status.
 */
export function sendMessage(
  sim: Simulation,
  number: SimNumber,
  body: Json,
  door: Door,
  failsWith: number | null = null,
): Json {
  const outgoing = checkMessage(body)
  checkMedia(sim, outgoing)
  const customer = recipientOf(sim, number, outgoing)
  const later = sentinel(sim, customer) ?? failsWith
  if (number.blocked.includes(customer.id)) throw new GraphError(130403)
  const now = sim.clock.now()
  const chat = chatOf(sim.world, customer.id, number.phoneNumberId)
  takeFromLimits(sim, number, chat, now)
  checkDoor(sim, number, outgoing, door)
  const template = templateOf(sim, number, outgoing, door)
  checkReaction(sim, chat, outgoing)
  checkStanding(sim, number, template, now)
  const failure = later ?? lateRefusal(sim, chat, outgoing, template, now)
  if (failure === null && template !== null && !isWindowOpen(chat.lastInboundAt, now)) {
    takeFromMessagingLimit(sim, number, customer.id)
    if (template.category === 'MARKETING') takeFromAttention(sim, customer.id)
  }
  const wamid = sim.ids.wamid('business', customer.phone)
  const category = categoryOf(sim, number, customer, template, door)
  const delivery: Delivery = {
    status: 'sent',
    callback: outgoing.callback,
    category,
    pricingType: failure === null ? priceOf(number, chat, category, now) : 'regular',
    namesPhone: outgoing.to !== null || !customer.hidesPhone,
    templateId: template?.id ?? null,
  }
  const message = failure === null ? messageOf(sim, chat, { outgoing, template, wamid, delivery, now }) : null
  const isHeldBack = message !== null && template !== null && isHeld(sim, template)
  sim.tally.accept(sendOf(chat, delivery, template))
  if (failure !== null) fail(sim, chat, wamid, delivery, failure)
  else if (isHeldBack) {
    chat.due = (chat.due ?? 0) + 1
    hold(sim, template, { chat: chat.key, message }, (one, isDropped) => release(sim, one, isDropped))
  } else if (message !== null) deliver(sim, chat, outgoing, message)
  forgetStrangers(sim, sim.tally.accepted())
  sim.touch()
  return answerOf(outgoing, customer, wamid, template, isHeldBack)
}

function fail(sim: Simulation, chat: Chat, wamid: string, delivery: Delivery, code: number): void {
  delivery.status = 'failed'
  sim.tally.fail(code)
  reportStatus(sim, chat, wamid, delivery, 'failed', { code })
}

/** What was held goes out now, or never. */
export function release(sim: Simulation, { chat: key, message }: Held, isDropped: boolean): void {
  const chat = sim.world.chats.get(key)
  const { delivery } = message
  if (chat === undefined || delivery === null) return
  chat.due = (chat.due ?? 1) - 1
  if (isDropped) fail(sim, chat, message.wamid, delivery, 132015)
  else if (chat.isBlocked === true) fail(sim, chat, message.wamid, delivery, 131026)
  else letOut(sim, chat, { ...message, at: sim.clock.now() }, message.rendered?.body ?? null)
}

/** What the tally is told. */
const sendOf = (
  chat: Chat,
  { callback }: Delivery,
  template: Template | null,
): Parameters<Tally['accept']>[0] => ({
  callback,
  number: chat.number,
  template: template === null ? null : templateKey(template.wabaId, template.name, template.language),
})

function answerOf(
  outgoing: Outgoing,
  customer: SimCustomer,
  wamid: string,
  template: Template | null,
  isHeldBack: boolean,
): Json {
  const contact =
    outgoing.to === null
      ? { input: outgoing.bsuid, user_id: outgoing.bsuid }
      : { input: outgoing.to, wa_id: customer.phone }
  const message =
    template === null
      ? { id: wamid }
      : { id: wamid, message_status: isHeldBack ? 'held_for_quality_assessment' : 'accepted' }
  return { messaging_product: 'whatsapp', contacts: [contact], messages: [message] }
}

/** Source: the texts are what Meta answers for an id that it does not have. */
function checkMedia(sim: Simulation, outgoing: Outgoing): void {
  const isMedia = MEDIA_KEYS.has(outgoing.type)
  if (!isMedia && outgoing.type !== 'interactive' && outgoing.type !== 'template') return
  for (const { id, place } of mediaIdsOf({ [outgoing.type]: outgoing.object }, '')) {
    const media = sim.world.media.get(id)
    if (media === undefined || media.isDeleted || media.expiresAt <= sim.clock.now()) {
      const where = place.replace(/^\['([a-z]+)'\]/, '$1')
      throw new GraphError(100, `Param ${where} is not a valid whatsapp business account media attachment ID`)
    }
  }
}

function recipientOf(sim: Simulation, number: SimNumber, outgoing: Outgoing): SimCustomer {
  if (outgoing.isToGroup) throw new GraphError(131041, 'The simulator has no groups.')
  if (outgoing.to === null) {
    const id = sim.world.customerByBsuid.get(outgoing.bsuid ?? '')
    const customer = id === undefined ? undefined : sim.world.customers.get(id)
    if (customer !== undefined) return customer
    if (!sim.rules.trustsHistory || outgoing.bsuid === null)
      throw new GraphError(131009, 'recipient is not a user of this business portfolio.')
    return addCustomer(sim, { name: 'WhatsApp user', bsuid: outgoing.bsuid, hidesPhone: true })
  }
  const phone = digitsOf(outgoing.to, number.displayPhoneNumber)
  if (phone === null) throw new GraphError(131009, 'to is not a valid phone number.')
  if (phone === number.displayPhoneNumber) throw new GraphError(131021)
  const known = sim.world.customerByPhone.get(phone)
  const customer = known === undefined ? undefined : sim.world.customers.get(known)
  return customer ?? addStranger(sim, phone)
}

/** Throws if the recipient asks for an error that comes as an answer; returns one that comes later. */
function sentinel(sim: Simulation, customer: SimCustomer): number | null {
  const code = sim.rules.sentinels ? sentinelOf(customer.phone) : null
  if (code === null) return null
  if (ERROR_TABLE[code]?.isAsync !== true)
    throw new GraphError(code, undefined, code === 190 ? { subcode: 463 } : {})
  return code
}

function takeFromLimits(sim: Simulation, number: SimNumber, chat: Chat, now: number): void {
  const { messagesPerSecond, phoneNumberId } = number
  const { pairLimit } = sim.rules
  if (pairLimit && !hasToken(chat.pair, now, PAIR_BURST, PAIR_REFILL_MS)) {
    countViolation(sim, 'pair', phoneNumberId)
    throw new GraphError(131056)
  }
  if (!takeFromSecond(sim, phoneNumberId, messagesPerSecond)) {
    countViolation(sim, 'throughput', phoneNumberId)
    throw new GraphError(130429, undefined, { subcode: 2494055 })
  }
  if (pairLimit) takeToken(chat.pair, now, PAIR_BURST, PAIR_REFILL_MS)
}

function templateOf(sim: Simulation, number: SimNumber, outgoing: Outgoing, door: Door): Template | null {
  const sent = outgoing.template
  if (sent === null) {
    if (door === 'marketing_messages') throw new GraphError(100, 'Message type must be template.')
    return null
  }
  const { name, language } = sent
  const id = sim.world.templateByName.get(templateKey(number.wabaId, name, language.code))
  const template = id === undefined ? undefined : sim.world.templates.get(id)
  if (template === undefined)
    throw new GraphError(132001, `template name (${name}) does not exist in ${language.code}`)
  if (template.status === 'PAUSED') throw new GraphError(132015)
  if (template.status === 'DISABLED') throw new GraphError(132016)
  if (template.status !== 'APPROVED')
    throw new GraphError(132001, `template name (${name}) is ${template.status} in ${language.code}`)
  if (door === 'marketing_messages' && template.category !== 'MARKETING') throw new GraphError(134100)
  const isMarketingOff = sim.world.wabas.get(number.wabaId)?.isMarketingOffMessages === true
  if (door === 'messages' && isMarketingOff && template.category === 'MARKETING') throw new GraphError(131063)
  if (template.category === 'AUTHENTICATION' && outgoing.to === null) throw new GraphError(131062)
  checkTemplateSend(template, sent)
  template.activeAt = sim.clock.now()
  return template
}

/** Marketing has a door of its own for accounts that accepted its terms. Which code the others get Meta does not say. */
function checkDoor(sim: Simulation, number: SimNumber, outgoing: Outgoing, door: Door): void {
  if (door === 'messages' || outgoing.template === null) return
  if (sim.world.wabas.get(number.wabaId)?.marketingMessages !== 'ONBOARDED')
    throw new GraphError(131055, 'The account is not onboarded to the Marketing Messages API.')
}

/** What Meta holds against the account. Source: cloud-api reference, a.6 and e.2. */
function checkStanding(sim: Simulation, number: SimNumber, template: Template | null, now: number): void {
  const standing = sim.world.wabas.get(number.wabaId)?.standing
  if (standing === undefined) return
  if (standing.ban === 'DISABLE') throw new GraphError(131031)
  const kind =
    template === null ? 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING' : 'RESTRICTED_BIZ_INITIATED_MESSAGING'
  if (standing.restrictions.some(({ type, until }) => type === kind && until > now)) throw new GraphError(368)
}

/** A reaction needs something to react to. Source: Meta, "Reaction messages": else 131009. */
function checkReaction(sim: Simulation, chat: Chat, outgoing: Outgoing): void {
  if (outgoing.type !== 'reaction') return
  if (reactedTo(chat, outgoing) === undefined && !isFromBefore(sim, chat))
    throw new GraphError(131009, 'The message to react to was not found.')
}

function reactedTo(chat: Chat, outgoing: Outgoing): Message | undefined {
  const { message_id: id } = outgoing.object as { message_id?: string }
  return chat.messages.findLast((message) => message.wamid === id && message.revokedAt === null)
}

/** The code of a refusal that comes only after the 200, or null. */
function lateRefusal(
  sim: Simulation,
  chat: Chat,
  outgoing: Outgoing,
  template: Template | null,
  now: number,
): number | null {
  // Meta does not say that somebody blocked the business; it says that nothing can be delivered.
  if (chat.isBlocked === true || isUnreachable(sim, chat)) return 131026
  if (template === null) {
    const isOpen = isWindowOpen(chat.lastInboundAt, now) || isFromBefore(sim, chat)
    if (sim.rules.window === 'off' || isOpen) return linkFailure(outgoing)
    if (sim.rules.window === 'sync') throw new GraphError(131047)
    return 131047
  }
  if (template.category === 'MARKETING') {
    if (chat.hasStoppedMarketing) return 131050
    if (!isWindowOpen(chat.lastInboundAt, now) && isTired(sim, chat.customer)) return 131049
  }
  return linkFailure(outgoing)
}

/** Somebody who never wrote in this world, in a world that trusts what the app remembers. */
const isFromBefore = (sim: Simulation, chat: Chat): boolean =>
  sim.rules.trustsHistory && chat.lastInboundAt === null

/** No address is ever fetched; one that can never exist stands for a file that Meta could not get. */
function linkFailure(outgoing: Outgoing): number | null {
  if (!MEDIA_KEYS.has(outgoing.type)) return null
  const { link } = outgoing.object as { link?: string }
  return link !== undefined && new URL(link).hostname.endsWith('.invalid') ? 131053 : null
}

function categoryOf(
  sim: Simulation,
  number: SimNumber,
  customer: SimCustomer,
  template: Template | null,
  door: Door,
): Category {
  if (template === null) return 'service'
  if (template.category === 'MARKETING') return door === 'marketing_messages' ? 'marketing_lite' : 'marketing'
  if (template.category === 'UTILITY') return 'utility'
  const { authInternationalFrom: from, country = 'IN' } = sim.world.wabas.get(number.wabaId) ?? {}
  const now = sim.clock.now()
  const there = countryOf(customer.phone)
  const isAbroad = from !== undefined && from <= now && there !== country && hasInternationalRate(there, now)
  return isAbroad ? 'authentication-international' : 'authentication'
}

type Accepted = {
  readonly outgoing: Outgoing
  readonly template: Template | null
  readonly wamid: string
  readonly delivery: Delivery
  readonly now: number
}

function messageOf(
  sim: Simulation,
  chat: Chat,
  { outgoing, template, wamid, delivery, now }: Accepted,
): Message {
  const { type } = outgoing
  const rendered =
    template === null || outgoing.template === null ? null : renderTemplate(template, outgoing.template)
  return {
    wamid,
    by: 'business',
    chat: chat.key,
    type,
    content: { [type]: outgoing.object },
    rendered,
    at: now,
    ticks: 'sent',
    replyTo: outgoing.replyTo !== null && sim.world.messages.has(outgoing.replyTo) ? outgoing.replyTo : null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    delivery,
  }
}

function deliver(sim: Simulation, chat: Chat, outgoing: Outgoing, message: Message): void {
  if (outgoing.type === 'reaction') react(sim, chat, outgoing)
  letOut(sim, chat, message, wordsOf(outgoing, message.rendered))
}

/** It is on the phone, and its statuses begin. */
function letOut(sim: Simulation, chat: Chat, message: Message, body: string | null): void {
  const { wamid, type, delivery, at } = message
  if (delivery === null) return
  const { callback } = delivery
  const template = sim.world.templates.get(delivery.templateId ?? '') ?? null
  sim.tally.reach(sendOf(chat, delivery, template))
  if (sim.rules.keeps === 'everything')
    sim.world.sends.push({
      wamid,
      phoneNumberId: chat.number,
      customer: chat.customer,
      type,
      callback,
      body,
      at,
    })
  reportStatus(sim, chat, wamid, delivery, 'sent', { pricing: true })
  if (type !== 'reaction') {
    if (isLookedAt(sim, chat)) addMessage(sim.world, chat, message)
    showMessage(sim, message)
  }
  continueDelivery(sim, chat, message)
}

/** Where only figures are kept, nobody will ever look at what strangers got. */
const isLookedAt = (sim: Simulation, chat: Chat): boolean =>
  sim.rules.keeps === 'everything' || sim.world.customers.get(chat.customer)?.isStranger !== true

function react(sim: Simulation, chat: Chat, outgoing: Outgoing): void {
  const target = reactedTo(chat, outgoing)
  if (target === undefined) return
  const { emoji } = outgoing.object as { emoji: string }
  target.reactions = target.reactions.filter((reaction) => reaction.by !== 'business')
  if (emoji !== '') target.reactions.push({ by: 'business', emoji })
  showMessage(sim, target)
}

/** What a checker compares: the words that a person would read. */
function wordsOf(outgoing: Outgoing, rendered: PhoneMessage['rendered']): string | null {
  if (rendered !== null) return rendered.body
  const { body, caption, emoji } = outgoing.object as { body?: unknown; caption?: unknown; emoji?: unknown }
  const words = body ?? caption ?? emoji ?? null
  if (typeof words === 'string') return words
  return words === null ? null : textOf((words as { text?: unknown }).text)
}
