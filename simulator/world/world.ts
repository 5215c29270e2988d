/**
 * All that the simulator remembers, as plain data: what is in here survives a restart, and nothing else does.
 * Every look-up that a send needs is a Map, so that a million messages cost no more than one.
 */
import { PAIR_BURST, type Bucket } from '#simulator/world/limits.ts'
import type { Second } from '#simulator/world/throughput.ts'
import type {
  App,
  Customer,
  Faults,
  PhoneMessage,
  Population,
  SentRecord,
  Storm,
} from '#simulator/protocol.ts'

export type Json = Record<string, unknown>

/** A callback that replaces the app's for one account or one number. */
export type Override = { readonly uri: string; readonly verifyToken: string }

export type Waba = {
  readonly id: string
  readonly name: string
  /** Whether the app receives this account's webhooks. */
  isSubscribed: boolean
  override: Override | null
  /** What Meta holds against it; missing: nothing. */
  standing?: Standing
  /** Where the business is; missing: India. Prices of codes sent abroad depend on it. */
  country?: string
  /** From when codes sent abroad cost more, if Meta said so. */
  authInternationalFrom?: number
  /** Whether marketing may go through the Marketing Messages API; missing: the terms have not been accepted. */
  marketingMessages?: MarketingOnboarding
  /** Its owner wants no marketing templates through the ordinary door. */
  isMarketingOffMessages?: boolean
}

/** In Meta's words. Source: cloud-api reference, c.4. */
export type MarketingOnboarding = 'INELIGIBLE' | 'ELIGIBLE' | 'ONBOARDED'

/** What Meta holds against an account. */
export type Standing = {
  /** DISABLE: nothing goes out. */
  readonly ban: string | null
  readonly restrictions: readonly { readonly type: string; readonly until: number }[]
}

export type NumberStatus = 'CONNECTED' | 'PENDING' | 'DISCONNECTED' | 'RESTRICTED' | 'BANNED'

export type SimNumber = {
  readonly phoneNumberId: string
  readonly wabaId: string
  readonly displayPhoneNumber: string
  verifiedName: string
  /** If given, only this token (and the simulator's own) may use the number. */
  readonly accessToken: string | null
  messagesPerSecond: number
  qualityRating: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
  messagingLimit: string
  status: NumberStatus
  /** null, or missing in what an older one saved: any PIN will do. */
  pin?: string | null
  readonly isOnBusinessApp?: boolean
  /** What the app asked of the phone: each may be asked for once. */
  synced?: readonly string[]
  override: Override | null
  profile: Json
  settings: Json
  /** When the upgrade of its throughput will be done; until then nothing goes out. */
  upgradesAt?: number | null
  /** Ids of customers whom the business blocked. */
  blocked: string[]
  /** Service messages of the running month: the first thousand are free. */
  service: { month: string; count: number }
  /** What Meta thinks of its name; missing: APPROVED. */
  nameStatus?: string
}

export type SimCustomer = {
  -readonly [Key in keyof Customer]: Customer[Key]
} & {
  /** How often the phone number, and with it the BSUID, changed. */
  generation: number
  /** Known only because a business wrote to them: nobody has looked at them or made them do anything. */
  isStranger?: boolean
}

export type Category =
  | 'service'
  | 'utility'
  | 'marketing'
  | 'marketing_lite'
  | 'authentication'
  | 'authentication-international'

export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed'

/** What is known of a business's message besides what the phone shows. */
export type Delivery = {
  status: StatusName
  readonly callback: string | null
  readonly category: Category
  readonly pricingType: 'regular' | 'free_customer_service' | 'free_entry_point'
  /** Whether a status may name the phone: the business knew it, or the customer shows it. */
  readonly namesPhone: boolean
  /** Missing in what an older one saved: it was no template, or is not known. */
  readonly templateId?: string | null
}

export type Message = {
  readonly wamid: string
  readonly by: 'customer' | 'business'
  readonly chat: string
  readonly type: string
  content: Json
  readonly rendered: PhoneMessage['rendered']
  readonly at: number
  ticks: PhoneMessage['ticks']
  readonly replyTo: string | null
  reactions: { by: 'customer' | 'business'; emoji: string }[]
  editedAt: number | null
  revokedAt: number | null
  delivery: Delivery | null
}

export type Chat = {
  readonly key: string
  readonly customer: string
  readonly number: string
  /** Oldest first, the newest few hundred. */
  messages: Message[]
  lastInboundAt: number | null
  /** When the customer last came from an advertisement, and until when all is free because of it. */
  referralAt: number | null
  freeEntryUntil: number | null
  hasStoppedMarketing: boolean
  /** The customer blocked the business: nothing of it arrives. */
  isBlocked?: boolean
  /** The customer wrote STOP of their own accord; see population.ts. */
  saidStop?: boolean
  /** Of the pair limit; see limits.ts. */
  pair: Bucket
  /** Statuses and reactions that are still to come. */
  due?: number
}

