/**
 * The simulator's own API, beside the Graph API that it imitates: what the phone in the browser, the tests and the
 * benchmarks use to play customers and to break things. Everything under `/_control` speaks JSON.
 *
 *   GET    /_control/state                     → ControlState
 *   POST   /_control/apps                      App                → App        connect the webhook receiver (verifies it with a GET, as Meta does)
 *   POST   /_control/numbers                   NewNumber          → BusinessNumber
 *   GET    /_control/numbers                   → { numbers: NumberState[] }
 *   PATCH  /_control/numbers/:id               { qualityRating?, messagesPerSecond?, status?, messagingLimit?, name? } → BusinessNumber; the app is told
 *   POST   /_control/customers                 NewCustomer        → Customer
 *   GET    /_control/chats/:customer/:number   ?before=&limit=    → { messages: PhoneMessage[] }   oldest first
 *   POST   /_control/chats/:customer/:number   CustomerAction     → { message: PhoneMessage | null }
 *   POST   /_control/chats/:customer/:number/read                 → {}         the customer opens the chat: ticks turn blue
 *   PUT    /_control/faults                    Partial<Faults>    → Faults     (`number` may narrow it to one number)
 *   POST   /_control/clock                     { advanceMs }      → { now }
 *   POST   /_control/templates                 template as Meta lists it → it   (put into the WABA's store as APPROVED unless said)
 *   PATCH  /_control/templates/:name/:language { status, reason? } → it   pause, disable, approve, reject; the app is told
 *   GET    /_control/templates                 → { templates: TemplateState[] }
 *   PUT    /_control/templates/review          { rules: ReviewRule[] } → it   how templates are reviewed; none: by Meta's own rules
 *   POST   /_control/templates/:id/status      { status, reason?, detail?, recommendation? } → TemplateState   also UNARCHIVED: back to what it was
 *   POST   /_control/templates/:id/pause       { kind?: FIRST_PAUSE | SECOND_PAUSE | RATE_LIMITING_PAUSE, ms? } → TemplateState
 *   POST   /_control/templates/:id/unpause     → TemplateState
 *   POST   /_control/templates/:id/quality     { score } → TemplateState   RED pauses it
 *   POST   /_control/templates/:id/category    { category, impendingMs? } → TemplateState   at once, or with a notice
 *   DELETE /_control/templates/:id             → {}
 *   POST   /_control/accounts/:id/updates      account_update's value → it   and what it does: a ban, a restriction, a country
 *   PUT    /_control/accounts/:id/marketing    { onboarding?, isOffMessages? } → it   the Marketing Messages API: ONBOARDED …; 131063 at the other door
 *   POST   /_control/accounts/:id/alerts       account_alerts' value, or its alert_info → it
 *   POST   /_control/accounts/:id/webhooks     { field, value } → {}   any other field: security, phone_number_name_update …
 *   POST   /_control/customers/:id/block       { number? } → {}   also /unblock; counts against the number and its last template
 *   POST   /_control/customers/:id/report      { number?, template? } → {}
 *   GET    /_control/invoice                   ?month=YYYY-MM&waba= → Invoice: { currency, lines, total }
 *   GET    /_control/rates                     → { rates }   the prices that hold now
 *   PUT    /_control/rates                     { rates: [{ from?, country, category, rate }] } → { rates }   replaces the card's; none: the card's again
 *   POST   /_control/webhooks                  { body: string | object, times? } → { statuses }   sign and send a body of one's own
 *   POST   /_control/scenario                  a scenario file's content → ControlState
 *   POST   /_control/reset                     → {}
 *   GET    /_control/sent                      → { sends: SentRecord[] }   every message that reached a customer's phone, for checkers
 *   GET    /_control/sends/summary             → SendsSummary   the same in figures; DELETE begins anew
 *   GET    /_control/violations                → Violations   refusals because a limit was exceeded; DELETE begins anew
 *   GET    /_control/storms                    → { storms: Storm[] }   those that are on; DELETE ends them all
 *   POST   /_control/storms                    NewStorm → Storm   DELETE /_control/storms/:id ends it
 *   POST   /_control/numbers/:id/upgrade       { forMs? } → BusinessNumber   131057 for a minute, then 1,000 messages a second
 *   PUT    /_control/population                Partial<Population> → Population   how people take marketing; DELETE: they take it well
 *   PUT    /_control/rules                     Partial<Rules> → Rules   which of Meta's rules hold; see `simulation.ts`
 *   GET    /_control/events                    SSE of PhoneEvent
 *   GET    /_control/media/:id                 bytes of a media object, for the phone
 *   POST   /_control/media                     raw body, content-type, x-filename → { id }   what a customer attaches
 */
