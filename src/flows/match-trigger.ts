/** What begins a flow. */
import { areAlike, foldedWords, holdsAlike } from '#nlu/alike.ts'
import type { Trigger } from './definition.ts'

/** What is known of a turn that no flow waited for. */
export type Occasion = {
  readonly text: string
  /** Of a tapped button of a template, or of an older message. */
  readonly payload: string | null
  /** The template that it answers. */
  readonly template: string | null
  /** Of the ad or post that it came from. */
  readonly referral: string | null
  readonly isFirstOfContact: boolean
  readonly opensWindow: boolean
  /** What the assistant takes it for, if it is sure. */
  readonly intent: string | null
}

export type Listener = {
  readonly flow: string
  readonly version: number
  readonly triggers: readonly Trigger[]
}

/** The more exactly somebody said what they want, the sooner it is heard. */
const ORDER: readonly Trigger['on'][] = [
  'button',
  'template_reply',
  'referral',
  'keyword',
  'intent',
  'first_message',
]
const MATCHES = ['exact', 'alike', 'contains'] as const

/** The flow that it begins; of several the one whose trigger says most, and then the one that stands first. null: none. */
export function matchTrigger(listeners: readonly Listener[], occasion: Occasion): Listener | null {
  const words = foldedWords(occasion.text)
  const ranked = listeners.flatMap((listener) =>
    listener.triggers.flatMap((trigger) =>
      fires(trigger, occasion, words) ? [{ listener, rank: rankOf(trigger) }] : [],
    ),
  )
  const [best] = ranked.toSorted((one, other) => one.rank - other.rank)
  return best?.listener ?? null
}

const rankOf = (trigger: Trigger): number =>
  ORDER.indexOf(trigger.on) * MATCHES.length + (trigger.on === 'keyword' ? MATCHES.indexOf(trigger.match) : 0)

function fires(trigger: Trigger, occasion: Occasion, words: readonly string[]): boolean {
  switch (trigger.on) {
    case 'keyword':
      return trigger.words.some((keyword) => saysKeyword(trigger.match, words, foldedWords(keyword)))
    case 'first_message':
      return trigger.of === 'contact' ? occasion.isFirstOfContact : occasion.opensWindow
    case 'referral':
      return (
        occasion.referral !== null &&
        (trigger.sourceIds.length === 0 || trigger.sourceIds.includes(occasion.referral))
      )
    case 'button':
      return occasion.payload !== null && trigger.payloads.includes(occasion.payload)
    case 'template_reply':
      return occasion.template === trigger.template
    case 'intent':
      return occasion.intent !== null && trigger.intents.includes(occasion.intent)
    case 'event':
      return false // told by a program, not said
    default:
      return trigger satisfies never
  }
}

function saysKeyword(
  match: (typeof MATCHES)[number],
  words: readonly string[],
  keyword: readonly string[],
): boolean {
  if (keyword.length === 0) return false
  if (match === 'exact') return words.join(' ') === keyword.join(' ')
  return match === 'alike' ? areAlike(words, keyword) : holdsAlike(words, keyword)
}
