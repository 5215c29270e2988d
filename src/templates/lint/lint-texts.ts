/** Header, body and footer: lengths, variables, samples. Pure. */
import type { Body, Component, Footer, Header, Samples, TemplateModel } from '../template-model.ts'
import { finding, pointing, type Finding } from './finding.ts'
import { beyond, spansOf } from './places.ts'
import {
  isNumber,
  masked,
  namesOf,
  nameFrom,
  rewritten,
  variablesOf,
  wordsOf,
  type Variable,
} from './variables.ts'

/** Source: Meta, "Template components" (Nov 2025). Lengths are UTF-16 code units, as Meta counts. */
export const LENGTHS = { header: 60, body: 1024, offerBody: 600, cardBody: 160, footer: 60 } as const

const HEADER_FORMATS: ReadonlySet<string> = new Set([
  'TEXT',
  'IMAGE',
  'VIDEO',
  'DOCUMENT',
  'GIF',
  'LOCATION',
  'PRODUCT',
])
const WITH_SAMPLE: ReadonlySet<string> = new Set(['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'])
/** *bold*, _slanted_, ~struck~, `code`. */
const MARKDOWN = /[*_~`]\S(?:.*?\S)?[*_~`]|\n/u

/** A place in a template, and how to put another part there. */
export type Spot<C> = {
  readonly path: string
  readonly component: C
  readonly put: (component: Component) => TemplateModel
}

