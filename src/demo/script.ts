/** How the demo shop's conversations are written down: who says what, and what became of it. Plain data. */
import type { JsonObject } from '#whatsapp/facts.ts'
import type { FileName } from './files.ts'

export type Dialogue = {
  readonly who: Who
  /** So many minutes ago the last line was said. */
  readonly ago: number
  /** So many of the customer's last lines nobody has looked at. */
  readonly unread?: number
  readonly lines: readonly Line[]
}

export type Who =
  | { readonly kind: 'phone'; readonly name: string; readonly phone: string }
  /** Somebody who hides the number: WhatsApp tells a name, a username and an id of its own. */
  | { readonly kind: 'username'; readonly name: string; readonly username: string; readonly bsuid: string }
  | { readonly kind: 'group'; readonly name: string; readonly group: string }

export type Line = Extra & {
  readonly by: 'them' | 'us'
  readonly type: string
  readonly text: string | null
  readonly content: JsonObject
  readonly attachment?: Attachment
}

export type Attachment =
  | { readonly state: 'stored'; readonly file: FileName }
  | { readonly state: 'pending' | 'unavailable'; readonly mimeType: string; readonly isVoice: boolean }

export type Extra = {
  /** Minutes since the line before; without it, a few. */
  readonly after?: number
  /** It answers the line that stands so many lines before it. */
  readonly answers?: number
  readonly isForwarded?: boolean
  readonly referral?: JsonObject
  /** What the other side put under it. */
  readonly reaction?: string
  readonly editedTo?: string
  readonly isRevoked?: boolean
  /** How far a line of ours came; `read` unless told. A number is Meta's error. */
  readonly state?: OutState
  /** Who wrote a line of ours: an agent unless told. `echo`: in the WhatsApp Business app. */
  readonly source?: 'agent' | 'greeting' | 'echo' | 'api' | 'campaign'
  /** In a group: the participant's phone. */
  readonly author?: string
}

export type OutState =
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'held'
  | 'unknown'
  | 131026
  | 131047
  | 131049

export const HOUR = 60
export const DAY = 24 * HOUR

/** A customer in India. The last five digits tell one from another; +91 90000 … is kept for people who do not exist. */
export const person = (name: string, lastFive: string): Who => ({
  kind: 'phone',
  name,
  phone: `9190000${lastFive}`,
})
export const abroad = (name: string, phone: string): Who => ({ kind: 'phone', name, phone })
export const hidden = (name: string, username: string, lastFour: string): Who => ({
  kind: 'username',
  name,
  username,
  bsuid: `IN.900000000000000${lastFour}`,
})

/** What the customer writes. */
export const them = (body: string, extra: Extra = {}): Line => text('them', body, extra)
/** What the shop writes. */
export const us = (body: string, extra: Extra = {}): Line => text('us', body, extra)

const text = (by: Line['by'], body: string, extra: Extra): Line => ({
  by,
  type: 'text',
  text: body,
  content: { text: { body } },
  ...extra,
})
