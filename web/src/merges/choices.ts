import type { AttributeValue, ContactDetail } from '../platform/contract.ts'

/** Something in which two contacts differ; the key of a field, or '' for the name. */
export type Choice = { readonly key: string; readonly values: readonly [AttributeValue, AttributeValue] }

type Person = Pick<ContactDetail, 'names' | 'attributes'>

/** Where both have a word, and not the same: otherwise there is nothing to choose. */
export function choicesOf(one: Person, other: Person): Choice[] {
  const choices: Choice[] = []
  const put = (key: string, a: AttributeValue | undefined, b: AttributeValue | undefined): void => {
    if (a !== undefined && b !== undefined && a !== b) choices.push({ key, values: [a, b] })
  }
  put('', nameOf(one), nameOf(other))
  for (const key of Object.keys(one.attributes)) put(key, one.attributes[key], other.attributes[key])
  return choices
}

/** What people are called, as the server chooses it; a username is no name. */
const nameOf = ({ names }: Person): string | undefined =>
  names.find(({ source }) => source !== 'username')?.value

/** What the server is told: the chosen word for each. */
export function wishOf(
  choices: readonly Choice[],
  chosen: Readonly<Record<string, 0 | 1>>,
): { readonly name?: string; readonly attributes?: Readonly<Record<string, AttributeValue>> } {
  const attributes: Record<string, AttributeValue> = {}
  let name: string | undefined
  for (const { key, values } of choices) {
    const value = values[chosen[key] ?? 0]
    if (key === '') name = String(value)
    else attributes[key] = value
  }
  return {
    ...(name !== undefined && { name: name.slice(0, 120) }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  }
}
