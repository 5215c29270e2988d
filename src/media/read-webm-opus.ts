/**
 * Reads the Opus packets out of what a browser's MediaRecorder made: WebM, an EBML document. Only what such recordings have:
 * one Opus track, blocks without lacing; clusters and the segment may be of unknown size, since they were written as they came.
 * Sources: RFC 8794 (EBML), RFC 9559 (Matroska), both read Nov 2026. Pure.
 */

/** `not_webm`: another format. `no_opus`: sound of another kind, or none. `broken`: cut off or not what it says. */
export type UnreadableWebm = 'not_webm' | 'no_opus' | 'broken'

export type WebmOpus = {
  readonly ok: true
  /** CodecPrivate: the OpusHead that an Ogg stream begins with. */
  readonly head: Buffer
  readonly packets: readonly Buffer[]
}

const ID = {
  ebml: 0x1a_45_df_a3,
  segment: 0x18_53_80_67,
  tracks: 0x16_54_ae_6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  codecId: 0x86,
  codecPrivate: 0x63_a2,
  cluster: 0x1f_43_b6_75,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const
/** These are entered: their children are read as if they stood beside them, so that it does not matter where they end. */
const ENTERED: ReadonlySet<number> = new Set([ID.segment, ID.cluster, ID.blockGroup, ID.tracks])
const LACED = 0x06

type Element = { readonly id: number; readonly start: number; readonly size: number | null }
type Track = { readonly number: number; readonly head: Buffer }

export function readWebmOpus(
  bytes: Buffer,
): WebmOpus | { readonly ok: false; readonly because: UnreadableWebm } {
  const first = elementAt(bytes, 0)
  if (first?.id !== ID.ebml || first.size === null) return { ok: false, because: 'not_webm' }
  let track: Track | null = null
  const packets: Buffer[] = []
  let at = first.start + first.size
  while (at < bytes.length) {
    const element = elementAt(bytes, at)
    if (element === null) return { ok: false, because: 'broken' }
    const { id, start, size } = element
    if (ENTERED.has(id)) {
      at = start
      continue
    }
    // The end may be missing where a recording was cut off; what is whole before it is a recording all the same.
    if (size === null || start + size > bytes.length) return { ok: false, because: 'broken' }
    const data = bytes.subarray(start, start + size)
    if (id === ID.trackEntry) track ??= opusTrack(data)
    if (id === ID.block || id === ID.simpleBlock) {
      const packet = packetOf(data)
      if (packet === null) return { ok: false, because: 'broken' }
      if (track !== null && packet.track === track.number) packets.push(packet.data)
    }
    at = start + size
  }
  return track === null ? { ok: false, because: 'no_opus' } : { ok: true, head: track.head, packets }
}

function opusTrack(entry: Buffer): Track | null {
  let number: number | null = null
  let codec = ''
  let head: Buffer | null = null
  for (let at = 0; at < entry.length;) {
    const element = elementAt(entry, at)
    if (element === null || element.size === null) return null
    const data = entry.subarray(element.start, element.start + element.size)
    if (element.id === ID.trackNumber)
      number = data.length > 0 && data.length <= 6 ? data.readUIntBE(0, data.length) : null
    if (element.id === ID.codecId) codec = data.toString('latin1').replaceAll('\0', '')
    if (element.id === ID.codecPrivate) head = data
    at = element.start + element.size
  }
  return number === null || codec !== 'A_OPUS' || head === null ? null : { number, head }
}

/** A block: the track as a number of variable length, a time of two bytes, flags, and what was recorded. */
function packetOf(block: Buffer): { readonly track: number; readonly data: Buffer } | null {
  const track = numberAt(block, 0)
  if (track === null || track.value === null) return null
  const flags = block[track.next + 2]
  const data = block.subarray(track.next + 3)
  if (flags === undefined || (flags & LACED) !== 0 || data.length === 0) return null
  return { track: track.value, data }
}

function elementAt(bytes: Buffer, at: number): Element | null {
  const idLength = lengthOf(bytes[at])
  if (idLength === null || idLength > 4 || at + idLength > bytes.length) return null
  const size = numberAt(bytes, at + idLength)
  return size === null ? null : { id: bytes.readUIntBE(at, idLength), start: size.next, size: size.value }
}

/** A number whose first byte says how long it is. All its bits set: unknown, which is null. */
function numberAt(
  bytes: Buffer,
  at: number,
): { readonly value: number | null; readonly next: number } | null {
  const length = lengthOf(bytes[at])
  if (length === null || at + length > bytes.length) return null
  let value = (bytes[at] ?? 0) & (0xff >> length)
  let isUnknown = value === 0xff >> length
  for (const byte of bytes.subarray(at + 1, at + length)) {
    value = value * 256 + byte // beyond 32 bits, so no shifting
    isUnknown &&= byte === 0xff
  }
  return { value: isUnknown ? null : value, next: at + length }
}

/** One more than the zeros in front; null for a byte of nothing but zeros, or none. */
function lengthOf(byte: number | undefined): number | null {
  return byte === undefined || byte === 0 ? null : Math.clz32(byte) - 23
}
