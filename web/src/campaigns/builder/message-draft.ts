/**
 * What a campaign says, between how it is kept and how it stands in the form: where each word comes from, and what is given beside
 * words. Pure.
 */
import { type Part, partsOf, type Word, wordsOf } from '../../../../src/templates/template-places.ts'
import { mediaUrl } from '../../platform/media-url.ts'
import type { CampaignMessage, LibraryTemplate } from '../../platform/contract.ts'
import {
  type ButtonDraft,
  componentsOf,
  type Draft,
  EMPTY_BUTTON,
  EMPTY_SECTION,
  type FilledHeader,
  fillingOf,
} from '../../templates/fill-template.ts'

export type ContactField = 'name' | 'first_name' | 'phone'
/** Where a word comes from. `fallback`: what is said to people of whom it is not known; empty: they are left out. */
export type Source =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'contact'; readonly field: ContactField; readonly fallback: string }
  | { readonly from: 'attribute'; readonly key: string; readonly fallback: string }
  /** It comes with each person of the list, in a column of its name. */
  | { readonly from: 'list' }

/** @param isList the audience is a list: what is not said here comes with the people */
export function sourceOf(message: CampaignMessage, word: string, isList: boolean): Source {
  const variable = message.variables?.[word]
  if (variable?.from === 'contact')
    return { from: 'contact', field: variable.field, fallback: variable.fallback ?? '' }
  if (variable?.from === 'attribute')
    return { from: 'attribute', key: variable.key, fallback: variable.fallback ?? '' }
  if (variable?.from === 'literal') return { from: 'text', text: variable.value }
  const text = message.parameters[word]
  return text === undefined && isList ? { from: 'list' } : { from: 'text', text: text ?? '' }
}

export function withSource(message: CampaignMessage, word: string, source: Source): CampaignMessage {
  const { [word]: _text, ...parameters } = message.parameters
  const { [word]: _variable, ...variables } = message.variables ?? {}
  const rest = { ...message, parameters, variables }
  switch (source.from) {
    case 'text':
      return { ...rest, parameters: { ...parameters, [word]: source.text } }
    case 'list':
      return rest
    case 'contact':
    case 'attribute': {
      const { fallback, ...variable } = source
      return {
        ...rest,
        variables: { ...variables, [word]: { ...variable, ...(fallback.trim() !== '' && { fallback }) } },
      }
    }
    default:
      return source satisfies never
  }
}

/** A name is nearly always the first thing asked for, and mostly known. */
export function newMessage(
  template: Pick<LibraryTemplate, 'name' | 'language' | 'components'>,
): CampaignMessage {
  const { name, language } = template
  const empty: CampaignMessage = { name, language, parameters: {}, variables: {} }
  const named = wordsOf(componentsOf(template)).find((word) => isName(word))?.name
  return named === undefined
    ? empty
    : withSource(empty, named, { from: 'contact', field: 'first_name', fallback: '' })
}

/** By what it is called, or because one greets with it: "Hi {{1}}", "नमस्ते {{1}}". */
function isName({ name, in: place, part }: Word): boolean {
  if (/^(?:first_?|customer_?)?name$/iu.test(name)) return true
  if (place !== 'body') return false
  const [before = ''] = (part.body ?? '').split(`{{${name}}}`, 1)
  return /(?:^|[\s,!*_])(?:hi|hello|hey|dear|namaste|नमस्ते|नमस्कार|प्रिय|हैलो)[\s,*_]*$/iu.test(before)
}

type Components = ReturnType<typeof componentsOf>

/** As the form for files, products and forms has it; words stand elsewhere. */
export function draftOf(components: Components, message: CampaignMessage): Draft {
  const end = message.offerExpiresAt
  return {
    words: message.parameters,
    parts: partsOf(components).map((part) =>
      partDraft(part, part.card === null ? message : message.cards?.[part.card]),
    ),
    endsAt: end === undefined ? '' : localMinute(end),
  }
}

/** As `<input type="datetime-local">` has it. */
export function localMinute(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

type GivenPart = Pick<CampaignMessage, 'header' | 'buttons'>

function partDraft({ buttons }: Part, given: GivenPart | undefined): Draft['parts'][number] {
  return {
    header: headerDraft(given?.header),
    buttons: Object.fromEntries(
      buttons.flatMap(({ type }, index) =>
        TAKES_MORE.has(type)
          ? [[index, buttonDraft(given?.buttons?.find((one) => one.index === index))]]
          : [],
      ),
    ),
  }
}

const TAKES_MORE: ReadonlySet<string> = new Set(['CATALOG', 'MPM', 'FLOW'])

function headerDraft(header: CampaignMessage['header']): FilledHeader | null {
  if (header === undefined || Object.keys(header).length === 0) return null
  return { header, url: header.mediaId === undefined ? null : mediaUrl(header.mediaId) }
}

function buttonDraft(given: NonNullable<CampaignMessage['buttons']>[number] | undefined): ButtonDraft {
  if (given === undefined) return EMPTY_BUTTON
  const sections = (given.sections ?? []).map(({ title, products }) => ({ title, skus: products.join('\n') }))
  return {
    ...EMPTY_BUTTON,
    thumbnail: given.thumbnail ?? '',
    sections: sections.length === 0 ? [EMPTY_SECTION] : sections,
    flowToken: given.flowToken ?? '',
    flowData: given.flowData === undefined ? '' : JSON.stringify(given.flowData),
  }
}

/** The message with what the form gives beside words. */
export function withDraft(components: Components, message: CampaignMessage, draft: Draft): CampaignMessage {
  const { parameters: _words, ...given } = fillingOf(components, draft)
  const { header: _header, buttons: _buttons, cards: _cards, offerExpiresAt: _end, ...rest } = message
  // The types of lists differ in being readonly, and in nothing else.
  return { ...rest, ...given } as unknown as CampaignMessage
}

/** What one campaign says to many: codes and bills are made for one person. */
export function isForMany(template: Pick<LibraryTemplate, 'category' | 'components'>): boolean {
  const buttons = partsOf(componentsOf(template)).flatMap((part) => part.buttons)
  return (
    template.category.toUpperCase() !== 'AUTHENTICATION' &&
    buttons.every(({ type }) => type !== 'OTP' && type !== 'ORDER_DETAILS')
  )
}
