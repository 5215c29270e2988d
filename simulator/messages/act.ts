/** What a customer does on the phone, and the webhook that follows from it. Source: cloud-api reference, a.3 and b.5. */
import { answerWithAddress } from '#simulator/messages/address.ts'
import { answerWithForm } from '#simulator/messages/fill-form.ts'
import { answerToTap } from '#simulator/messages/tap.ts'
import { complain, unblock } from '#simulator/messages/quality.ts'
import { showMessage } from '#simulator/messages/progress.ts'
import { ControlError } from '#simulator/control-error.ts'
import type { CustomerAction } from '#simulator/protocol.ts'
import type { Simulation } from '#simulator/simulation.ts'
import {
  reportInbound,
  reportPreference,
  reportSystem,
  seconds,
  senderOf,
} from '#simulator/webhooks/report.ts'
import { countInbound } from '#simulator/world/throughput.ts'
import { mediaUrl } from '#simulator/world/media.ts'
import { bsuidOf } from '#simulator/world/ids.ts'
import {
  addMessage,
  chatOf,
  type Chat,
  type Json,
  type Message,
  type SimCustomer,
} from '#simulator/world/world.ts'

/** Source: Meta, "Onboard business app users" (2025): edits within 15 minutes, deletion within about two days. */
const EDIT_MS_MAX = 15 * 60 * 1000
const REVOKE_MS_MAX = 2 * 24 * 60 * 60 * 1000

type Scene = {
  readonly sim: Simulation
  readonly chat: Chat
  readonly customer: SimCustomer
  readonly now: number
}

/** Returns the bubble that the action made or changed; null if it made none. */
export function act(
  sim: Simulation,
  customerId: string,
  numberId: string,
  action: CustomerAction,
): Message | null {
  const customer = sim.world.customers.get(customerId)
  if (customer === undefined) throw new ControlError(404, `no customer ${customerId}`)
  if (!sim.world.numbers.has(numberId)) throw new ControlError(404, `no number ${numberId}`)
  const scene: Scene = { sim, chat: chatOf(sim.world, customerId, numberId), customer, now: sim.clock.now() }
  delete customer.isStranger
  if (scene.chat.isBlocked === true && !['block', 'report', 'unblock', 'change-number'].includes(action.type))
    throw new ControlError(409, 'the customer blocked this business')
  const message = perform(scene, action)
  sim.touch()
  return message
}

