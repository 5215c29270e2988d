/** What kind of text a file is, found out while it goes by: no more of it is kept than its beginning. */
import { Transform } from 'node:stream'
import type { Encoding } from './read-rows.ts'

const HEAD_BYTES = 64 * 1024

export type Detected = {
  readonly encoding: Encoding
  readonly hasBom: boolean
  readonly delimiter: string
  readonly bytes: number
  /** About how many rows there are. */
  readonly lines: number
  /** It is no text: a workbook, a picture. */
  readonly isBinary: boolean
}

export type Detector = { readonly stream: Transform; readonly result: () => Detected }

/** Lets a file through unchanged and looks at it. UTF-8 is checked to the end: one odd byte, and it is Windows-1252. */
export function createDetector(): Detector {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let isUtf8 = true
  let head = Buffer.alloc(0)
  let bytes = 0
  let lines = 0
  let last = 0
  const see = (chunk: Buffer): void => {
    bytes += chunk.length
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES)
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1
    last = chunk.at(-1) ?? last
    isUtf8 &&= decodes(() => utf8.decode(chunk, { stream: true }))
  }
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      see(chunk)
      done(null, chunk)
    },
  })
  return {
    stream,
    result: () => {
      isUtf8 &&= decodes(() => utf8.decode())
      const { encoding, hasBom } = encodingOf(head, isUtf8)
      const text = new TextDecoder(encoding).decode(head)
      return {
        ...{ encoding, hasBom, bytes, isBinary: isBinary(head, text) },
        delimiter: delimiterOf(text),
        lines: lines + (last === 10 || last === 0 || bytes === 0 ? 0 : 1),
      }
    },
  }
}

function decodes(decode: () => string): boolean {
  try {
    decode()
    return true
  } catch {
    return false
  }
}

function encodingOf(
  head: Buffer,
  isUtf8: boolean,
): { readonly encoding: Encoding; readonly hasBom: boolean } {
  const [first, second, third] = head
  if (first === 0xef && second === 0xbb && third === 0xbf && isUtf8)
    return { encoding: 'utf-8', hasBom: true }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', hasBom: true }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', hasBom: true }
  // Without a mark: delimiters and line ends of UTF-16 are a byte and a zero, and no other text has zeros.
  if (head.length >= 4 && head.includes(0)) {
    const zeros = [0, 0]
    for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
    const [even = 0, odd = 0] = zeros
    if (odd > 4 * even) return { encoding: 'utf-16le', hasBom: false }
    if (even > 4 * odd) return { encoding: 'utf-16be', hasBom: false }
  }
  return { encoding: isUtf8 ? 'utf-8' : 'windows-1252', hasBom: false }
}

/** How a workbook (a zip, or Excel's older form), a PDF and pictures begin. */
const MAGIC = ['504b0304', 'd0cf11e0', '25504446', '89504e47', 'ffd8ff']

/** Or there are characters that no text has. */
const isBinary = (head: Buffer, text: string): boolean =>
  MAGIC.some((magic) => head.toString('hex', 0, 8).startsWith(magic)) || text.includes('\0')

const DELIMITERS = [',', ';', '\t', '|'] as const

/** The one that divides the first line into the most columns. Excel writes semicolons where the comma divides decimals. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((one) => [one, 0]))
  let isQuoted = false
  let hasText = false
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && /[\r\n]/u.test(character)) {
      if (hasText) break
    } else if (!isQuoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
    hasText ||= character.trim() !== ''
  }
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a)
  return best === undefined || best[1] === 0 ? ',' : best[0]
}
