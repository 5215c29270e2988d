import type { JsonObject } from '#whatsapp/facts.ts'
import type { SendClass } from './send-class.ts'

/** What goes to Meta and into the inbox of something that somebody wants to say. */
export type Composed =
  | {
      readonly ok: true
      readonly kind: 'message'
      readonly class: SendClass
      readonly payload: JsonObject
      readonly type: string
      readonly text: string | null
      /** What the inbox shows: the payload's object, and of a template also what it reads like. */
      readonly content: JsonObject
      readonly context: JsonObject | null
      readonly mediaId: string | null
      /** So long it may wait; null or left out: as long as it takes. */
      readonly lifeMs?: number | null
    }
  | { readonly ok: true; readonly kind: 'reaction'; readonly class: SendClass; readonly payload: JsonObject }
