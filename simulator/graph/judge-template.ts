/**
 * How Meta's reviewers judge a template that could be created at all: the rules behind REJECTED, and the move from
 * utility to marketing. Source: Meta, "Template review" and "Template categorization" (2025); cloud-api reference, f.
 *
 * Pure: what it is told is all it looks at.
 */
import { placeholdersOf } from '#simulator/messages/check-template.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Template, TemplateButton, TemplateComponent } from '#simulator/world/world.ts'

export type Judgement =
  | { readonly outcome: 'APPROVED'; readonly category: Template['category'] }
  | {
      readonly outcome: 'REJECTED'
      readonly reason: string
      readonly detail: string
      readonly recommendation: string
    }

type Judged = Pick<Template, 'name' | 'language' | 'category' | 'parameterFormat' | 'components'>

/** Addresses that hide where they lead. */
const SHORTENERS =
  /\b(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|cutt\.ly|rb\.gy|is\.gd|ow\.ly|shorturl\.at|tiny\.cc|t\.ly|buff\.ly|rebrand\.ly)\//i

const SCAM =
  /\b(?:lottery|jackpot|you have won|lucky draw winner|double your money|guaranteed returns?|risk[- ]free (?:profit|returns?)|share (?:your )?(?:otp|pin|cvv|password)|paisa double)\b|लॉटरी|पैसा डबल|(?:ओटीपी|पिन) बताएं/iu
const ABUSE =
  /\b(?:idiots?|bastards?|stupid|moron|or else we will|we will come to your (?:house|home)|you will regret|kami(?:na|ne)|haram(?:i|khor)|bewakoof)\b|कमीना|कमीने|हरामी|बेवकूफ/iu

