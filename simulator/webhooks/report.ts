/** The values of webhooks: what the app is told, and in which words. Source: cloud-api reference, a.2 to a.5 and b.2. */
import { statusError } from '#simulator/graph/graph-error.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { exactNumber } from '#simulator/webhooks/wire.ts'
import type {
  Chat,
  Delivery,
  Json,
  Message,
  SimCustomer,
  SimNumber,
  StatusName,
  Template,
} from '#simulator/world/world.ts'

/** Moments in webhooks are seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000)

/** Tells of something that a customer did. `id` is the message whose second tick waits for the answer. */
export function reportInbound(sim: Simulation, chat: Chat, message: Json, id: string | null): void {
  const { number, customer } = partiesOf(sim, chat)
  const value: Json = { ...header(number), contacts: [contactOf(customer, true)], messages: [message] }
  push(sim, chat, number, value, id)
}

/** A system message: it comes without contacts. */
export function reportSystem(sim: Simulation, chat: Chat, message: Json): void {
  const { number } = partiesOf(sim, chat)
  push(sim, chat, number, { ...header(number), messages: [message] }, null)
}

/** Who wrote, as far as the app may know: a hidden phone is left out, never empty. */
export function senderOf(customer: SimCustomer): Json {
  return { ...(customer.hidesPhone ? {} : { from: customer.phone }), from_user_id: customer.bsuid }
}

/** Tells what became of a message. Failed ones have no contacts. */
export function reportStatus(
  sim: Simulation,
  chat: Chat,
  id: string,
  delivery: Delivery,
  status: StatusName,
  more: { pricing?: boolean; code?: number; details?: string } = {},
): void {
  const { number, customer } = partiesOf(sim, chat)
  const isFailed = status === 'failed'
  const told: Json = {
    id,
    status,
    timestamp: String(seconds(sim.clock.now())),
    ...(delivery.namesPhone ? { recipient_id: customer.phone } : {}),
    ...(isFailed && delivery.namesPhone ? {} : { recipient_user_id: customer.bsuid }),
    ...(more.pricing === true ? pricingOf(chat, delivery, status) : {}),
    ...(delivery.callback === null ? {} : { biz_opaque_callback_data: delivery.callback }),
    ...(more.code === undefined ? {} : { errors: [statusError(more.code, more.details)] }),
  }
  const value: Json = {
    ...header(number),
    ...(isFailed ? {} : { contacts: [contactOf(customer, status !== 'sent')] }),
    statuses: [told],
  }
  push(sim, chat, number, value, null)
}

/** The customer does not want advertising any more, or wants it again. */
export function reportPreference(sim: Simulation, chat: Chat, wish: 'stop' | 'resume'): void {
  const { number, customer } = partiesOf(sim, chat)
  const phone = customer.hidesPhone ? {} : { wa_id: customer.phone }
  const preference = {
    ...phone,
    user_id: customer.bsuid,
    detail: `User requested to ${wish} marketing messages`,
    category: 'marketing_messages',
    value: wish,
    timestamp: seconds(sim.clock.now()),
  }
  const value: Json = {
    ...header(number),
    contacts: [contactOf(customer, true)],
    user_preferences: [preference],
  }
  push(sim, chat, number, value, null, 'user_preferences')
}

export type TemplateNews = {
  /** Where the event is another word than the state. */
  readonly event?: string
  readonly reason?: string | null
  /** Why it was refused, in words. */
  readonly rejection?: { readonly reason: string; readonly recommendation: string }
  /** When it is disabled for good. */
  readonly disabledAt?: number
  /** Of a pause and its end. */
  readonly other?: { readonly title: string; readonly description: string }
}

/** A template's review ended, or its state changed. The id is a 64-bit number, as Meta's are. */
export function reportTemplate(
  sim: Simulation,
  template: Template,
  event: string,
  { reason = 'NONE', rejection, disabledAt, other }: TemplateNews = {},
): void {
  reportAccount(sim, template.wabaId, 'message_template_status_update', {
    event,
    ...nameOf(template),
    reason,
    message_template_category: template.category,
    ...(disabledAt === undefined ? {} : { disable_info: { disable_date: longDate(disabledAt) } }),
    ...(other === undefined ? {} : { other_info: other }),
    ...(rejection === undefined ? {} : { rejection_info: rejection }),
  })
}

const nameOf = ({ id, name, language }: Template): Json => ({
  message_template_id: exactNumber(id),
  message_template_name: name,
  message_template_language: language,
})

