/**
 * Puts the Opus packets of a WebM recording into an Ogg file, without encoding anything again.
 *
 * WhatsApp's voice messages are Ogg/Opus, and Chromium's MediaRecorder writes only WebM; what the business receives
 * should be what WhatsApp would send. Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 §3.1 (packet lengths),
 * RFC 8794 (EBML).
 */

/** An Ogg file, or null if these bytes are not WebM with one Opus track. */
export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const { head, packets } = readWebm(webm)
  if (head === null || packets.length === 0) return null
  const pages = [page(0, 0, FIRST_PAGE, [head]), page(1, 0, 0, [opusTags()])]
  // The granule position counts samples at 48 kHz, those to be skipped at the start included.
  let samples = 0
  for (let from = 0; from < packets.length; from += PACKETS_PER_PAGE) {
    const some = packets.slice(from, from + PACKETS_PER_PAGE)
    samples += some.reduce((sum, packet) => sum + samplesIn(packet), 0)
    const isLast = from + PACKETS_PER_PAGE >= packets.length
    pages.push(page(pages.length, samples, isLast ? LAST_PAGE : 0, some))
  }
  return concatenate(pages)
}

const FIRST_PAGE = 2
const LAST_PAGE = 4
/** A second of 20 ms packets; a page holds at most 255 lacing values, and a voice packet needs one or two. */
const PACKETS_PER_PAGE = 50

const ID = { segment: 0x18538067, cluster: 0x1f43b675, tracks: 0x1654ae6b, track: 0xae, group: 0xa0 } as const
const INSIDE: ReadonlySet<number> = new Set(Object.values(ID))
const CODEC_PRIVATE = 0x63a2
const BLOCKS: ReadonlySet<number> = new Set([0xa3, 0xa1])

/** Walks the elements flat: of the ones that matter the inside is next, all others are stepped over. */
function readWebm(webm: Uint8Array): { head: Uint8Array | null; packets: Uint8Array[] } {
  const packets: Uint8Array[] = []
  let head: Uint8Array | null = null
  let at = 0
  while (at < webm.length) {
    const id = readNumber(webm, at, false)
    const size = id === null ? null : readNumber(webm, id.end, true)
    if (id === null || size === null) break
    at = size.end
    if (INSIDE.has(id.value)) continue
    const data = webm.subarray(at, at + size.value)
    if (id.value === CODEC_PRIVATE && isOpusHead(data)) head = data
    else if (BLOCKS.has(id.value)) {
      const track = readNumber(data, 0, true)
      // After the track number: two bytes of time, one of flags. Laced blocks do not occur in recordings.
      if (track !== null) packets.push(data.subarray(track.end + 3))
    }
    at += size.value
  }
  return { head, packets: packets.filter((packet) => packet.length > 0) }
}

/** A number whose first byte tells its length; for ids that marker is part of the number. */
function readNumber(bytes: Uint8Array, at: number, isSize: boolean): { value: number; end: number } | null {
  const first = bytes[at]
  if (first === undefined || first === 0) return null
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return null
  let value = isSize ? first & (0xff >> length) : first
  for (let index = 1; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0)
  return { value, end: at + length }
}

const isOpusHead = (data: Uint8Array) => new TextDecoder().decode(data.subarray(0, 8)) === 'OpusHead'

const FRAME_MS = [10, 20, 40, 60] as const
const SHORT_FRAME_MS = [2.5, 5, 10, 20] as const

function samplesIn(packet: Uint8Array): number {
  const toc = packet[0] ?? 0
  const config = toc >> 3
  const ms =
    config < 12 ? FRAME_MS[config & 3] : config < 16 ? FRAME_MS[config & 1] : SHORT_FRAME_MS[config & 3]
  const code = toc & 3
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2
  return (ms ?? 20) * 48 * frames
}

function opusTags(): Uint8Array {
  const vendor = new TextEncoder().encode('Harkara simulator')
  const bytes = new Uint8Array(8 + 4 + vendor.length + 4)
  bytes.set(new TextEncoder().encode('OpusTags'))
  new DataView(bytes.buffer).setUint32(8, vendor.length, true)
  bytes.set(vendor, 12)
  return bytes
}

function page(sequence: number, granule: number, flags: number, packets: readonly Uint8Array[]): Uint8Array {
  const lacing = packets.flatMap((packet) => [
    ...Array.from({ length: Math.floor(packet.length / 255) }, () => 255),
    packet.length % 255,
  ])
  const bytes = concatenate([new Uint8Array(27), Uint8Array.from(lacing), ...packets])
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('OggS'))
  bytes[5] = flags
  view.setBigInt64(6, BigInt(granule), true)
  view.setUint32(14, 1, true) // the stream's number; there is one
  view.setUint32(18, sequence, true)
  bytes[26] = lacing.length
  view.setUint32(22, checksum(bytes), true)
  return bytes
}

/** CRC-32 with the polynomial 04c11db7, neither reflected nor inverted. */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
