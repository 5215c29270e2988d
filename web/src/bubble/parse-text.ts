/**
 * WhatsApp's text formatting, as a tree: `*bold*`, `_italic_`, `~struck~`, `` `code` ``, ```` ```block``` ````, `> quote`,
 * lists, links, and `{{1}}` in templates. Markers nest. The tree is rendered as React nodes and never as HTML, so nothing
 * that a customer writes can become markup. Rules: WhatsApp Help, "How to format your messages", and the phones' own
 * behaviour: a marker opens at a word's edge before a non-space, and closes after a non-space at a word's edge. Pure.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'slot'; readonly name: string }

export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'pre'; readonly text: string }

export function parseText(text: string): Block[] {
  // A fenced block may stand anywhere and span lines; odd parts of the split are inside.
  return text.split(/```([\s\S]+?)```/).flatMap((part, index): Block[] => {
    if (index % 2 === 1) return [{ kind: 'pre', text: part.replace(/^\n|\n$/g, '') }]
    return part === '' ? [] : parseLines(index === 0 ? part : part.replace(/^\n/, ''))
  })
}

function parseLines(text: string): Block[] {
  const blocks: { kind: 'lines' | 'quote' | 'list'; start: number | null; lines: Inline[][] }[] = []
  for (const line of text.split('\n')) {
    const { kind, start, rest } = lineKind(line)
    const last = blocks.at(-1)
    const continues = last?.kind === kind && (kind !== 'list' || (last.start === null) === (start === null))
    if (last !== undefined && continues) last.lines.push(parseInline(rest))
    else blocks.push({ kind, start, lines: [parseInline(rest)] })
  }
  return blocks.map(({ kind, start, lines }) =>
    kind === 'list' ? { kind, start, items: lines } : { kind, lines },
  )
}

function lineKind(line: string): { kind: 'lines' | 'quote' | 'list'; start: number | null; rest: string } {
  const quote = /^> ?(.+)$/.exec(line)
  if (quote?.[1] !== undefined) return { kind: 'quote', start: null, rest: quote[1] }
  const bullet = /^[*-] (.+)$/.exec(line)
  if (bullet?.[1] !== undefined) return { kind: 'list', start: null, rest: bullet[1] }
  const numbered = /^(\d{1,3})\. (.+)$/.exec(line)
  if (numbered?.[2] !== undefined) return { kind: 'list', start: Number(numbered[1]), rest: numbered[2] }
  return { kind: 'lines', start: null, rest: line }
}

const MARKERS = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const LINK = /^(?:https?:\/\/|www\.)[^\s<>]+[^\s<>.,:;!?'"()[\]{}*_~]/i
const EMAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+/
const SLOT = /^\{\{\s*(\w+)\s*\}\}/
const WORD = /[\p{L}\p{N}\p{M}]/u

function parseInline(text: string): Inline[] {
  const out: Inline[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') out.push({ kind: 'text', text: plain })
    plain = ''
  }
  for (let at = 0; at < text.length;) {
    const found = tokenAt(text, at)
    if (found === null) {
      plain += text.charAt(at)
      at += 1
    } else {
      flush()
      out.push(found.node)
      at += found.length
    }
  }
  flush()
  return out
}

function tokenAt(text: string, at: number): { node: Inline; length: number } | null {
  const character = text.charAt(at)
  if (character === '*' || character === '_' || character === '~') {
    const end = closing(text, at, character)
    if (end < 0) return null
    return {
      node: { kind: MARKERS[character], children: parseInline(text.slice(at + 1, end)) },
      length: end + 1 - at,
    }
  }
  const rest = text.slice(at)
  if (character === '`') {
    const code = /^`([^`\n]+)`/.exec(rest)
    return code?.[1] === undefined ? null : { node: { kind: 'code', text: code[1] }, length: code[0].length }
  }
  if (character === '{') {
    const slot = SLOT.exec(rest)
    return slot?.[1] === undefined ? null : { node: { kind: 'slot', name: slot[1] }, length: slot[0].length }
  }
  return WORD.test(text.charAt(at - 1)) ? null : linkAt(rest)
}

function linkAt(rest: string): { node: Inline; length: number } | null {
  const first = rest.charAt(0)
  if (first === 'h' || first === 'H' || first === 'w' || first === 'W') {
    const link = LINK.exec(rest)?.[0]
    if (link !== undefined) {
      const href = /^www\./i.test(link) ? `https://${link}` : link
      return { node: { kind: 'link', text: link, href }, length: link.length }
    }
  }
  const email = /[\w]/.test(first) ? EMAIL.exec(rest)?.[0] : undefined
  return email === undefined
    ? null
    : { node: { kind: 'link', text: email, href: `mailto:${email}` }, length: email.length }
}

/** Where the marker that opens at `at` closes, or -1. */
function closing(text: string, at: number, marker: string): number {
  if (WORD.test(text.charAt(at - 1))) return -1
  const next = text.charAt(at + 1)
  if (next === '' || /\s/.test(next) || next === marker) return -1
  for (let end = text.indexOf(marker, at + 2); end >= 0; end = text.indexOf(marker, end + 1)) {
    if (!/\s/.test(text.charAt(end - 1)) && !WORD.test(text.charAt(end + 1))) return end
  }
  return -1
}

/** One to three emoji and nothing else: shown large, as the phones do. */
export function isJumboEmoji(text: string): boolean {
  if (text.length > 40) return false
  const graphemes = [...new Intl.Segmenter().segment(text.trim())].map((part) => part.segment)
  return (
    graphemes.length >= 1 &&
    graphemes.length <= 3 &&
    graphemes.every((g) => /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u.test(g))
  )
}
