import type { Problem } from './contract.ts'

/** What happened, in the server's words: the title, the explanation, and which fields are meant. */
export function problemWords({ title, detail, errors = [] }: Problem): string {
  const fields = errors.map(({ path, message }) => `${path} ${message}`)
  return [title, detail, fields.join(', ')].filter((part) => part !== undefined && part !== '').join('. ')
}
