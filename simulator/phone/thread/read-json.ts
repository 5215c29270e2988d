/** Reading of JSON that somebody else wrote: what is missing or of another kind becomes empty, never an error. */
export type Json = Readonly<Record<string, unknown>>

/** An object, or null. */
export function record(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

/** A list, or none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text; numbers are written out, all else is empty. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** A number, also when it came as a text (Meta sends prices both ways); 0 if there is none. */
export function number(value: unknown): number {
  const read = typeof value === 'string' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : 0
}