/** Words that sell. One of them makes a utility template marketing. */
const PROMOTION =
  /\b(?:\d+ ?% off|flat \d+ ?%|discounts?|special offer|limited[- ]time|hurry|sale (?:is|ends|starts)|shop now|buy now|buy (?:1|one),? get (?:1|one)|new arrivals?|don['’]t miss|exclusive (?:offer|deal)|promo(?: code)?|coupon|cashback|best deals?|loot|dhamaka|bumper)\b|छूट(?![\p{L}\p{M}])|सेल शुरू|ऑफर|ऑफ़र|धमाका|अभी ख़?रीदें|कैशबैक/iu

/** The scripts that a language is written in, where there is one of its own. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  hi: /\p{Script=Devanagari}/gu,
  mr: /\p{Script=Devanagari}/gu,
  bn: /\p{Script=Bengali}/gu,
  ta: /\p{Script=Tamil}/gu,
  te: /\p{Script=Telugu}/gu,
  kn: /\p{Script=Kannada}/gu,
  ml: /\p{Script=Malayalam}/gu,
  gu: /\p{Script=Gujarati}/gu,
  pa: /\p{Script=Gurmukhi}/gu,
  en: /\p{Script=Latin}/gu,
}

/** The first thing that is wrong with it; else it is approved, perhaps in another category. */
export function judgeTemplate(template: Judged, others: readonly Judged[]): Judgement {
  const isCode = template.category === 'AUTHENTICATION'
  const flaw =
    (isCode ? null : formFlaw(template)) ??
    contentFlaw(template) ??
    (isCode ? null : repetition(template, others))
  if (flaw !== null) return flaw
  const isSelling = template.category === 'UTILITY' && PROMOTION.test(textsOf(template).join('\n'))
  return { outcome: 'APPROVED', category: isSelling ? 'MARKETING' : template.category }
}

const rejected = (reason: string, detail: string, recommendation: string): Judgement => ({
  outcome: 'REJECTED',
  reason,
  detail,
  recommendation,
})

function formFlaw({ components, parameterFormat }: Judged): Judgement | null {
  for (const component of everyPart(components)) {
    const flaw = partFlaw(component, parameterFormat)
    if (flaw !== null) return flaw
  }
  return null
}

function partFlaw(component: TemplateComponent, format: Template['parameterFormat']): Judgement | null {
  const type = component.type.toUpperCase()
  const words = component.text ?? ''
  if (type === 'BODY' && /\}\}(?:\s*|,)\{\{/.test(words)) {
    return rejected(
      'INVALID_FORMAT',
      'Your template has parameters placed next to each other (like {{1}},{{2}}) without text or punctuation between them.',
      'Separate parameters with descriptive text and ensure each parameter is clearly contextualized.',
    )
  }
  if (type === 'BODY' && placeholdersOf(words).length > 0 && /^[\s*_~]*\{\{|\}\}[\s*_~]*$/.test(words)) {
    return rejected(
      'INVALID_FORMAT',
      'Your template begins or ends with a parameter.',
      'Add descriptive text before the first and after the last parameter.',
    )
  }
  if (type === 'HEADER' && needsSample(component, format)) {
    return rejected(
      'INVALID_FORMAT',
      'The header of your template has no sample.',
      'Provide a sample for every parameter and every media header.',
    )
  }
  if (type !== 'BUTTONS') return null
  return (component.buttons ?? []).some(lacksSample)
    ? rejected(
        'INVALID_FORMAT',
        'A button of your template has a parameter without a sample.',
        'Provide a complete sample URL for every button that has a parameter.',
      )
    : null
}

function needsSample(header: TemplateComponent, format: Template['parameterFormat']): boolean {
  const example = (header['example'] ?? {}) as Record<string, unknown>
  const given = (key: string): number => (Array.isArray(example[key]) ? example[key].length : 0)
  switch (header.format?.toUpperCase() ?? 'TEXT') {
    case 'IMAGE':
    case 'VIDEO':
    case 'GIF':
    case 'DOCUMENT':
      return given('header_handle') === 0
    case 'LOCATION':
    case 'PRODUCT':
      return false
    default: {
      const key = format === 'NAMED' ? 'header_text_named_params' : 'header_text'
      return placeholdersOf(header.text ?? '').length > given(key)
    }
  }
}

function lacksSample(button: TemplateButton): boolean {
  if (button.type.toUpperCase() !== 'URL' || placeholdersOf(wordsOf(button['url'])).length === 0) return false
  return !Array.isArray(button['example']) || button['example'].length === 0
}

function contentFlaw(template: Judged): Judgement | null {
  const texts = textsOf(template)
  const all = [...texts, ...urlsOf(template)].join('\n')
  if (SHORTENERS.test(all)) {
    return rejected(
      'SCAM',
      'Your template contains a shortened link, which hides where it leads.',
      'Use the full URL of a domain that belongs to your business.',
    )
  }
  if (SCAM.test(all)) {
    return rejected(
      'SCAM',
      'Your template promises money or prizes, or asks for confidential details.',
      'Remove the promise or the request, and say plainly what the message is for.',
    )
  }
  if (ABUSE.test(all)) {
    return rejected(
      'ABUSIVE_CONTENT',
      'Your template contains threatening or abusive language.',
      'Rewrite the template in neutral, respectful words.',
    )
  }
  return isInAnotherScript(template.language, texts.join(' '))
    ? rejected(
        'TAG_CONTENT_MISMATCH',
        `The content of your template is not in the language that was chosen (${template.language}).`,
        'Choose the language in which the template is written.',
      )
    : null
}

/** Hinglish is Hindi in Latin letters, so Latin letters are right in every language but not the other way round. */
function isInAnotherScript(language: string, words: string): boolean {
  const own = SCRIPTS[language.split('_')[0] ?? '']
  const letters = words.replaceAll(/\{\{[^}]*\}\}/g, '').match(/\p{L}/gu)?.length ?? 0
  if (own === undefined || letters < 20) return false
  const latin = words.replaceAll(/\{\{[^}]*\}\}/g, '').match(/\p{Script=Latin}/gu)?.length ?? 0
  const fitting = words.match(own)?.length ?? 0
  return Math.max(fitting, latin) < letters / 2
}

/** Source: Meta, "Templates": a duplicate of the body and footer of an existing one is rejected. */
function repetition(template: Judged, others: readonly Judged[]): Judgement | null {
  const own = wordingOf(template)
  const twin = others.find(
    (other) =>
      other.name !== template.name && other.language === template.language && wordingOf(other) === own,
  )
  return twin === undefined
    ? null
    : rejected(
        'INVALID_FORMAT',
        `Your template has the same body and footer as the existing template ${twin.name}.`,
        'Use the existing template, or change the wording.',
      )
}

const wordingOf = ({ components }: Judged): string =>
  ['BODY', 'FOOTER'].map((type) => components.find((one) => one.type === type)?.text?.trim() ?? '').join('\n')

/** The components and those of its cards. */
const everyPart = (components: readonly TemplateComponent[]): TemplateComponent[] =>
  components.flatMap((one) => [one, ...(one.cards ?? []).flatMap((card) => card.components)])

const textsOf = ({ components }: Judged): string[] =>
  everyPart(components).flatMap((one) => [
    ...(one.text === undefined ? [] : [one.text]),
    ...(one.buttons ?? []).flatMap((button) => (button.text === undefined ? [] : [button.text])),
  ])

const urlsOf = ({ components }: Judged): string[] =>
  everyPart(components).flatMap((one) => (one.buttons ?? []).map((button) => wordsOf(button['url'])))