function perform(scene: Scene, action: CustomerAction): Message | null {
  switch (action.type) {
    case 'text': {
      const referral = action.referral === undefined ? {} : { referral: action.referral }
      if (action.referral !== undefined) {
        scene.chat.referralAt = scene.now
        scene.chat.freeEntryUntil = null
      }
      return say(scene, 'text', { body: action.body }, action.replyTo, referral)
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return say(scene, action.type, mediaOf(scene, action), action.replyTo)
    case 'location': {
      const { type, replyTo, ...place } = action
      return say(scene, type, place, replyTo)
    }
    case 'contacts':
      return say(scene, 'contacts', action.contacts, action.replyTo)
    case 'reaction':
      return react(scene, action.messageId, action.emoji)
    case 'tap': {
      const answer = answerToTap(targetOf(scene, action.messageId), action.id)
      return say(scene, answer.type, answer.object, action.messageId)
    }
    case 'address': {
      const answer = answerWithAddress(targetOf(scene, action.messageId), action.values)
      return say(scene, 'interactive', answer, action.messageId)
    }
    case 'form': {
      const answer = answerWithForm(targetOf(scene, action.messageId), action.answers)
      return say(scene, 'interactive', answer, action.messageId)
    }
    case 'edit':
      return edit(scene, action.messageId, action.body)
    case 'revoke':
      return revoke(scene, action.messageId)
    case 'order':
      return say(scene, 'order', orderOf(action), undefined)
    case 'change-number':
      return changeNumber(scene, action.phone)
    case 'stop-marketing':
    case 'resume-marketing':
      scene.chat.hasStoppedMarketing = action.type === 'stop-marketing'
      reportPreference(scene.sim, scene.chat, action.type === 'stop-marketing' ? 'stop' : 'resume')
      return null
    case 'block':
    case 'report':
      complain(scene.sim, scene.chat, action.type)
      return null
    case 'unblock':
      unblock(scene.sim, scene.customer.id, scene.chat.number)
      return null
    case 'typing':
      // WhatsApp does not tell a business that a customer is typing.
      return null
    default:
      throw new ControlError(400, `no action ${String((action as { type?: unknown }).type)}`)
  }
}

/** A new bubble and its webhook. */
function say(
  scene: Scene,
  type: string,
  object: Json | readonly unknown[],
  replyTo?: string,
  more: Json = {},
): Message {
  const { sim, chat, customer, now } = scene
  const message: Message = {
    wamid: sim.ids.wamid('customer', customer.phone),
    by: 'customer',
    chat: chat.key,
    type,
    content: { [type]: object, ...more },
    rendered: null,
    at: now,
    ticks: 'sent',
    replyTo: replyTo !== undefined && sim.world.messages.has(replyTo) ? replyTo : null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    delivery: null,
  }
  addMessage(sim.world, chat, message)
  chat.lastInboundAt = now
  showMessage(sim, message)
  tell(scene, message.wamid, type, { ...contextOf(scene, message), ...more, [type]: object }, true)
  return message
}

function tell(scene: Scene, wamid: string, type: string, parts: Json, awaitsTick: boolean): void {
  const { sim, chat, customer, now } = scene
  countInbound(sim, chat.number)
  const message = { ...senderOf(customer), id: wamid, timestamp: String(seconds(now)), type, ...parts }
  reportInbound(sim, chat, message, awaitsTick ? wamid : null)
}

function contextOf({ sim, customer, chat }: Scene, message: Message): Json {
  const target = message.replyTo === null ? undefined : sim.world.messages.get(message.replyTo)
  if (target === undefined) return {}
  const business = sim.world.numbers.get(chat.number)?.displayPhoneNumber
  const from = target.by === 'business' ? business : customer.hidesPhone ? undefined : customer.phone
  return { context: { ...(from === undefined ? {} : { from }), id: target.wamid } }
}

type MediaAction = Extract<CustomerAction, { mediaId: string }>
function mediaOf({ sim }: Scene, action: MediaAction): Json {
  const media = sim.world.media.get(action.mediaId)
  if (media === undefined) throw new ControlError(404, `no media ${action.mediaId}`)
  const isDocument = action.type === 'document'
  const filename = action.filename ?? media.filename ?? 'document'
  return {
    ...(action.caption === undefined ? {} : { caption: action.caption }),
    ...(isDocument ? { filename } : {}),
    mime_type: action.type === 'audio' && action.voice === true ? 'audio/ogg; codecs=opus' : media.mimeType,
    sha256: Buffer.from(media.sha256, 'hex').toString('base64'),
    id: media.id,
    url: mediaUrl(sim, media.id),
    ...(action.type === 'audio' ? { voice: action.voice ?? false } : {}),
    ...(action.type === 'sticker' ? { animated: false } : {}),
  }
}

function orderOf(action: Extract<CustomerAction, { type: 'order' }>): Json {
  const items = action.items.map(({ productRetailerId, quantity, itemPrice, currency }) => ({
    product_retailer_id: productRetailerId,
    quantity,
    item_price: itemPrice,
    currency,
  }))
  return { catalog_id: action.catalogId, text: '', product_items: items }
}

function targetOf({ chat }: Scene, wamid: string): Message {
  const target = chat.messages.findLast((message) => message.wamid === wamid)
  if (target === undefined) throw new ControlError(404, `no message ${wamid} in this chat`)
  return target
}

/** A reaction is a message of its own to Meta, and opens the window like one. */
function react(scene: Scene, wamid: string, emoji: string): Message {
  const target = targetOf(scene, wamid)
  target.reactions = target.reactions.filter((reaction) => reaction.by !== 'customer')
  if (emoji !== '') target.reactions.push({ by: 'customer', emoji })
  scene.chat.lastInboundAt = scene.now
  showMessage(scene.sim, target)
  const id = scene.sim.ids.wamid('customer', scene.customer.phone)
  // The removal comes without an emoji at all, as in Meta's sample.
  tell(scene, id, 'reaction', { reaction: { message_id: wamid, ...(emoji === '' ? {} : { emoji }) } }, false)
  return target
}

function ownOf(scene: Scene, wamid: string, within: number): Message {
  const target = targetOf(scene, wamid)
  if (target.by !== 'customer' || target.revokedAt !== null)
    throw new ControlError(400, 'not a message of this customer')
  if (scene.now - target.at > within) throw new ControlError(400, 'too late')
  return target
}

function edit(scene: Scene, wamid: string, body: string): Message {
  const target = ownOf(scene, wamid, EDIT_MS_MAX)
  const isText = target.type === 'text'
  const object = { ...(target.content[target.type] as Json), [isText ? 'body' : 'caption']: body }
  target.content = { ...target.content, [target.type]: object }
  target.editedAt = scene.now
  showMessage(scene.sim, target)
  const id = scene.sim.ids.wamid('customer', scene.customer.phone)
  const message = { context: { id: wamid }, type: target.type, [target.type]: object }
  tell(scene, id, 'edit', { edit: { original_message_id: wamid, message } }, false)
  return target
}

function revoke(scene: Scene, wamid: string): Message {
  const target = ownOf(scene, wamid, REVOKE_MS_MAX)
  target.revokedAt = scene.now
  showMessage(scene.sim, target)
  const id = scene.sim.ids.wamid('customer', scene.customer.phone)
  tell(scene, id, 'revoke', { revoke: { original_message_id: wamid } }, false)
  return target
}

/** Every business that knows the customer is told; the phone number and the BSUID are new from now on. */
function changeNumber(scene: Scene, given: string): Message | null {
  const { sim, customer } = scene
  const { world } = sim
  const phone = given.replaceAll(/\D/g, '')
  if (phone.length < 5 || world.customerByPhone.has(phone))
    throw new ControlError(400, `${given} is taken or no number`)
  const before = { phone: customer.phone, bsuid: customer.bsuid }
  world.customerByPhone.delete(before.phone)
  world.customerByBsuid.delete(before.bsuid)
  customer.generation++
  customer.phone = phone
  customer.bsuid = bsuidOf(String(sim.seed), phone, customer.generation)
  world.customerByPhone.set(phone, customer.id)
  world.customerByBsuid.set(customer.bsuid, customer.id)
  sim.hub.emit({ type: 'customers' })
  let shown: Message | null = null
  for (const chat of world.chats.values()) {
    if (chat.customer !== customer.id) continue
    const message = tellOfNewNumber({ ...scene, chat }, before)
    if (chat === scene.chat) shown = message
  }
  return shown
}

/** A hidden phone is not told of: then the type is `user_changed_user_id`. Source: cloud-api reference, b.5. */
function tellOfNewNumber(scene: Scene, before: { phone: string; bsuid: string }): Message {
  const { sim, chat, customer, now } = scene
  const isHidden = customer.hidesPhone
  const phones = isHidden ? '' : ` from ${before.phone} to ${customer.phone}`
  const system = {
    body: `User ${customer.name} changed${phones}`,
    type: isHidden ? 'user_changed_user_id' : 'user_changed_number',
    ...(isHidden ? {} : { wa_id: customer.phone }),
    user_id: customer.bsuid,
    previous_user_id: before.bsuid,
  }
  const wamid = sim.ids.wamid('customer', before.phone)
  const sender = { ...(isHidden ? {} : { from: before.phone }), from_user_id: before.bsuid }
  reportSystem(sim, chat, { ...sender, id: wamid, timestamp: String(seconds(now)), type: 'system', system })
  const message: Message = {
    wamid,
    by: 'customer',
    chat: chat.key,
    type: 'system',
    content: { system },
    rendered: null,
    at: now,
    ticks: 'delivered',
    replyTo: null,
    reactions: [],
    editedAt: null,
    revokedAt: null,
    delivery: null,
  }
  addMessage(sim.world, chat, message)
  showMessage(sim, message)
  return message
}
