import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { JsonObject } from '#whatsapp/facts.ts'

export type ConsentState = 'granted' | 'withdrawn'
export type ConsentSource = 'message' | 'user_preferences' | 'import' | 'api' | 'agent' | 'merge' | 'erasure'

export type ConsentEntry = {
  readonly contact: string
  readonly purpose: string
  readonly state: ConsentState
  readonly source: ConsentSource
  /** Meta's id or ours: a second entry with the same one says nothing new. */
  readonly cause: string
  /** Ids of what proves it, never a text. */
  readonly evidence: JsonObject
  readonly noticeVersion?: string
  readonly note?: string
  /** Left out: the customer's own word. */
  readonly actor?: Actor
  readonly at: Instant
}
