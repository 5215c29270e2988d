/**
 * A template with values: what goes to Meta, and what the customer will read. Pure. Text headers and bodies with positional
 * (`{{1}}`) or named (`{{name}}`) parameters and URL buttons with one; media headers use the template's own sample.
 * Source: Meta, "Templates" and "Send messages" (Nov 2025 to Apr 2026).
 */
import type { JsonObject } from '#whatsapp/facts.ts'

const PLACEHOLDER = /\{\{\s*([\w]+)\s*\}\}/gu

/** What the template wants filled in, each once, in order: header first, then body, then `button_<index>` of URL buttons. */
export function parametersOf(components: readonly JsonObject[]): string[] {
  const names: string[] = []
  for (const component of components) {
    if (kindOf(component) === 'header')
      names.push(...placeholders(component['text']).map((name) => headerKey(name)))
    if (kindOf(component) === 'body') names.push(...placeholders(component['text']))
    if (kindOf(component) === 'buttons')
      names.push(
        ...buttonsOf(component).flatMap((button, index) =>
          placeholders(button['url']).length > 0 ? [`button_${index}`] : [],
        ),
      )
  }
  return [...new Set(names)]
}

export type Rendered = {
  /** The `template` object of Meta's send call. */
  readonly template: JsonObject
  readonly header: string | null
  readonly body: string
  readonly footer: string | null
  readonly buttons: readonly { readonly type: string; readonly text: string }[]
}

/** `missing` names the parameters without a value: Meta would refuse it (132000), so we do. */
export type Rendering =
  | { readonly ok: true; readonly rendered: Rendered }
  | { readonly ok: false; readonly missing: readonly string[] }

export function renderTemplate(
  template: { readonly name: string; readonly language: string; readonly components: readonly JsonObject[] },
  values: Readonly<Record<string, string>>,
): Rendering {
  const value = (name: string): string => (Object.hasOwn(values, name) ? oneLine(values[name] ?? '') : '')
  const missing = parametersOf(template.components).filter((name) => value(name).trim() === '')
  if (missing.length > 0) return { ok: false, missing }
  const header = template.components.find((component) => kindOf(component) === 'header')
  const body = template.components.find((component) => kindOf(component) === 'body')
  const footer = template.components.find((component) => kindOf(component) === 'footer')
  const buttons = buttonsOf(template.components.find((component) => kindOf(component) === 'buttons'))
  const components = [
    ...textComponent('header', placeholders(header?.['text']), (name) => value(headerKey(name))),
    ...textComponent('body', placeholders(body?.['text']), value),
    ...buttons.flatMap((button, index) =>
      placeholders(button['url']).length === 0
        ? []
        : [
            {
              type: 'button',
              sub_type: 'url',
              index: String(index),
              parameters: [{ type: 'text', text: value(`button_${index}`) }],
            },
          ],
    ),
  ]
  return {
    ok: true,
    rendered: {
      template: {
        name: template.name,
        language: { code: template.language },
        ...(components.length > 0 && { components }),
      },
      header:
        typeof header?.['text'] === 'string' ? fill(header['text'], (name) => value(headerKey(name))) : null,
      body: fill(text(body?.['text']), value),
      footer: typeof footer?.['text'] === 'string' ? footer['text'] : null,
      buttons: buttons.map((button) => ({ type: text(button['type']), text: text(button['text']) })),
    },
  }
}

/** A header's `{{1}}` is another parameter than the body's. */
const headerKey = (name: string): string => (/^\d+$/u.test(name) ? `header_${name}` : name)
const isPositional = (name: string): boolean => /^\d+$/u.test(name)
const kindOf = (component: JsonObject): string => text(component['type']).toLowerCase()
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const placeholders = (value: unknown): string[] =>
  [...text(value).matchAll(PLACEHOLDER)].map((match) => match[1] ?? '')
const fill = (pattern: string, value: (name: string) => string): string =>
  pattern.replaceAll(PLACEHOLDER, (_, name: string) => value(name))

function buttonsOf(component: JsonObject | undefined): JsonObject[] {
  const buttons = component?.['buttons']
  return Array.isArray(buttons) ? (buttons as JsonObject[]) : []
}

/** Meta: `parameter_name` is mandatory for named parameters and forbidden for positional ones. */
function textComponent(
  type: string,
  names: readonly string[],
  value: (name: string) => string,
): JsonObject[] {
  if (names.length === 0) return []
  // A positional parameter may stand twice in the text, and is sent once.
  const distinct = [...new Set(names)].toSorted((a, b) =>
    isPositional(a) && isPositional(b) ? Number(a) - Number(b) : 0,
  )
  return [
    {
      type,
      parameters: distinct.map((name) => ({
        type: 'text',
        ...(!isPositional(name) && { parameter_name: name }),
        text: value(name),
      })),
    },
  ]
}

/** Meta refuses line breaks, tabs and more than four spaces in a row in parameters (132012). One look at each character. */
const oneLine = (value: string): string =>
  value.replaceAll(/\s+/gu, (gap) => (/[\n\r\t]/u.test(gap) ? ' ' : gap.replaceAll(/ {4,}/gu, '   ')))
