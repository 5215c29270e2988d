/**
 * WhatsApp's text markers, as the phone shows them: `*bold*`, `_italic_`, `~strike~`, `` `code` ``, ```` ```mono``` ````,
 * quotes (`> `), lists (`- `, `* `, `1. `) and links.
 *
 * The answer is a tree of plain data, never HTML: whoever draws it cannot be tricked into running what a customer wrote.
 * A marker opens only before a non-space and not inside a word, and closes only after a non-space and not inside a
 * word, on the same line; that is why `2*3*4` and `snake_case_name` stay as they are. A marker nests in another one,
 * never in itself.
 */
export type Inline =
  | string
  | { readonly mark: 'bold' | 'italic' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly mark: 'mono' | 'code'; readonly text: string }
  | { readonly mark: 'link'; readonly href: string; readonly text: string }

export type Block =
  | { readonly kind: 'line'; readonly inside: readonly Inline[] }
  | { readonly kind: 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Inline[])[] }

/** Splits a message into lines, quotes and lists, each with its inline marks. */
export function parseWhatsappText(text: string): Block[] {
  const blocks: Block[] = []
  for (const line of splitLines(text)) {
    const quote = /^> (.+)$/s.exec(line)
    const item = /^(?:([-*])|(\d{1,3})\.) (.+)$/s.exec(line)
    if (quote?.[1] !== undefined) blocks.push({ kind: 'quote', inside: parseInline(quote[1]) })
    else if (item?.[3] !== undefined)
      addItem(blocks, item[2] === undefined ? null : Number(item[2]), parseInline(item[3]))
    else blocks.push({ kind: 'line', inside: parseInline(line) })
  }
  return blocks
}

/** The marks taken away: for previews, quotes and notifications, where WhatsApp shows bare words. */
export function plainText(text: string): string {
  const bare = (nodes: readonly Inline[]): string =>
    nodes
      .map((node) => (typeof node === 'string' ? node : 'inside' in node ? bare(node.inside) : node.text))
      .join('')
  return splitLines(text)
    .map((line) => bare(parseInline(line)))
    .join('\n')
}

/** How many emoji a message of nothing but emoji has (WhatsApp draws up to three of them large); 0 for any other. */
export function loneEmojiCount(text: string): number {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 40) return 0
  const graphemes = [...new Intl.Segmenter().segment(trimmed)].map((part) => part.segment)
  return graphemes.every(isEmoji) ? graphemes.length : 0
}

const isEmoji = (grapheme: string) =>
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(grapheme)

function addItem(blocks: Block[], number: number | null, inside: readonly Inline[]): void {
  const last = blocks.at(-1)
  if (last?.kind === 'list' && (last.start === null) === (number === null))
    blocks[blocks.length - 1] = { ...last, items: [...last.items, inside] }
  else blocks.push({ kind: 'list', start: number, items: [inside] })
}

/** Lines, where a line break inside ``` does not count. */
function splitLines(text: string): string[] {
  const lines: string[] = []
  let from = 0
  for (const match of text.matchAll(/```[\s\S]+?```|\n/g)) {
    if (match[0] !== '\n') continue
    lines.push(text.slice(from, match.index))
    from = match.index + 1
  }
  lines.push(text.slice(from))
  return lines
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
type Marker = keyof typeof MARKS
const isMarker = (char: string | undefined): char is Marker => char === '*' || char === '_' || char === '~'
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}\p{M}]/u.test(char)
const isSpace = (char: string | undefined) => char === undefined || /\s/.test(char)

const LINK =
  /(?:https?:\/\/|www\.)[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[a-z0-9-]+\.)+(?:com|in|org|net|io|co|shop|store|app|dev|me)(?![\w@])(?:\/[^\s<>"]*)?/giy

function parseInline(text: string, open: readonly Marker[] = []): Inline[] {
  const out: Inline[] = []
  const cannotClose = new Set<Marker>()
  let plain = ''
  const flush = () => {
    if (plain !== '') out.push(plain)
    plain = ''
  }
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    const verbatim = verbatimAt(text, at)
    if (verbatim !== null) {
      flush()
      out.push(verbatim.node)
      at = verbatim.end
      continue
    }
    if (isMarker(char) && !open.includes(char) && !cannotClose.has(char) && mayOpen(text, at)) {
      const end = closing(text, at, char)
      if (end !== null) {
        flush()
        out.push({ mark: MARKS[char], inside: parseInline(text.slice(at + 1, end), [...open, char]) })
        at = end + 1
        continue
      }
      // Whether a marker may close does not depend on where it opened, so asking again further on is in vain.
      cannotClose.add(char)
    }
    plain += char
    at += 1
  }
  flush()
  return out
}

const mayOpen = (text: string, at: number) =>
  !isWord(text[at - 1]) && !isSpace(text[at + 1]) && text[at + 1] !== text[at]

function closing(text: string, opened: number, marker: Marker): number | null {
  let at = opened + 1
  while (at < text.length) {
    const verbatim = verbatimAt(text, at, marker)
    if (verbatim !== null) {
      at = verbatim.end
      continue
    }
    if (text[at] === marker && at > opened + 1 && !isSpace(text[at - 1]) && !isWord(text[at + 1])) return at
    at += 1
  }
  return null
}

/** A stretch in which markers mean nothing: mono, code or a link. */
function verbatimAt(text: string, at: number, within?: Marker): { node: Inline; end: number } | null {
  const char = text[at]
  if (char === '`') {
    const mono = /```([\s\S]+?)```/y
    mono.lastIndex = at
    const found = mono.exec(text)
    if (found?.[1] !== undefined)
      return { node: { mark: 'mono', text: found[1].replace(/^\n|\n$/g, '') }, end: mono.lastIndex }
    const code = /`([^`\n]+)`/y
    code.lastIndex = at
    const short = code.exec(text)
    return short?.[1] === undefined ? null : { node: { mark: 'code', text: short[1] }, end: code.lastIndex }
  }
  if (!isWord(char) || isWord(text[at - 1]) || /[@.\-/]/.test(text[at - 1] ?? '')) return null
  LINK.lastIndex = at
  const found = LINK.exec(text)
  if (found === null) return null
  // A full stop or a closing marker at the end belongs to the sentence, not to the address.
  let href = found[0].replace(/[.,;:!?)\]}'"*~]+$/, '')
  if (within !== undefined && href.endsWith(within)) href = href.slice(0, -1)
  return href === ''
    ? null
    : { node: { mark: 'link', href: hrefOf(href), text: href }, end: at + href.length }
}

function hrefOf(text: string): string {
  if (/^https?:\/\//i.test(text)) return text
  return text.includes('@') && !text.includes('/') ? `mailto:${text}` : `https://${text}`
}
