/**
 * Why Meta refused a template, in words for whoever wrote it, with the rules of ours that speak of the same.
 * Source: Meta, webhook `message_template_status_update` and "Template review" (Apr 2026).
 */
import type { RuleId } from './lint/rules.ts'

export type RejectionWords = {
  readonly meaning: string
  readonly nextStep: string
  /** The rules that speak of it. */
  readonly rules: readonly RuleId[]
}

const HIDING: readonly RuleId[] = ['url.shortener', 'url.whatsapp', 'url.form', 'url.sample']

const REASONS: Readonly<Record<string, RejectionWords>> = {
  ABUSIVE_CONTENT: {
    meaning: 'WhatsApp’s reviewers find the words threatening, insulting or otherwise abusive.',
    nextStep:
      'Say it politely: no threats about payments, no insults, nothing about people’s origin or faith. Then submit it again.',
    rules: ['text.letters'],
  },
  CATEGORY_NOT_AVAILABLE: {
    meaning: 'This account may not make templates of this category at the moment.',
    nextStep:
      'Look in WhatsApp Manager for a warning about the account. Until it is settled, choose another category that fits the text.',
    rules: ['category.unknown', 'component.category'],
  },
  INCORRECT_CATEGORY: {
    meaning: 'The text does not fit the category that was chosen.',
    nextStep:
      'Take out what advertises, or make it a marketing template. A utility text speaks only of what the customer ordered, booked or asked for.',
    rules: ['category.marketing', 'component.category', 'category.unknown'],
  },
  INVALID_FORMAT: {
    meaning: 'Something in it is not written as WhatsApp wants it: mostly a variable, a sample or a link.',
    nextStep:
      'Check that each variable is written {{1}}, stands between words and has a sample, and that links are whole. Then submit it again.',
    rules: [
      ...([
        'variable.form',
        'variable.mixed',
        'variable.order',
        'variable.edge',
        'variable.adjacent',
      ] as const),
      ...(['variable.ratio', 'variable.sample', 'header.sample', 'language.mismatch'] as const),
      ...(['text.lines', 'text.letters', 'text.emoji', ...HIDING] as const),
    ],
  },
  PROMOTIONAL: {
    meaning: 'The text advertises, and its category does not allow that.',
    nextStep: 'Make it a marketing template, or take out offers, greetings and invitations to buy.',
    rules: ['category.marketing', 'component.category'],
  },
  SCAM: {
    meaning: 'WhatsApp’s reviewers fear that the text could deceive people.',
    nextStep:
      'Say who you are and what it is about, use your own web address without shorteners, and never ask for card numbers, PINs or passwords.',
    rules: ['url.shortener', 'url.whatsapp', 'url.sample', 'text.letters', 'variable.ratio'],
  },
  TAG_CONTENT_MISMATCH: {
    meaning: 'The language or the category does not match what the text says.',
    nextStep: 'Choose the language in which it is written and the category that fits, then submit it again.',
    rules: ['language.mismatch', 'language.form', 'category.marketing'],
  },
}
const NO_REASON: RejectionWords = {
  meaning: 'WhatsApp’s reviewers refused this template and gave no reason.',
  nextStep:
    'Read it as a stranger would: is it clear who writes and why? Add samples and words, or ask for another review in WhatsApp Manager.',
  rules: ['variable.ratio', 'variable.sample', 'category.marketing', 'language.mismatch'],
}
const UNKNOWN: RejectionWords = {
  meaning: 'WhatsApp’s reviewers refused this template.',
  nextStep: 'Read WhatsApp’s reason, change the template and submit it again.',
  rules: [],
}

/** Meta may write a reason in either case, and adds new ones at times. */
export function explainRejection(reason: string): RejectionWords {
  const name = reason.trim().toUpperCase()
  if (name === '' || name === 'NONE') return NO_REASON
  return Object.hasOwn(REASONS, name) ? (REASONS[name] ?? UNKNOWN) : UNKNOWN
}
