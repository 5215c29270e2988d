import type { ImportDetail, ImportPlan } from '../platform/contract.ts'

/** What a column is: nothing that is taken, the number, the name, or one of the business's fields. */
export type Meaning = '' | 'phone' | 'name' | `field:${string}`

/** What the server thinks of each column. */
export function meaningsOf({ header, proposal }: Pick<ImportDetail, 'header' | 'proposal'>): Meaning[] {
  const byColumn = new Map<number, Meaning>()
  for (const [key, at] of Object.entries(proposal.attributes)) byColumn.set(at, `field:${key}`)
  if (proposal.name !== null) byColumn.set(proposal.name, 'name')
  if (proposal.phone !== null) byColumn.set(proposal.phone, 'phone')
  return header.map((_, at) => byColumn.get(at) ?? '')
}

/** One column is given a meaning; whichever had it before has none. */
export const withMeaning = (meanings: readonly Meaning[], column: number, meaning: Meaning): Meaning[] =>
  meanings.map((old, at) => (at === column ? meaning : old === meaning && meaning !== '' ? '' : old))

/** The mapping as the server wants it; null without a phone number. */
export function planOf(meanings: readonly Meaning[]): ImportPlan['mapping'] | null {
  const phone = meanings.indexOf('phone')
  if (phone === -1) return null
  const name = meanings.indexOf('name')
  const attributes: Record<string, number> = {}
  for (const [at, meaning] of meanings.entries())
    if (meaning.startsWith('field:')) attributes[meaning.slice('field:'.length)] = at
  return { phone, name: name === -1 ? null : name, attributes }
}
