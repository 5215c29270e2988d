/** Which commands are meant by what somebody typed. Pure. */

/** As one compares it: without case, accents and nuktas, whichever way they are typed. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u093c\u200c\u200d]/gu, '')
    .toLowerCase()

/** How well `typed` fits the names of a command, in whichever language; 0: not at all. Every word must begin one of a name's. */
export function fit(names: readonly string[], typed: string): number {
  const wanted = wordsOf(typed)
  return Math.max(0, ...names.map((name) => fitOf(plain(name), plain(typed).trim(), wanted)))
}

function fitOf(name: string, whole: string, wanted: readonly string[]): number {
  if (wanted.length === 0) return 0
  if (name === whole) return 4
  if (name.startsWith(whole)) return 3
  const words = wordsOf(name)
  if (!wanted.every((word) => words.some((own) => own.startsWith(word)))) return 0
  return words[0]?.startsWith(wanted[0] ?? '') === true ? 2 : 1
}

const wordsOf = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)

/** The fitting ones, best first; among equals the order of the list stays. */
export function matching<T extends { readonly names: readonly string[] }>(
  commands: readonly T[],
  typed: string,
): T[] {
  return commands
    .map((command) => ({ command, score: fit(command.names, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command)
}