export type MediaObject = {
  readonly id: string
  readonly mimeType: string
  readonly filename: string | null
  /** Hexadecimal. */
  readonly sha256: string
  readonly size: number
  readonly expiresAt: number
  isDeleted: boolean
}

export type TemplateButton = Json & { readonly type: string; readonly text?: string }
export type TemplateComponent = Json & {
  readonly type: string
  readonly format?: string
  readonly text?: string
  readonly buttons?: readonly TemplateButton[]
  readonly cards?: readonly { readonly components: readonly TemplateComponent[] }[]
}

export type Template = {
  readonly id: string
  readonly wabaId: string
  readonly name: string
  readonly language: string
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'
  status: string
  parameterFormat: 'POSITIONAL' | 'NAMED'
  components: readonly TemplateComponent[]
  rejectedReason: string
  quality: string
  ttlSeconds: number | null
  /** Its place in lists: counted up, never given twice. */
  order: number
  /** When the quality was last judged. */
  qualityAt: number
  previousCategory: Template['category'] | null
  /** Where Meta thinks that it belongs, and when it will be moved there. */
  correctCategory: Template['category'] | null
  categoryMovesAt: number | null
  /** When its review ends; null: it is not under review, or the review never ends. */
  reviewEndsAt: number | null
  /** When it was edited while it was approved. */
  edits: readonly number[]
  /** How often it was paused because of its quality, and when the running pause ends. */
  pauses: number
  pausedUntil: number | null
  /** Since when it is in the archive, and what it was before. */
  archived: { readonly at: number; readonly status: string; readonly rejectedReason: string } | null
  /** When it was last made, edited, sent or brought back. */
  activeAt: number
  librarySource: string | null
  /** How many went out before the rest was held, when that ends, and whether it is behind it; see pacing.ts. */
  pacing?: { sent: number; round: number; endsAt: number | null; isOver: boolean }
}

/** What has not happened yet to a template that was just made. */
export const NEW_TEMPLATE = {
  rejectedReason: 'NONE',
  quality: 'UNKNOWN',
  qualityAt: 0,
  previousCategory: null,
  correctCategory: null,
  categoryMovesAt: null,
  reviewEndsAt: null,
  edits: [],
  pauses: 0,
  pausedUntil: null,
  archived: null,
  activeAt: 0,
  librarySource: null,
} as const

/** A block or a report. */
export type Complaint = {
  readonly at: number
  readonly customer: string
  readonly number: string
  /** The template that caused it, if one did and it was not forgiven. */
  readonly templateId: string | null
  readonly kind: 'block' | 'report'
}

/** Numbers and accounts of one business share the limit on whom they may write to first. */
export type Portfolio = {
  readonly id: string
  /** Who was last written to outside a window, and when, the longest ago first. */
  day: Map<string, number>
  week: Map<string, number>
  /** The same of each number by itself, while it is not said to be one of a thousand messages a second. */
  byNumber: Map<string, Map<string, number>>
  /** When the next step of the ladder comes, if half of this one was used. */
  risesAt: number | null
}

/** A file that was uploaded piece by piece, as a sample for a template. */
export type UploadSession = {
  readonly id: string
  readonly length: number
  readonly mimeType: string
  readonly filename: string
  /** How much of it is there. */
  offset: number
  /** The media object that holds it, once it is whole. */
  mediaId: string | null
  handle: string | null
}

/** How Meta's reviewers are to judge, in place of their own rules. The first one that fits decides. */
export type ReviewRule = {
  readonly name?: string
  readonly language?: string
  /** Part of the body. */
  readonly contains?: string
  readonly whenCategory?: string
  readonly outcome: 'APPROVED' | 'REJECTED' | 'PENDING'
  readonly reason?: string
  readonly recommendation?: string
  /** Meta's own sentence on what is wrong. */
  readonly detail?: string
  /** Of an approved one: it is moved there. Of another outcome: only templates of this category are meant. */
  readonly category?: string
  readonly afterMs?: number
}

/** A price that replaces the card's. */
export type RateChange = {
  /** YYYY-MM-DD; always, if it is left out. */
  readonly from?: string
  readonly country: string
  readonly category: string
  readonly rate: string
}