export function lintHeader({ path, component, put }: Spot<Header>): Finding[] {
  const { format } = component
  const text = component.text ?? ''
  if (format === null || !HEADER_FORMATS.has(format))
    return [finding('header.form', `${path}.format`, format ?? '')]
  if (format !== 'TEXT') {
    const isShown = component.samples?.headerHandle?.some((handle) => handle !== '') === true
    return WITH_SAMPLE.has(format) && !isShown ? [finding('header.sample', `${path}.example`)] : []
  }
  const found: Finding[] = []
  const at = `${path}.text`
  if (text.trim() === '' || text.length > LENGTHS.header)
    found.push(
      pointing(finding('header.length', at, String(text.length)), text, beyond(text, LENGTHS.header)),
    )
  if (namesOf(text).length > 1)
    found.push(pointing(finding('header.variables', at, namesOf(text).join(', ')), text, variablesOf(text)))
  if (MARKDOWN.test(rewritten(text, () => 'x'))) {
    const plain = rewritten(text, ({ name }) => `{{${name}}}`).replaceAll(/[*~`]|\n+/gu, (sign) =>
      sign === '\n' ? ' ' : '',
    )
    const isMended = !MARKDOWN.test(rewritten(plain, () => 'x'))
    const fix = isMended ? put({ ...component, text: plain }) : null
    const signs = spansOf(masked(text, 'x'), new RegExp(MARKDOWN, 'gu'))
    found.push(pointing(finding('header.markdown', at, '', fix), text, signs))
  }
  found.push(...lintVariables(text, at, (next) => put({ ...component, text: next })))
  return [...found, ...lintSamples(component, path, put)]
}

export function lintFooter({ path, component, put }: Spot<Footer>): Finding[] {
  if (component.text === null)
    return component.codeExpirationMinutes === null ? [finding('footer.length', `${path}.text`, '0')] : []
  const { text } = component
  const found: Finding[] = []
  const at = `${path}.text`
  if (text.trim() === '' || text.length > LENGTHS.footer)
    found.push(
      pointing(finding('footer.length', at, String(text.length)), text, beyond(text, LENGTHS.footer)),
    )
  if (variablesOf(text).length > 0) {
    const without = rewritten(text, () => '')
      .replaceAll(/\s{2,}/gu, ' ')
      .trim()
    const fix = without === '' ? null : put({ ...component, text: without })
    found.push(
      pointing(finding('footer.variables', at, namesOf(text).join(', '), fix), text, variablesOf(text)),
    )
  }
  return found
}

/** @param max 1,024; less with an offer and on a card */
export function lintBody({ path, component, put }: Spot<Body>, max: number, language: string): Finding[] {
  const text = component.text ?? ''
  const at = `${path}.text`
  if (text.trim() === '') return [finding('body.missing', at)]
  const found: Finding[] = []
  if (text.length > max)
    found.push(pointing(finding('body.length', at, `${text.length} > ${max}`), text, beyond(text, max)))
  const mend = (next: string): TemplateModel => put({ ...component, text: next })
  found.push(...lintVariables(text, at, mend))
  found.push(...lintEdges(text, at, mend, language), ...lintLines(text, at, mend))
  return [...found, ...lintSamples(component, path, put)]
}

type Mend = (text: string) => TemplateModel

/** Source: what senders were told at review, 2024 to 2026; Meta’s pages say only that there is a limit for some kinds. */
const EMOJI_MAX = 10

/** What holds of the variables of any text. */
function lintVariables(text: string, at: string, mend: Mend): Finding[] {
  const variables = variablesOf(text)
  const bad = variables.filter(({ isWellFormed }) => !isWellFormed)
  if (bad.length > 0)
    return [pointing(finding('variable.form', at, quoted(text, bad), mendForms(text, mend)), text, bad)]
  const names = namesOf(text)
  const numbers = names.filter(isNumber)
  if (numbers.length > 0 && numbers.length < names.length)
    return [pointing(finding('variable.mixed', at, names.join(', ')), text, variables)]
  const isInOrder = (name: string): boolean => Number(name) <= numbers.length
  if (numbers.every(isInOrder)) return []
  const renumbered = rewritten(text, ({ name }) => `{{${numbers.indexOf(name) + 1}}}`)
  const odd = variables.filter(({ name }) => !isInOrder(name))
  return [pointing(finding('variable.order', at, numbers.join(', '), mend(renumbered)), text, odd)]
}

const quoted = (text: string, variables: readonly Variable[]): string =>
  variables.map(({ start, end }) => text.slice(start, end)).join(', ')

/** `{ Name }` becomes {{name}}; what has no sayable name stays. */
function mendForms(text: string, mend: Mend): TemplateModel | null {
  const isByNumber = variablesOf(text).every(({ name }) => isNumber(name))
  const next = rewritten(text, ({ name }) => {
    const good = isByNumber ? String(Number(name)) : nameFrom(name)
    return good === null || good === '0' ? `{{${name}}}` : `{{${good}}}`
  })
  return variablesOf(next).every(({ isWellFormed }) => isWellFormed) ? mend(next) : null
}

/** What goes before and after a variable at the edge, so that the fix can be sent as it is. */
const EDGE_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  hi: ['नमस्ते', 'धन्यवाद!'],
  ta: ['வணக்கம்', 'நன்றி!'],
  te: ['నమస్కారం', 'ధన్యవాదాలు!'],
  kn: ['ನಮಸ್ಕಾರ', 'ಧನ್ಯವಾದಗಳು!'],
  bn: ['নমস্কার', 'ধন্যবাদ!'],
  mr: ['नमस्कार', 'धन्यवाद!'],
  gu: ['નમસ્તે', 'આભાર!'],
  en: ['Hello', 'Thank you!'],
}
/** Meta's own examples end in "{{2}}.", so a full stop is word enough; stars and lines of markdown are not. */
const NOTHING = /^[\s*_~`]*$/u

function lintEdges(text: string, at: string, mend: Mend, language: string): Finding[] {
  const variables = variablesOf(text)
  const [first, last] = [variables[0], variables.at(-1)]
  if (first === undefined || last === undefined) return []
  const found: Finding[] = []
  const isFirst = NOTHING.test(text.slice(0, first.start))
  const isLast = NOTHING.test(text.slice(last.end))
  if (isFirst || isLast) {
    const [before, after] = EDGE_WORDS[language.split('_')[0] ?? ''] ?? ['Hello', 'Thank you!']
    const next = `${isFirst ? `${before} ` : ''}${text.trim()}${isLast ? `${/[.!?।]$/u.test(text.trim()) ? '' : '.'} ${after}` : ''}`
    const edges = [...(isFirst ? [first] : []), ...(isLast && !(isFirst && first === last) ? [last] : [])]
    const shown = isFirst ? text.slice(0, first.end) : text.slice(last.start)
    found.push(pointing(finding('variable.edge', at, shown, mend(next)), text, edges))
  }
  const pairs = variables.slice(1).map((variable, nth) => text.slice(variables[nth]?.end, variable.start))
  const adjacent = pairs.findIndex(
    (between) => !/[\p{L}\p{N},;:/|–—-]/u.test(between) && !between.includes('\n'),
  )
  if (adjacent !== -1) {
    const both = { start: variables[adjacent]?.start ?? 0, end: variables[adjacent + 1]?.end ?? 0 }
    const shown = text.slice(both.start, both.end)
    found.push(pointing(finding('variable.adjacent', at, shown, mend(parted(text))), text, [both]))
  }
  const words = wordsOf(text).length
  const count = namesOf(text).length
  if (words < 2 * count + 1) found.push(finding('variable.ratio', at, `${count} : ${words}`))
  return found
}

/** A comma between two variables that touch: `{{1}} {{2}}` becomes `{{1}}, {{2}}`. */
const parted = (text: string): string => text.replaceAll(/\}\}[^\p{L}\p{N},;:/|–—\n{}-]*(?=\{\{)/gu, '}}, ')

function lintLines(text: string, at: string, mend: Mend): Finding[] {
  const found: Finding[] = []
  if (/\n\s*\n\s*\n|[ \u00A0]{4,}|\t/u.test(text)) {
    const next = text.replaceAll(/\n\s*\n(?:\s*\n)+/gu, '\n\n').replaceAll(/[ \u00A0]{4,}|\t/gu, ' ')
    found.push(finding('text.lines', at, '', mend(next)))
  }
  const shout = /(?:\b[A-Z]{3,}\b[\s,!.]*){5,}|[!?]{3,}|(?:\p{Extended_Pictographic}\uFE0F?\s*){5,}/u.exec(
    masked(text, 'x'),
  )
  if (shout !== null) {
    const calm = text
      .replaceAll(/([!?])[!?]{2,}/gu, '$1')
      .replaceAll(/(\p{Extended_Pictographic}\uFE0F?)(?:\s*\p{Extended_Pictographic}\uFE0F?){4,}/gu, '$1')
    const isCapitals = /^[\p{L}\s,!.]+$/u.test(shout[0])
    const here = { start: shout.index, end: shout.index + shout[0].trimEnd().length }
    const shown = finding('text.letters', at, shout[0].slice(0, 60), isCapitals ? null : mend(calm))
    found.push(pointing(shown, text, [here]))
  }
  const emoji = text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0
  if (emoji > EMOJI_MAX) found.push(finding('text.emoji', at, `${emoji} > ${EMOJI_MAX}`))
  return found
}

/** A header or body needs as many samples as it has variables. */
function lintSamples(component: Header | Body, path: string, put: Spot<Header | Body>['put']): Finding[] {
  const names = namesOf(component.text ?? '')
  const isOneKind = names.every(isNumber) || !names.some(isNumber)
  const isWritten = variablesOf(component.text ?? '').every(({ isWellFormed }) => isWellFormed)
  if (names.length === 0 || !isOneKind || !isWritten) return []
  const given = samplesOf(component)
  const missing = names.filter(
    (name, place) =>
      (isNumber(name) ? (given.listed[place] ?? '') : (given.named.get(name) ?? '')).trim() === '',
  )
  const isTooMany = isNumber(names[0] ?? '') && given.listed.length > names.length
  if (missing.length === 0 && !isTooMany) return []
  const fix = put({ ...component, samples: withSamples(component, names, given) })
  return [finding('variable.sample', `${path}.example`, missing.join(', '), fix)]
}

type Given = { readonly listed: readonly string[]; readonly named: ReadonlyMap<string, string> }
function samplesOf({ type, samples }: Header | Body): Given {
  const listed = type === 'HEADER' ? samples?.headerText : samples?.bodyText?.[0]
  const named = type === 'HEADER' ? samples?.headerNamed : samples?.bodyNamed
  return { listed: listed ?? [], named: new Map((named ?? []).map((one) => [one.param_name, one.example])) }
}

function withSamples(component: Header | Body, names: readonly string[], { listed, named }: Given): Samples {
  const empty = {
    headerText: null,
    headerNamed: null,
    headerHandle: null,
    bodyText: null,
    bodyNamed: null,
    more: {},
  }
  const isHeader = component.type === 'HEADER'
  const before: Samples = component.samples ?? empty
  if (isNumber(names[0] ?? '')) {
    const values = names.map((name, place) => orSample(listed[place], name))
    return { ...before, ...(isHeader ? { headerText: values } : { bodyText: [values] }) }
  }
  const values = names.map((name) => ({ param_name: name, example: orSample(named.get(name), name) }))
  return { ...before, ...(isHeader ? { headerNamed: values } : { bodyNamed: values }) }
}

/** What such a name usually stands for. */
const USUAL: readonly (readonly [RegExp, string])[] = [
  [/amount|price|total|due|rupee/u, '1,499'],
  [/date|day/u, '15 August'],
  [/time|slot|hour/u, '11:30 am'],
  [/phone|mobile/u, '+91 98765 43210'],
  [/link|url/u, 'https://example.com'],
  [/code|otp|coupon/u, 'SAVE10'],
  [/order|invoice|id|number|no$/u, 'KH-2203'],
  [/name|customer/u, 'Asha'],
]
const orSample = (given: string | undefined, name: string): string =>
  given !== undefined && given.trim() !== ''
    ? given
    : (USUAL.find(([pattern]) => pattern.test(name))?.[1] ?? (name === '1' ? 'Asha' : 'KH-2203'))