import type { AddressValues } from './address-fields.ts'

export type App = {
  readonly callbackUrl: string
  readonly verifyToken: string
  readonly appSecret: string
}

export type BusinessNumber = {
  readonly phoneNumberId: string
  readonly wabaId: string
  /** Digits. */
  readonly displayPhoneNumber: string
  readonly verifiedName: string
}
export type NewNumber = Partial<BusinessNumber> & {
  readonly verifiedName: string
  /** If given, only this token (and the simulator's own) may use the number. */
  readonly accessToken?: string
  /** False: its account tells nobody anything until an app subscribes to it. True unless said. */
  readonly isSubscribed?: boolean
  /** PENDING: it must be registered first. CONNECTED unless said. */
  readonly status?: 'CONNECTED' | 'PENDING'
  /** Its two-step PIN: registering with another one is refused. Any will do unless said. */
  readonly pin?: string
  /** It is in the WhatsApp Business app as well. */
  readonly isOnBusinessApp?: boolean
  /** 80 unless said, 20 in the WhatsApp Business app as well; 1,000 after Meta's upgrade. */
  readonly messagesPerSecond?: number
  /** TIER_100K unless said. */
  readonly messagingLimit?: string
}

export type Customer = {
  /** The simulator's own id of the person. */
  readonly id: string
  /** Digits; the webhook leaves it out if `hidesPhone`. */
  readonly phone: string
  readonly name: string
  readonly username: string | null
  readonly bsuid: string
  readonly hidesPhone: boolean
}
export type NewCustomer = Partial<Customer> & { readonly name: string }

/** What the customer does on the phone. */
export type CustomerAction =
  | {
      readonly type: 'text'
      readonly body: string
      readonly replyTo?: string
      readonly referral?: Record<string, unknown>
    }
  | {
      readonly type: 'image' | 'video' | 'audio' | 'document' | 'sticker'
      readonly mediaId: string
      readonly caption?: string
      readonly filename?: string
      readonly voice?: boolean
      readonly replyTo?: string
    }
  | {
      readonly type: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name?: string
      readonly address?: string
      readonly replyTo?: string
    }
  | {
      readonly type: 'contacts'
      readonly contacts: readonly Record<string, unknown>[]
      readonly replyTo?: string
    }
  | { readonly type: 'reaction'; readonly messageId: string; /** "" removes it. */ readonly emoji: string }
  /** A tap on a reply button or a list row of an interactive message, or on a template's quick reply. */
  | { readonly type: 'tap'; readonly messageId: string; readonly id: string }
  /** The form behind a request for an address, filled in. */
  | {
      readonly type: 'address'
      readonly messageId: string
      readonly values: AddressValues
    }
  /** The form that a business made itself (a flow), filled in. */
  | { readonly type: 'form'; readonly messageId: string; readonly answers: Readonly<Record<string, unknown>> }
  | { readonly type: 'edit'; readonly messageId: string; readonly body: string }
  | { readonly type: 'revoke'; readonly messageId: string }
  | {
      readonly type: 'order'
      readonly catalogId: string
      readonly items: readonly {
        readonly productRetailerId: string
        readonly quantity: number
        readonly itemPrice: number
        readonly currency: string
      }[]
    }
  | { readonly type: 'change-number'; readonly phone: string }
  | { readonly type: 'stop-marketing' | 'resume-marketing' }
  /** Nothing of the business arrives any more. Both lower its quality, and that of the template it last sent. */
  | { readonly type: 'block' | 'report' }
  | { readonly type: 'unblock' }
  | { readonly type: 'typing' }

