/**
 * Where a template's words come from, when nobody types them: what is known of the customer, the order that the message is about,
 * or a text of the sender's own. Each may have a fallback; what has neither is named, with why. Pure.
 */
import type { Json, JsonObject } from '#whatsapp/facts.ts'

/** What may be said of a customer without their fields. */
type ContactField = 'name' | 'first_name' | 'phone'

type WithFallback = { readonly fallback?: string | undefined }
export type Variable =
  | { readonly from: 'literal'; readonly value: string }
  | ({ readonly from: 'contact'; readonly field: ContactField } & WithFallback)
  /** A field of the business's own, by its key. */
  | ({ readonly from: 'attribute'; readonly key: string } & WithFallback)
  /** A column of the recipient's row in a list. */
  | ({ readonly from: 'column'; readonly name: string } & WithFallback)
  /** A value in the order by its path: `items.0.name`. */
  | ({ readonly from: 'order'; readonly path: string } & WithFallback)

export type Facts = {
  /** By which one may address them; null where only a number or a handle is known. */
  readonly name: string | null
  /** Digits. */
  readonly phone: string | null
  readonly attributes: Readonly<Record<string, Json>>
  readonly order: JsonObject | null
  /** What stands in a list beside them, by the columns' names; left out: they are in none. */
  readonly columns?: Readonly<Record<string, string>>
  /** Of the template: days are written as its readers write them. */
  readonly language: string
}

/** `empty`: nothing is known; `no_order`: none was given; `not_words`: it is there, and is nothing to say (a list, yes or no). */
export type Lack = {
  readonly name: string
  readonly source: string
  readonly why: 'empty' | 'no_order' | 'not_words'
}
export type Resolution = {
  readonly values: Readonly<Record<string, string>>
  readonly missing: readonly Lack[]
}

/** A value for each variable that has one. All are in one line: nobody typed them for this message, and Meta takes no other. */
export function resolveVariables(variables: Readonly<Record<string, Variable>>, facts: Facts): Resolution {
  const values: [string, string][] = []
  const missing: Lack[] = []
  for (const [name, variable] of Object.entries(variables)) {
    const found = lookUp(variable, facts)
    const fallback = variable.from === 'literal' ? '' : oneLine(variable.fallback ?? '')
    if (typeof found === 'string') values.push([name, found])
    else if (fallback !== '') values.push([name, fallback])
    else missing.push({ name, source: sourceOf(variable), why: found.why })
  }
  return { values: Object.fromEntries(values), missing }
}

function lookUp(variable: Variable, facts: Facts): string | { readonly why: Lack['why'] } {
  switch (variable.from) {
    case 'literal':
      return wordsOf(variable.value, facts.language)
    case 'contact':
      return wordsOf(contactField(variable.field, facts), facts.language)
    case 'attribute':
      return wordsOf(own(facts.attributes, variable.key), facts.language)
    case 'column':
      return wordsOf(own(facts.columns ?? {}, variable.name), facts.language)
    case 'order':
      return facts.order === null
        ? { why: 'no_order' }
        : wordsOf(at(facts.order, variable.path), facts.language)
    default:
      return variable satisfies never
  }
}

function contactField(field: ContactField, { name, phone }: Facts): string | null {
  if (field === 'phone') return phone === null ? null : `+${phone}`
  const words = name?.trim() ?? ''
  // A handle or a number is nothing to greet somebody with.
  if (/^[@+\d]/u.test(words) || !/\p{L}/u.test(words)) return null
  return field === 'name' ? words : (words.split(/\s+/u)[0] ?? null)
}

const sourceOf = (variable: Variable): string => {
  switch (variable.from) {
    case 'literal':
      return 'literal'
    case 'contact':
      return `contact.${variable.field}`
    case 'attribute':
      return `attribute.${variable.key}`
    case 'column':
      return `column.${variable.name}`
    case 'order':
      return `order.${variable.path}`
    default:
      return variable satisfies never
  }
}

function wordsOf(value: Json | undefined, language: string): string | { readonly why: Lack['why'] } {
  if (value === undefined || value === null) return { why: 'empty' }
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return { why: 'not_words' }
  const words = oneLine(value)
  if (words === '') return { why: 'empty' }
  return /^\d{4}-\d{2}-\d{2}$/u.test(words) ? dayOf(words, language) : words
}

/** 2026-05-03 as its readers write it: 3 May 2026. */
function dayOf(day: string, language: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return day
  const locale = language === 'en' ? 'en-IN' : language.replaceAll('_', '-')
  try {
    return oneLine(new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at))
  } catch {
    return day // a language that nobody has heard of
  }
}

/** Any blank is one space. One look at each character. */
const oneLine = (value: string): string => value.replaceAll(/\s+/gu, ' ').trim()

const LEVELS_MAX = 8
function at(order: JsonObject, path: string): Json | undefined {
  const keys = path.split('.')
  if (keys.length > LEVELS_MAX) return undefined
  let value: Json | undefined = order
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined
    value = own(value as JsonObject, key)
  }
  return value
}

/** Never what every object has. */
const own = (object: Readonly<Record<string, Json>>, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined
