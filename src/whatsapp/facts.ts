/**
 * What one webhook of Meta says, as facts.
 *
 * A fact is one thing that happened, named by Meta's own ids and moments. Facts are sets, not steps: hearing one twice,
 * late or before its cause changes nothing in the end. `parse-webhook.ts` makes them; `ingest/` stores them.
 * Shapes: Meta, "Webhooks reference" (pages of Nov 2025 to Sep 2026).
 */
import type { Instant } from '#platform/time.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/**
 * How Meta names somebody. A phone number is digits without "+"; a BSUID is `CC.…`, a parent BSUID `CC.ENT.…`.
 * Any of them may be missing, but not all. A group stands for the conversation that is held in it.
 */
export type Person = {
  readonly phone?: string
  readonly bsuid?: string
  readonly parentBsuid?: string
  readonly group?: string
}

/** Where in the body the fact stood, as a JSON pointer: `/entry/0/changes/0/value/messages/3`. */
type At = { readonly pointer: string }
/** The business phone number that a fact belongs to. */
type OfNumber = At & { readonly phoneNumberId: string }

export type MediaRef = {
  readonly metaMediaId: string
  readonly mimeType: string | null
  /** Base64, as Meta writes it. */
  readonly sha256: string | null
  readonly filename: string | null
  readonly isVoice: boolean
}

/** One thing said, by the customer (`in`) or, in the WhatsApp Business app, by the business (`out`). */
export type MessageFact = OfNumber & {
  readonly kind: 'message'
  /** `live` is the normal case; `echo` was typed in the Business app; `history` is backfill; `standby` is another app's thread. */
  readonly source: 'live' | 'echo' | 'history' | 'standby'
  readonly direction: 'in' | 'out'
  /** Who the conversation is with: the customer, or the group. */
  readonly peer: Person
  /** Who wrote it, where that is not the peer: a group's participant. */
  readonly author: Person | null
  readonly wamid: string
  readonly at: Instant
  /** Meta's type, kept as it came; an item without one gets the key of the object that it carries, else `unknown`. */
  readonly type: string
  /** What a list or a search shows: body, caption, button title, file name …; null if there is nothing to read. */
  readonly text: string | null
  /** The item's own object (`text`, `image`, `order` …) and everything unknown beside it, as it came. */
  readonly content: JsonObject
  /** `context` as it came: the message answered, forwarded marks, the product asked about. */
  readonly context: JsonObject | null
  /** `referral` as it came: the ad or post that the customer tapped. */
  readonly referral: JsonObject | null
  readonly media: MediaRef | null
  /** Delivery status that a history message carries (`READ`, `DELIVERED` …), in lower case. */
  readonly historyStatus: string | null
}

export type EditFact = OfNumber & {
  readonly kind: 'edit'
  readonly targetWamid: string
  readonly wamid: string
  readonly at: Instant
  readonly type: string
  readonly text: string | null
  readonly content: JsonObject
}

export type RevokeFact = OfNumber & {
  readonly kind: 'revoke'
  readonly targetWamid: string
  readonly wamid: string
  readonly at: Instant
}

export type ReactionFact = OfNumber & {
  readonly kind: 'reaction'
  readonly peer: Person
  readonly author: Person | null
  readonly direction: 'in' | 'out'
  readonly targetWamid: string
  readonly wamid: string
  readonly at: Instant
  /** null takes the reaction away. */
  readonly emoji: string | null
}

/** `user_changed_number` / `user_changed_user_id`: the same person under new names. */
export type IdentityChangeFact = OfNumber & {
  readonly kind: 'identity-change'
  readonly wamid: string
  readonly at: Instant
  readonly from: Person
  readonly to: Person
  /** Meta's sentence, shown in the thread. */
  readonly body: string | null
}

/** Names seen together belong to one person; the profile may tell what they call themselves. */
export type SightingFact = OfNumber & {
  readonly kind: 'sighting'
  readonly person: Person
  /** 0 if Meta does not say when. */
  readonly at: Instant
  readonly profileName: string | null
  /** Without a leading "@". */
  readonly username: string | null
}

export type StatusFact = OfNumber & {
  readonly kind: 'status'
  readonly wamid: string
  /** sent, delivered, read, played, failed, or a word that we do not know yet. */
  readonly status: string
  readonly at: Instant
  /** Phone, BSUID or participant that the status is about; '' if Meta named none. */
  readonly recipient: string
  readonly errors: readonly JsonObject[]
  readonly pricing: JsonObject | null
  readonly conversation: JsonObject | null
  /** `biz_opaque_callback_data`: our send's id. */
  readonly callback: string | null
}

/** A customer stopped or resumed a kind of message. */
export type PreferenceFact = OfNumber & {
  readonly kind: 'preference'
  readonly person: Person
  readonly category: string
  readonly value: string
  readonly detail: string | null
  readonly at: Instant
}

/** The business's own address book, in coexistence (`smb_app_state_sync`). */
export type BookEntryFact = OfNumber & {
  readonly kind: 'book-entry'
  readonly person: Person
  readonly at: Instant
  /** null: the entry was removed. */
  readonly name: string | null
}

/** Everything else that Meta tells: accounts, templates, calls, groups, flows, payments, fields that we do not know yet. */
export type UpdateFact = At & {
  readonly kind: 'update'
  readonly field: string
  /** `entry.id`: the WABA, or a business portfolio. */
  readonly entryId: string
  readonly phoneNumberId: string | null
  /** The WABA that it is about: `value.waba_info.waba_id` where present, else `entry.id`. */
  readonly wabaId: string
  /** Same update, same key: hex SHA-256 over entry id, entry time, field and the canonical (key-sorted) value. */
  readonly key: string
  readonly at: Instant | null
  readonly value: Json
}

/** Something that cannot be understood: kept with its raw form, never in its neighbours' way. */
export type BadFact = At & {
  readonly kind: 'bad'
  /** Stable: `not_json`, `not_whatsapp`, `no_entries`, `malformed_entry`, `malformed_item`, `no_id`, `no_sender`, … */
  readonly code: string
  readonly detail: string
  readonly item: Json | undefined
}

export type Fact =
  | MessageFact
  | EditFact
  | RevokeFact
  | ReactionFact
  | IdentityChangeFact
  | SightingFact
  | StatusFact
  | PreferenceFact
  | BookEntryFact
  | UpdateFact
  | BadFact