/** A bubble on the phone. */
export type PhoneMessage = {
  readonly wamid: string
  /** Who wrote it. */
  readonly by: 'customer' | 'business'
  readonly type: string
  /** By the customer: the webhook's object. By the business: the send's object (a template comes rendered, see `rendered`). */
  readonly content: Record<string, unknown>
  /** Of a template: its text with parameters filled in, and its buttons. */
  readonly rendered: {
    readonly header: string | null
    readonly body: string
    readonly footer: string | null
    readonly buttons: readonly {
      readonly type: string
      readonly text: string
      readonly id: string
      readonly url?: string
    }[]
    /** Of a carousel: the words of each card. The buttons of all cards stand in `buttons`, card after card. */
    readonly cards?: readonly { readonly body: string }[]
    /** Of an offer that ends: what it is called, its code, and when it ends. */
    readonly offer?: { readonly text: string; readonly code: string | null; readonly endsAt: number | null }
  } | null
  readonly at: number
  /** What the customer sees under own messages (sent: one tick, delivered: two, read: blue once the business marked it read). */
  readonly ticks: 'sent' | 'delivered' | 'read'
  readonly replyTo: string | null
  readonly reactions: readonly { readonly by: 'customer' | 'business'; readonly emoji: string }[]
  readonly editedAt: number | null
  readonly revokedAt: number | null
}

export type PhoneEvent =
  | {
      readonly type: 'message'
      readonly customer: string
      readonly number: string
      readonly message: PhoneMessage
    }
  | { readonly type: 'typing'; readonly customer: string; readonly number: string }
  | { readonly type: 'customers' }
  | { readonly type: 'numbers' }
  | { readonly type: 'templates' }
  | { readonly type: 'faults'; readonly faults: Faults }

/** Each is a probability from 0 to 1 unless it says otherwise. Seeded: the same seed breaks the same things. */
export type Faults = {
  /** A webhook is delivered again. */
  readonly duplicate: number
  /** A webhook waits and is overtaken. */
  readonly reorder: number
  readonly delayMs: number
  /** Up to this many updates are folded into one POST (1 to 1,000); numbers are mixed. */
  readonly batch: number
  /** A send is taken and shown on the phone, and the connection is cut instead of an answer. */
  readonly dropReply: number
  /** A send is refused with HTTP 500/131000 before anything happens. */
  readonly serverError: number
  readonly slowMs: number
  /** No webhooks go out (they are kept and go out when it ends). */
  readonly mute: boolean
  /** The token is expired: every call gets 190. */
  readonly tokenExpired: boolean
  /** Customers read what they get at once, after this many milliseconds; -1: only when the chat is opened. */
  readonly readAfterMs: number
  readonly deliverAfterMs: number
}

/** Calls that Meta refuses or maltreats for a while, through no fault of the caller's. */
export type NewStorm = {
  /** All numbers, if it is left out. */
  readonly number?: string
  /**
   * One of Meta's codes (130429, 131056, 131000, 190, 368 …; those that come after a 200 come so here as well), `5xx`: a page
   * with 503 instead of JSON, `slow`: the answer comes late, `drop_reply`: the message is taken and the connection cut.
   */
  readonly kind: string | number
  /** The share of calls that it strikes, 0 to 1; all, if it is left out. */
  readonly share?: number
  /** Until somebody ends it, if it is left out. */
  readonly forMs?: number
  /** Sends, unless said. */
  readonly calls?: 'sends' | 'management' | 'all'
  /** How late `slow` is; five seconds unless said. */
  readonly slowMs?: number
}
export type Storm = {
  readonly id: string
  readonly number: string | null
  readonly kind: string
  readonly share: number
  readonly calls: 'sends' | 'management' | 'all'
  readonly slowMs: number
  readonly endsAt: number | null
  /** How many calls it has struck. */
  hits: number
}

