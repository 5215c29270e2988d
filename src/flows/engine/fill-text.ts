/** Variables in a flow's words: {{contact.name}}, {{order.items.0.name}}. */
import type { Json, Variables } from './flow-state.ts'

const PLACEHOLDER = /\{\{\s*([\p{L}\p{N}_.-]{1,120})\s*\}\}/gu

/** By its path; undefined: there is none. */
export function valueAt(values: Variables, path: string): Json | undefined {
  let at: Json | undefined = values
  for (const key of path.split('.')) {
    if (at === null || typeof at !== 'object') return undefined
    at = Object.hasOwn(at, key) ? (at as Record<string, Json>)[key] : undefined
    if (at === undefined) return undefined
  }
  return at
}

/** What stands for a value in words. */
export const wordsOf = (value: Json | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** What is not known leaves nothing behind. What a value holds is not looked through for placeholders. */
export const fillText = (text: string, values: Variables): string =>
  text.replace(PLACEHOLDER, (_, path: string) => wordsOf(valueAt(values, path)))

/** The same in every text within. */
export function fillAll<T>(within: T, values: Variables): T {
  if (typeof within === 'string') return fillText(within, values) as T
  if (Array.isArray(within)) return within.map((each: unknown) => fillAll(each, values)) as T
  if (within === null || typeof within !== 'object') return within
  return Object.fromEntries(
    Object.entries(within).map(([key, each]) => [key, fillAll(each as unknown, values)]),
  ) as T
}

/** The variables named in every text within, each once. */
export function variablesIn(within: unknown): string[] {
  if (typeof within === 'string')
    return [...new Set([...within.matchAll(PLACEHOLDER)].map(([, path = '']) => path))]
  if (within === null || typeof within !== 'object') return []
  return [...new Set(Object.values(within).flatMap((each) => variablesIn(each)))]
}