/** "April 17, 2025": how webhooks write a day. */
export const longDate = (at: number): string =>
  new Date(at).toLocaleDateString('en-US', {
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** How customers take a template changed. */
export function reportQuality(sim: Simulation, template: Template, before: string): void {
  reportAccount(sim, template.wabaId, 'message_template_quality_update', {
    previous_quality_score: before,
    new_quality_score: template.quality,
    ...nameOf(template),
  })
}

/** A template will be moved to another category (then the new category is still the present one), or was moved. */
export function reportCategory(
  sim: Simulation,
  template: Template,
  change: { readonly movesAt: number } | { readonly before: Template['category'] },
): void {
  reportAccount(sim, template.wabaId, 'template_category_update', {
    ...nameOf(template),
    ...('movesAt' in change
      ? {
          new_category: template.category,
          correct_category: template.correctCategory,
          category_update_timestamp: seconds(change.movesAt),
        }
      : { previous_category: change.before, new_category: template.category }),
  })
}

/** What a template says changed: an edit was approved. */
export function reportComponents(sim: Simulation, template: Template): void {
  const part = (type: string): Template['components'][number] | undefined =>
    template.components.find((one) => one.type === type)
  const title = part('HEADER')?.text
  const footer = part('FOOTER')?.text
  const buttons = part('BUTTONS')?.buttons?.map((button) => ({
    message_template_button_type: button.type,
    message_template_button_text: button.text ?? '',
    ...('url' in button ? { message_template_button_url: button['url'] } : {}),
    ...('phone_number' in button ? { message_template_button_phone_number: button['phone_number'] } : {}),
  }))
  reportAccount(sim, template.wabaId, 'message_template_components_update', {
    ...nameOf(template),
    ...(title === undefined ? {} : { message_template_title: title }),
    message_template_element: part('BODY')?.text ?? '',
    ...(footer === undefined ? {} : { message_template_footer: footer }),
    ...(buttons === undefined ? {} : { message_template_buttons: buttons }),
  })
}

/** A number's quality or throughput changed. This field names the number by its digits only. */
export function reportNumber(sim: Simulation, number: SimNumber, event: string): void {
  const value: Json = {
    display_phone_number: number.displayPhoneNumber,
    event,
    current_limit: number.messagingLimit,
    max_daily_conversations_per_business: number.messagingLimit,
  }
  reportAccount(sim, number.wabaId, 'phone_number_quality_update', value)
}

/** What the WhatsApp Business app on the shop's phone knows: its address book, or what was said before the app was connected. */
export function reportApp(sim: Simulation, number: SimNumber, kind: 'smb_app_state_sync' | 'history'): void {
  const chats = [...sim.world.chats.values()].filter((chat) => chat.number === number.phoneNumberId)
  const parties = chats.map((chat) => ({ chat, customer: partiesOf(sim, chat).customer }))
  const known =
    kind === 'history'
      ? { history: [historyOf(number, parties)] }
      : { state_sync: parties.map(({ customer }) => bookEntryOf(sim, customer)) }
  sim.outbox.push({
    ...{ lane: `${number.phoneNumberId}/app`, wabaId: number.wabaId, number: number.phoneNumberId },
    ...{ field: kind, value: { ...header(number), ...known }, time: null, wamid: null },
  })
}

type Party = { readonly chat: Chat; readonly customer: SimCustomer }

function historyOf(number: SimNumber, parties: readonly Party[]): Json {
  const threads = parties.map(({ chat, customer }) => ({
    ...(customer.hidesPhone ? {} : { id: customer.phone }),
    context: { wa_id: customer.phone, user_id: customer.bsuid },
    messages: chat.messages.map((message) => ({
      from: message.by === 'business' ? number.displayPhoneNumber : customer.phone,
      id: message.wamid,
      timestamp: String(seconds(message.at)),
      ...(message.type === 'text'
        ? { type: 'text', text: { body: bodyOf(message) } }
        : { type: 'media_placeholder' }),
      history_context: { status: 'READ' },
    })),
  }))
  return { metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads }
}

/** A customer's message holds Meta's webhook object, a business's the send's object: of a text both have the same place. */
const bodyOf = ({ content }: Message): unknown => (content['text'] as Json | undefined)?.['body'] ?? ''

const bookEntryOf = (sim: Simulation, customer: SimCustomer): Json => ({
  type: 'contact',
  contact: {
    full_name: customer.name,
    first_name: customer.name.split(' ')[0],
    ...(customer.hidesPhone ? {} : { phone_number: customer.phone }),
    user_id: customer.bsuid,
  },
  action: 'add',
  metadata: { timestamp: String(seconds(sim.clock.now())) },
})

/** Anything about an account that is not a message. */
export function reportAccount(sim: Simulation, wabaId: string, field: string, value: Json): void {
  sim.outbox.push({
    lane: wabaId,
    wabaId,
    number: null,
    field,
    value,
    time: seconds(sim.clock.now()),
    wamid: null,
  })
}

function partiesOf(sim: Simulation, chat: Chat): { number: SimNumber; customer: SimCustomer } {
  const number = sim.world.numbers.get(chat.number)
  const customer = sim.world.customers.get(chat.customer)
  if (number === undefined || customer === undefined) throw new Error(`chat ${chat.key} has lost a party`)
  return { number, customer }
}

function header(number: SimNumber): Json {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
  }
}

function contactOf(customer: SimCustomer, withUsername: boolean): Json {
  const username = withUsername && customer.username !== null ? { username: customer.username } : {}
  return {
    profile: { name: customer.name, ...username },
    ...(customer.hidesPhone ? {} : { wa_id: customer.phone }),
    user_id: customer.bsuid,
  }
}

/** From Graph v24 a conversation is named only while a free entry point is open. */
function pricingOf(chat: Chat, delivery: Delivery, status: StatusName): Json {
  const isFreeEntry = delivery.pricingType === 'free_entry_point'
  const expiry = status === 'sent' ? { expiration_timestamp: String(seconds(chat.freeEntryUntil ?? 0)) } : {}
  const conversation = {
    id: `fep-${chat.number}-${seconds(chat.referralAt ?? 0)}`,
    ...expiry,
    origin: { type: 'referral_conversion' },
  }
  return {
    ...(isFreeEntry ? { conversation } : {}),
    pricing: {
      billable: delivery.pricingType === 'regular',
      pricing_model: 'PMP',
      type: delivery.pricingType,
      category: isFreeEntry ? 'referral_conversion' : delivery.category,
    },
  }
}

function push(
  sim: Simulation,
  chat: Chat,
  number: SimNumber,
  value: Json,
  wamid: string | null,
  field = 'messages',
): void {
  const { wabaId, phoneNumberId } = number
  sim.outbox.push({ lane: chat.key, wabaId, number: phoneNumberId, field, value, time: null, wamid })
}
