/**
 * How a request is checked: shapes written with zod, whose complaints become Meta's.
 *
 * Missing is 131008; unknown, too long or of another kind is 100; inside `interactive` a bad value is 131009, as
 * Meta answers there. Paths are written as Meta writes them: interactive['action']['buttons'][0].
 */
import { z } from 'zod'
import { GraphError } from '#simulator/graph/graph-error.ts'

/** A text within Meta's limit, counted in characters as people count them, not in UTF-16 units. */
export function text(max: number, min = 1): z.ZodType<string> {
  return z.string().refine((value) => value.length >= min && fits(value, max), {
    error: `must be between ${min} and ${max} characters long`,
  })
}

function fits(value: string, max: number): boolean {
  if (value.length <= max) return true
  return value.length <= 2 * max && Array.from(value).length <= max
}

/** A text, or a number written out; everything else is empty. */
export function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** An address that Meta would fetch or open. */
export const webAddress: z.ZodType<string> = z
  .string()
  .refine(
    (value) => value.length <= 2000 && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    {
      error: 'is not a valid URL',
    },
  )

/** Text that is a number of degrees, or the number itself. */
export function degrees(limit: number): z.ZodType<number> {
  return z
    .union([z.string().min(1), z.number()])
    .transform(Number)
    .refine((value) => Math.abs(value) <= limit, { error: `must be between -${limit} and ${limit}` })
}

/** Reads a value into its shape or refuses it as Meta would. */
export function check<Value>(
  shape: z.ZodType<Value>,
  value: unknown,
  at: readonly (string | number)[],
): Value {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw issue === undefined ? new GraphError(100) : refusalOf(issue, value, at)
}

/** Text of a value's place. */
export function placeOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path
  return (
    String(first ?? '') +
    rest.map((part) => (typeof part === 'number' ? `[${part}]` : `['${String(part)}']`)).join('')
  )
}

function refusalOf(issue: z.core.$ZodIssue, value: unknown, at: readonly (string | number)[]): GraphError {
  const path = [...at, ...issue.path]
  const place = placeOf(path)
  if (issue.code === 'unrecognized_keys') {
    return new GraphError(100, `Unexpected key "${issue.keys[0] ?? ''}" on param "${place}".`, {
      title: 'Invalid parameter',
    })
  }
  if (isMissing(value, issue.path)) return new GraphError(131008, `The parameter ${place} is required.`)
  const code = at[0] === 'interactive' || at[0] === 'reaction' ? 131009 : 100
  return new GraphError(code, `Param ${place} ${sentenceOf(issue)}.`)
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return false
    here = (here as Record<PropertyKey, unknown>)[part]
  }
  return here === undefined
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of {${issue.values.map(String).join(', ')}}`
  if (issue.code === 'too_big') return `must have at most ${issue.maximum} elements`
  if (issue.code === 'too_small') return `must have at least ${issue.minimum} elements`
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  if (issue.code === 'custom') return issue.message
  return 'is not valid'
}
