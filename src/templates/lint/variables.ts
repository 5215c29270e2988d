/** The variables of a text: `{{1}}`, `{{name}}`, and what was meant to be one. Pure. */
export type Variable = {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly isWellFormed: boolean
}

const WELL_FORMED = /^\{\{([1-9]\d*|[a-z][a-z0-9_]*)\}\}$/u
/** Braces around a few characters: what people write when they mean a variable. Bounded, so that no text takes long. */
const MEANT = /\{{1,3}([^{}\n]{0,64})\}{1,3}/gu

export const variablesOf = (text: string): Variable[] =>
  [...text.matchAll(MEANT)].map((match) => ({
    name: (match[1] ?? '').trim(),
    start: match.index,
    end: match.index + match[0].length,
    isWellFormed: WELL_FORMED.test(match[0]),
  }))

export const isNumber = (name: string): boolean => /^\d+$/u.test(name)

/** Each name once, in the order of the text. */
export const namesOf = (text: string): string[] => [...new Set(variablesOf(text).map(({ name }) => name))]

/** The text with each variable written anew. */
export function rewritten(text: string, write: (variable: Variable) => string): string {
  let [result, at] = ['', 0]
  for (const variable of variablesOf(text)) {
    result += text.slice(at, variable.start) + write(variable)
    at = variable.end
  }
  return result + text.slice(at)
}

/** The text with another sign for each of a variable's, so that all the rest stays where it is. */
export const masked = (text: string, sign: string): string =>
  rewritten(text, ({ start, end }) => sign.repeat(end - start))

/** Something sayable as a name, if there is anything: "Order No." becomes order_no. */
export const nameFrom = (words: string): string | null => {
  const name = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replaceAll(/^[_\d]+|_+$/gu, '')
  return name === '' ? null : name
}

/** Words outside of variables: what carries the meaning. */
export const wordsOf = (text: string): string[] =>
  rewritten(text, () => ' ')
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