export type World = {
  app: App | null
  readonly appId: string
  wabas: Map<string, Waba>
  numbers: Map<string, SimNumber>
  customers: Map<string, SimCustomer>
  chats: Map<string, Chat>
  media: Map<string, MediaObject>
  templates: Map<string, Template>
  sends: SentRecord[]
  faults: Faults
  faultsByNumber: Map<string, Partial<Faults>>
  /** Delivered messages by what decides their price; see invoice.ts. */
  ledger: Map<string, number>
  /** How many messages of a number or template were delivered on a day; see quality.ts. */
  delivered: Map<string, number>
  complaints: Complaint[]
  /** How often a limit was exceeded, by kind and number; see violations.ts. */
  violations: Map<string, number>
  storms: readonly Storm[]
  population: Population | null
  /** When somebody got marketing without an open window; see fatigue.ts. */
  marketed: Map<string, number[]>
  /** Messages that are held back, by template; see pacing.ts. */
  held: Map<string, { readonly chat: string; readonly message: Message }[]>
  portfolios: Map<string, Portfolio>
  uploads: Map<string, UploadSession>
  /** Names of deleted templates, and until when they may not be used again. */
  blockedNames: Map<string, number>
  reviewRules: readonly ReviewRule[]
  rateChanges: readonly RateChange[]
  /** The place in lists that was last given to a template. */
  templateOrder: number
  /** Indexes, built from the above. */
  customerByPhone: Map<string, string>
  customerByBsuid: Map<string, string>
  /** Keyed by account, name and language. */
  templateByName: Map<string, string>
  messages: Map<string, Message>
  /** What is too short-lived to be kept over a restart: the last second of each number, the last hour of each account. */
  seconds: Map<string, Second>
  /** When a number or template was last looked at that is not good. */
  judgedAt: Map<string, number>
  managementCalls: Map<string, number[]>
}

/** No fault at all: all is delivered soon, and read when the customer opens the chat. */
export const NO_FAULTS: Faults = {
  duplicate: 0,
  reorder: 0,
  delayMs: 0,
  batch: 1,
  dropReply: 0,
  serverError: 0,
  slowMs: 0,
  mute: false,
  tokenExpired: false,
  readAfterMs: -1,
  deliverAfterMs: 200,
}

/** An empty one. */
export function createWorld(appId: string): World {
  return {
    app: null,
    appId,
    wabas: new Map(),
    numbers: new Map(),
    customers: new Map(),
    chats: new Map(),
    media: new Map(),
    templates: new Map(),
    sends: [],
    faults: NO_FAULTS,
    faultsByNumber: new Map(),
    ledger: new Map(),
    delivered: new Map(),
    complaints: [],
    violations: new Map(),
    storms: [],
    population: null,
    marketed: new Map(),
    held: new Map(),
    portfolios: new Map(),
    uploads: new Map(),
    blockedNames: new Map(),
    reviewRules: [],
    rateChanges: [],
    templateOrder: 0,
    customerByPhone: new Map(),
    customerByBsuid: new Map(),
    templateByName: new Map(),
    messages: new Map(),
    seconds: new Map(),
    judgedAt: new Map(),
    managementCalls: new Map(),
  }
}

/** Empties it in place, keeping the connected app: everyone holds the same world. */
export function clearWorld(world: World): void {
  Object.assign(world, createWorld(world.appId), { app: world.app })
}

export const templateKey = (wabaId: string, name: string, language: string): string =>
  `${wabaId}/${name}/${language}`

export const chatKey = (customer: string, number: string): string => `${customer}/${number}`

/** The faults that hold for one number: the general ones, narrowed. */
export function faultsOf(world: World, number: string | null): Faults {
  const own = number === null ? undefined : world.faultsByNumber.get(number)
  return own === undefined ? world.faults : { ...world.faults, ...own }
}

/** The chat of a customer with a number, made when first asked for. */
export function chatOf(world: World, customer: string, number: string): Chat {
  const key = chatKey(customer, number)
  const known = world.chats.get(key)
  if (known !== undefined) return known
  const chat: Chat = {
    key,
    customer,
    number,
    messages: [],
    lastInboundAt: null,
    referralAt: null,
    freeEntryUntil: null,
    hasStoppedMarketing: false,
    pair: { tokens: PAIR_BURST, at: 0 },
  }
  world.chats.set(key, chat)
  return chat
}

/** How many bubbles of a chat are kept. A phone scrolls no further, and load tests must not fill the memory. */
const BUBBLES_PER_CHAT_MAX = 500

/** Puts a bubble at the end of its chat. */
export function addMessage(world: World, chat: Chat, message: Message): void {
  chat.messages.push(message)
  world.messages.set(message.wamid, message)
  // Trimmed in bulk: shifting a single one off the front each time would cost as much as the chat is long.
  if (chat.messages.length > 2 * BUBBLES_PER_CHAT_MAX) {
    for (const old of chat.messages.splice(0, BUBBLES_PER_CHAT_MAX)) world.messages.delete(old.wamid)
  }
}

/** What the phone is shown of a message. */
export function phoneMessageOf(message: Message): PhoneMessage {
  const { wamid, by, type, content, rendered, at, ticks, replyTo, editedAt, revokedAt } = message
  const reactions = message.reactions.map((reaction) => ({ ...reaction }))
  return { wamid, by, type, content, rendered, at, ticks, replyTo, reactions, editedAt, revokedAt }
}
