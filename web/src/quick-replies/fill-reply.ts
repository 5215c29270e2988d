/** What stands in for a quick reply's variables, and where in the composer one is being looked for. Pure. */

/** A word for each: the caller knows what to say where a name is missing. */
export type ReplyValues = {
  readonly 'contact.name': string
  readonly 'contact.firstName': string
  readonly 'agent.name': string
  readonly 'shop.name': string
}

export const VARIABLES: readonly (keyof ReplyValues)[] = [
  'contact.name',
  'contact.firstName',
  'agent.name',
  'shop.name',
]

/** A variable that is none of ours stays as it was written: it is better seen than swallowed. */
export function fillReply(text: string, values: ReplyValues): string {
  return text.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof ReplyValues] : whole,
  )
}

/** The name by which a person may be addressed; null where only a number or a handle is known. */
export function personalName(displayName: string | null): string | null {
  const name = displayName?.trim() ?? ''
  return /^[@+\d]/.test(name) || !/\p{L}/u.test(name) ? null : name
}

export const firstName = (name: string): string => name.split(/\s+/)[0] ?? name

export type Slash = {
  /** Where the "/" stands. */
  readonly at: number
  /** What was typed behind it. */
  readonly search: string
}

/** A "/" that begins a word, and the caret still in that word. An address ("https://") or "and/or" is none. */
export function slashAt(text: string, caret: number): Slash | null {
  const [, , search] = /(^|\s)\/([^\s/]{0,30})$/u.exec(text.slice(0, caret)) ?? []
  return search === undefined ? null : { at: caret - search.length - 1, search }
}

/** The text with the reply in the place of the "/" and its word, and where the caret goes. */
export function putReply(
  text: string,
  { at, search }: Slash,
  reply: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(at + 1 + search.length)
  return { text: text.slice(0, at) + reply + rest, caret: at + reply.length }
}

/** Shortcuts that begin with what was typed, then those that hold it, then texts that do. */
export function findReplies<T extends { readonly shortcut: string; readonly text: string }>(
  replies: readonly T[],
  search: string,
): readonly T[] {
  const wanted = search.normalize('NFC').toLocaleLowerCase()
  const rank = ({ shortcut, text }: T): number => {
    const name = shortcut.toLocaleLowerCase()
    if (name.startsWith(wanted)) return 0
    if (name.includes(wanted)) return 1
    return text.toLocaleLowerCase().includes(wanted) ? 2 : 3
  }
  return [0, 1, 2].flatMap((wantedRank) => replies.filter((reply) => rank(reply) === wantedRank))
}
