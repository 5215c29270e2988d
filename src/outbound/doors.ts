/**
 * Through which of Meta's doors a message goes: marketing templates of an account that is onboarded through the Marketing Messages API,
 * everything else the ordinary way. Meta may close either door: then the other one is tried, and only if Meta refused with a body,
 * that is, surely did not take the message. Each door is tried at most once before the message's fate is decided like any other's.
 *
 * Source: Meta, "Marketing Messages API for WhatsApp" (19 Nov 2025) and "Error codes" (131055, 131063, 134100 to 134103, Sep 2026).
 */
import { after, HOUR_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import type { Door } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { objectOf } from '#whatsapp/json.ts'
import { SEND_CLASSES } from './send-class.ts'

/** What is looked at of a send. */
export type Knocking = { readonly class: number; readonly payload: JsonObject; readonly group: string | null }

type Closing = { readonly of: 'number' | 'template'; readonly forMs: number }
const WHOLE: Closing = { of: 'number', forMs: HOUR_MS }
const THIS: Closing = { of: 'template', forMs: HOUR_MS }
/** A new template, or one that rested, is ready for the Marketing Messages API within ten minutes. */
const SYNCING: Closing = { of: 'template', forMs: 10 * MINUTE_MS }

/**
 * What closes the door of marketing. Which code an account gets that is not onboarded Meta does not say; so a missing permission (3, 10,
 * 200 to 299) there is no reason to stop a number that may be well the ordinary way.
 */
const CLOSES_MARKETING: Readonly<Record<number, Closing>> = {
  3: WHOLE,
  10: WHOLE,
  131055: WHOLE,
  100: SYNCING,
  131009: SYNCING,
  134101: SYNCING,
  134100: THIS,
  134103: THIS,
}
const MARKETING_OFF = 131063

function closingOf(door: Door, code: number): Closing | undefined {
  if (door === 'messages') return code === MARKETING_OFF ? WHOLE : undefined
  return code >= 200 && code <= 299 ? WHOLE : CLOSES_MARKETING[code]
}

const NUMBER = ''

/** What one number's doors are like, as far as Meta said. Pure: callers say what time it is. */
export class Doors {
  /** Until when, by door and template, or by the door alone. */
  readonly #closed: Readonly<Record<Door, Map<string, Instant>>> = {
    messages: new Map(),
    marketing_messages: new Map(),
  }
  #isOnboarded: boolean | null = null

  /** What Meta says of the account; null: nothing yet. */
  know(isOnboarded: boolean | null): void {
    if (this.#isOnboarded === isOnboarded) return
    this.#isOnboarded = isOnboarded
    this.#closed.marketing_messages.clear()
  }

  choose(send: Knocking, now: Instant): Door {
    if (!isForMarketing(send)) return 'messages'
    const name = nameOf(send)
    const first: Door = this.#isOnboarded === true ? 'marketing_messages' : 'messages'
    if (this.#isOpen(first, name, now)) return first
    const second: Door = first === 'messages' ? 'marketing_messages' : 'messages'
    return this.#isOpen(second, name, now) ? second : first
  }

  /** Meta refused it at this door, with this code. Whether it may knock at the other one. */
  refused(send: Knocking, door: Door, code: number, now: Instant): boolean {
    const closing = closingOf(door, code)
    if (closing === undefined || !isForMarketing(send)) return false
    const name = nameOf(send)
    this.#closed[door].set(closing.of === 'number' ? NUMBER : name, after(now, closing.forMs))
    return this.#isOpen(door === 'messages' ? 'marketing_messages' : 'messages', name, now)
  }

  #isOpen(door: Door, name: string, now: Instant): boolean {
    if (door === 'marketing_messages' && this.#isOnboarded === false) return false
    const closed = this.#closed[door]
    return [NUMBER, name].every((key) => (closed.get(key) ?? now) <= now)
  }
}

/** Marketing goes to single people only. */
const isForMarketing = ({ class: rank, payload, group }: Knocking): boolean =>
  rank === SEND_CLASSES.marketing && payload['type'] === 'template' && group === null

/** By name and language: each is one for Meta. */
function nameOf({ payload }: Knocking): string {
  const template = objectOf(payload['template'])
  return JSON.stringify([template?.['name'], template?.['language']])
}
