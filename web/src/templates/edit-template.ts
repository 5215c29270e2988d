/** Changes of a template that is being written. A change never loses what it does not speak of. Pure. */
import type {
  Body,
  Button,
  ButtonKind,
  Buttons,
  Card,
  Carousel,
  Component,
  Footer,
  Header,
  LimitedTimeOffer,
  Samples,
  TemplateModel,
} from '../../../src/templates/template-model.ts'
import { isNumber, namesOf, rewritten } from '../../../src/templates/lint/variables.ts'

export type { Body, Button, ButtonKind, Buttons, Card, Carousel, Component, Footer, Header, TemplateModel }
export type PartType = Component['type']

export const NO_SAMPLES: Samples = {
  headerText: null,
  headerNamed: null,
  headerHandle: null,
  bodyText: null,
  bodyNamed: null,
  more: {},
}
export const NEW_BODY: Body = {
  ...{ type: 'BODY', text: '', addSecurityRecommendation: null, samples: null, more: {} },
}
export const NEW_FOOTER: Footer = { type: 'FOOTER', text: '', codeExpirationMinutes: null, more: {} }
export const NEW_OFFER: LimitedTimeOffer = {
  type: 'LIMITED_TIME_OFFER',
  offer: { text: '', hasExpiration: true, more: {} },
  more: {},
}
export const newHeader = (format: string): Header => ({
  ...{ type: 'HEADER', format, text: format === 'TEXT' ? '' : null, samples: null, more: {} },
})

/** In which order the parts stand on the phone; a new part goes to its place. */
const ORDER: readonly PartType[] = [
  ...(['HEADER', 'LIMITED_TIME_OFFER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL'] as const),
  ...(['CALL_PERMISSION_REQUEST', 'OTHER'] as const),
]

type Parts = readonly Component[]
type PartOf<T extends PartType> = Extract<Component, { readonly type: T }>

export function partOf<T extends PartType>(components: Parts, type: T): PartOf<T> | null {
  return (components.find((one) => one.type === type) as PartOf<T> | undefined) ?? null
}

/** Where it stands, as the linter names it; null: it is not there. */
export function placeOfPart(components: Parts, type: PartType): number | null {
  const place = components.findIndex((one) => one.type === type)
  return place === -1 ? null : place
}

export function putPart(components: Parts, part: Component): Parts {
  const place = placeOfPart(components, part.type)
  if (place !== null) return components.with(place, part)
  const rank = ORDER.indexOf(part.type)
  const after = components.findIndex((one) => ORDER.indexOf(one.type) > rank)
  return after === -1 ? [...components, part] : components.toSpliced(after, 0, part)
}

export const dropPart = (components: Parts, type: PartType): Parts =>
  components.filter((one) => one.type !== type)

/** The sample of each variable, by its name. */
export function samplesByName(part: Header | Body): ReadonlyMap<string, string> {
  const { samples, type } = part
  const listed = type === 'HEADER' ? samples?.headerText : samples?.bodyText?.[0]
  const named = type === 'HEADER' ? samples?.headerNamed : samples?.bodyNamed
  return new Map([
    ...(listed ?? []).map((value, index): [string, string] => [String(index + 1), value]),
    ...(named ?? []).map((one): [string, string] => [one.param_name, one.example]),
  ])
}

/** The part with these words, and one sample for each variable in them: what was given, else nothing yet. */
export function withText<P extends Header | Body>(
  part: P,
  text: string,
  given: ReadonlyMap<string, string> = samplesByName(part),
): P {
  const names = namesOf(text)
  const numbers = names.filter(isNumber)
  const most = Math.max(0, ...numbers.map(Number))
  // A typing error in a number must not make a list of a thousand.
  const listed =
    most > 0 && most <= 99 ? Array.from({ length: most }, (_, i) => given.get(String(i + 1)) ?? '') : null
  const others = names.filter((name) => !isNumber(name) && name !== '')
  const named =
    others.length > 0 ? others.map((name) => ({ param_name: name, example: given.get(name) ?? '' })) : null
  const before = part.samples ?? NO_SAMPLES
  const samples: Samples =
    part.type === 'HEADER'
      ? { ...before, headerText: listed, headerNamed: named }
      : { ...before, bodyText: listed === null ? null : [listed], bodyNamed: named }
  const isEmpty =
    Object.entries(samples).every(([key, value]) => key === 'more' || value === null) &&
    Object.keys(samples.more).length === 0
  return { ...part, text, samples: isEmpty ? null : samples }
}

export function withSample<P extends Header | Body>(part: P, name: string, value: string): P {
  return withText(part, part.text ?? '', new Map([...samplesByName(part), [name, value]]))
}

/** How the next variable of these words is called. */
export function nextName(text: string, isNamed: boolean): string {
  const names = namesOf(text)
  const known = isNamed ? names : names.filter(isNumber)
  if (!isNamed) return String(Math.max(0, ...known.map(Number)) + 1)
  if (!known.includes('name')) return 'name'
  let number = 2
  while (known.includes(`value_${number}`)) number += 1
  return `value_${number}`
}

/** Writes a variable where the cursor is, with a space around it where words would touch it. */
export function insertedAt(
  text: string,
  from: number,
  to: number,
  name: string,
): { readonly text: string; readonly cursor: number } {
  const [before, after] = [text.slice(0, from), text.slice(to)]
  const lead = /[\p{L}\p{N}}]$/u.test(before) ? ' ' : ''
  const trail = /^[\p{L}\p{N}{]/u.test(after) ? ' ' : ''
  const inserted = `${lead}{{${name}}}${trail}`
  return { text: before + inserted + after, cursor: before.length + inserted.length }
}

