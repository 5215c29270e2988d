/** Names of colleagues in a note: where one is being written, and who is named in the end. Pure. */
export type Person = { readonly id: string; readonly name: string }

/** An "@" that begins a word, with what was typed after it: from `at` to `end`. */
export type AtSign = { readonly at: number; readonly end: number; readonly search: string }

/** What stands before the caret, if a name is being written there. */
export function atSignAt(text: string, caret: number): AtSign | null {
  const [whole, search] = /(?:^|[\s(])@([^\s@]{0,40})$/u.exec(text.slice(0, caret)) ?? []
  if (whole === undefined || search === undefined) return null
  return { at: caret - search.length - 1, end: caret, search }
}

export function putName(
  text: string,
  { at, end }: AtSign,
  name: string,
): { readonly text: string; readonly caret: number } {
  const written = `@${name} `
  const rest = text.slice(end).replace(/^ /u, '')
  return { text: text.slice(0, at) + written + rest, caret: at + written.length }
}

/** People whose name, or a word of it, begins so. */
export function findPeople<T extends Person>(people: readonly T[], search: string): readonly T[] {
  const wanted = search.toLocaleLowerCase()
  return people.filter(({ name }) =>
    [name, ...name.split(/\s+/u)].some((word) => word.toLocaleLowerCase().startsWith(wanted)),
  )
}

/**
 * Ids of those whom the text names after an "@": of "Asha" and "Asha Devi" the longer name that stands there. Of two people with
 * one name it is the one who was chosen from the list.
 */
export function namedIn(text: string, people: readonly Person[], chosen: ReadonlySet<string>): string[] {
  const byLength = people.toSorted(
    (a, b) => b.name.length - a.name.length || Number(chosen.has(b.id)) - Number(chosen.has(a.id)),
  )
  const ids = new Set<string>()
  for (const { index } of text.matchAll(/@/gu)) {
    const person = byLength.find(({ name }) => isNamedAt(text, index + 1, name))
    if (person !== undefined) ids.add(person.id)
  }
  return [...ids]
}

/** A text cut where it names one of these people after an "@", so that the names can be shown as such. */
export function namePieces(
  text: string,
  people: readonly Person[],
): readonly { readonly text: string; readonly isName: boolean }[] {
  const byLength = people.toSorted((a, b) => b.name.length - a.name.length)
  const pieces: { text: string; isName: boolean }[] = []
  let from = 0
  for (const { index } of text.matchAll(/@/gu)) {
    const person = byLength.find(({ name }) => isNamedAt(text, index + 1, name))
    if (person === undefined || index < from) continue
    const to = index + 1 + person.name.length
    pieces.push(
      { text: text.slice(from, index), isName: false },
      { text: text.slice(index, to), isName: true },
    )
    from = to
  }
  return [...pieces, { text: text.slice(from), isName: false }].filter((piece) => piece.text !== '')
}

/** The name stands there whole: "Asha" is not named by "Ashalata". */
const isNamedAt = (text: string, at: number, name: string): boolean =>
  name !== '' && text.startsWith(name, at) && !/^[\p{L}\p{M}\p{N}]/u.test(text.slice(at + name.length))