/** How people take marketing templates; each rate is a share of them, 0 to 1. See population.ts for how they hang together. */
export type Population = {
  readonly seed: number
  readonly blockRate: number
  /** Half of blockRate, unless said. */
  readonly reportRate: number
  /** Who writes STOP: 0.8 of blockRate, unless said. */
  readonly optOutRate: number
  /** Who switches marketing off, so that 131050 follows: 0.4 of blockRate, unless said. */
  readonly preferenceStopRate: number
  /** 0.7 unless said. The unhappy have all read it. */
  readonly readRate: number
  /** 0.02 unless said. */
  readonly replyRate: number
  /** Who opens the first link, if it leads to this machine. */
  readonly clickRate: number
  /** To whom nothing can be delivered: 131026. */
  readonly undeliverableRate: number
  /** Log-normal: median in milliseconds and sigma. 20 minutes and 1, unless said; reading comes before. */
  readonly reactAfterMs: { readonly median: number; readonly spread: number }
}

/** How often a limit was exceeded, so that Meta refused. */
export type Violations = {
  /** 130429, without those of storms. */
  readonly throughput: number
  /** 131056. */
  readonly pair: number
  /** 131048: too many people outside a window within 24 hours. */
  readonly messagingLimit: number
  /** 80007. */
  readonly management: number
  readonly byNumber: Readonly<Record<string, { throughput: number; pair: number; messagingLimit: number }>>
  readonly byAccount: Readonly<Record<string, { management: number }>>
}

type SendCount = {
  /** Meta took it, whether or not the answer got through. */
  accepted: number
  /** It came to a phone. */
  reached: number
  /** It came to a phone where one with the same `biz_opaque_callback_data` had come before. */
  secondCopies: number
}
export type SendsSummary = SendCount & {
  /** Of those accepted. */
  readonly distinctCallbacks: number
  /** Accepted, and failed afterwards: how many with which code. */
  readonly failed: Readonly<Record<string, number>>
  readonly byNumber: Readonly<Record<string, SendCount>>
  /** By account, name and language. */
  readonly byTemplate: Readonly<Record<string, SendCount>>
}

export type ControlState = {
  readonly now: number
  readonly seed: number
  readonly app: App | null
  readonly numbers: readonly BusinessNumber[]
  readonly customers: readonly Customer[]
  readonly faults: Faults
  /** Chats in which the customer blocked the business: `customer/number`. */
  readonly blocks: readonly string[]
  readonly webhooks: { readonly delivered: number; readonly failed: number; readonly waiting: number }
}

/** What Meta thinks of a template. */
export type TemplateState = {
  readonly id: string
  readonly wabaId: string
  readonly name: string
  readonly language: string
  readonly category: string
  /** Where it will be moved. */
  readonly correctCategory: string | null
  readonly status: string
  readonly quality: string
  readonly body: string
  readonly rejectedReason: string
  readonly reviewEndsAt: number | null
  readonly pausedUntil: number | null
  /** How often it was paused because of its quality. */
  readonly pauses: number
}

/** What Meta thinks of a number. */
export type NumberState = BusinessNumber & {
  readonly qualityRating: string
  readonly status: string
  readonly messagingLimit: string
  /** People written to outside a window within 24 hours, by all numbers of the portfolio. */
  readonly reached: number
  /** Null: as many as one likes. */
  readonly limit: number | null
}

/** One message that a customer's phone received from a business. */
export type SentRecord = {
  readonly wamid: string
  readonly phoneNumberId: string
  readonly customer: string
  readonly type: string
  readonly callback: string | null
  readonly body: string | null
  readonly at: number
}