/** Calls a variable otherwise, in the words and beside its sample. */
export function renamed<P extends Header | Body>(part: P, from: string, to: string): P {
  const samples = samplesByName(part)
  const text = rewritten(part.text ?? '', ({ name }) => `{{${name === from ? to : name}}}`)
  return withText(
    part,
    text,
    new Map([...samples].map(([name, value]) => [name === from ? to : name, value])),
  )
}

export const isNamedFormat = (model: TemplateModel): boolean =>
  model.parameterFormat?.toUpperCase() === 'NAMED'

/** All variables numbered or all named, with the samples that they had. */
export function withFormat(model: TemplateModel, format: 'NAMED' | 'POSITIONAL'): TemplateModel {
  const change = <P extends Header | Body>(part: P): P => {
    const names = namesOf(part.text ?? '')
    const taken = new Set(names)
    const next = new Map<string, string>()
    for (const [index, name] of names.entries()) {
      if (format === 'POSITIONAL') next.set(name, String(index + 1))
      else if (isNumber(name)) {
        const wanted = index === 0 && !taken.has('name') ? 'name' : `value_${name}`
        next.set(name, wanted)
        taken.add(wanted)
      } else next.set(name, name)
    }
    const samples = samplesByName(part)
    const text = rewritten(part.text ?? '', ({ name }) => `{{${next.get(name) ?? name}}}`)
    return withText(part, text, new Map([...samples].map(([name, value]) => [next.get(name) ?? name, value])))
  }
  const components = model.components.map((part) =>
    part.type === 'BODY' || (part.type === 'HEADER' && part.text !== null) ? change(part) : part,
  )
  return { ...model, parameterFormat: format, components }
}

const BLANK = { text: '', more: {} }
const NEW_BUTTONS: { readonly [K in ButtonKind]: Extract<Button, { readonly type: K }> } = {
  QUICK_REPLY: { type: 'QUICK_REPLY', ...BLANK },
  URL: { type: 'URL', ...BLANK, url: 'https://', example: null },
  PHONE_NUMBER: { type: 'PHONE_NUMBER', ...BLANK, phoneNumber: '+91' },
  COPY_CODE: { type: 'COPY_CODE', text: null, example: '', more: {} },
  OTP: {
    ...{ type: 'OTP', text: null, otpType: 'COPY_CODE', autofillText: null },
    ...{ zeroTapTermsAccepted: null, more: {} },
  },
  FLOW: {
    ...{ type: 'FLOW', ...BLANK, flowId: '', flowName: null, flowJson: null },
    ...{ flowAction: 'navigate', navigateScreen: null, icon: null },
  },
  CATALOG: { type: 'CATALOG', ...BLANK, text: 'View catalog' },
  MPM: { type: 'MPM', ...BLANK, text: 'View items' },
  SPM: { type: 'SPM', ...BLANK, text: 'View' },
  ORDER_DETAILS: { type: 'ORDER_DETAILS', ...BLANK, text: 'Review and pay' },
  VOICE_CALL: { type: 'VOICE_CALL', ...BLANK, text: 'Call us', ttlMinutes: null },
  REQUEST_CONTACT_INFO: { type: 'REQUEST_CONTACT_INFO', ...BLANK, text: 'Share contact info' },
}

export const newButton = (kind: ButtonKind): Button => NEW_BUTTONS[kind]

/** How many of a kind there may be. Source: Meta, "Template components" (Nov 2025); requests for contact info are of 2026. */
export const BUTTONS_MAX = 10
const MOST: Partial<Record<ButtonKind, number>> = {
  ...{ QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, FLOW: 1, VOICE_CALL: 1, OTP: 1 },
  ...{ CATALOG: 1, MPM: 1, SPM: 1, ORDER_DETAILS: 1, REQUEST_CONTACT_INFO: 1 },
}
export const mostOf = (kind: ButtonKind): number => MOST[kind] ?? BUTTONS_MAX
export const countOf = (buttons: readonly Button[], kind: ButtonKind): number =>
  buttons.filter(({ type }) => type === kind).length

export function moved<T>(list: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const item = list[from]
  const to = from + by
  return item === undefined || to < 0 || to >= list.length
    ? list
    : list.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** A card like the one before it, since all must have the same parts, but with nothing written on it. */
export function newCard(like: Card | undefined): Card {
  if (like === undefined)
    return {
      components: [
        newHeader('IMAGE'),
        NEW_BODY,
        { type: 'BUTTONS', buttons: [newButton('QUICK_REPLY')], more: {} },
      ],
      more: {},
    }
  return {
    components: like.components.map((part): Component => {
      if (part.type === 'HEADER') return newHeader(part.format ?? 'IMAGE')
      if (part.type === 'BODY') return NEW_BODY
      return part
    }),
    more: {},
  }
}

/** What a template of this category cannot have goes, and what it must have comes. */
export function withCategory(model: TemplateModel, category: string): TemplateModel {
  const wasCode = model.category?.toUpperCase() === 'AUTHENTICATION'
  const isCode = category === 'AUTHENTICATION'
  if (wasCode === isCode) return { ...model, category }
  if (isCode)
    return {
      ...model,
      category,
      parameterFormat: null,
      components: [
        { ...NEW_BODY, text: null, addSecurityRecommendation: true },
        { ...NEW_FOOTER, text: null, codeExpirationMinutes: 10 },
        { type: 'BUTTONS', buttons: [newButton('OTP')], more: {} },
      ],
    }
  return { ...model, category, components: [NEW_BODY] }
}

/** A template with nothing in it. */
export const BLANK_TEMPLATE: TemplateModel = {
  ...{ name: '', language: 'en', category: 'UTILITY', parameterFormat: 'NAMED' },
  ...{ ttlSeconds: null, subCategory: null, components: [NEW_BODY], more: {} },
}
