/**
 * Writes Opus packets as an Ogg stream, as WhatsApp wants voice notes. The packets themselves stay as they are.
 * Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 section 3.1 (how long a packet sounds), read Nov 2026. Pure.
 */

/** Opus counts in 48 kHz whatever was recorded. */
export const SAMPLES_PER_SECOND = 48_000
const SEGMENTS_MAX = 255
const SEGMENT_BYTES = 255
/** A page ends after about a second, so that players can find their way. */
const PAGE_SAMPLES = SAMPLES_PER_SECOND
/** 120 ms: no packet sounds longer. */
const PACKET_SAMPLES_MAX = 5760
const FLAG = { first: 2, last: 4, none: 0 } as const

/** How many samples a packet sounds; null if it is no Opus packet. */
export function samplesOf(packet: Uint8Array): number | null {
  const [toc, second] = packet
  if (toc === undefined) return null
  const config = toc >> 3
  const frame =
    config < 12
      ? [480, 960, 1920, 2880][config % 4]
      : config < 16
        ? [480, 960][config % 2]
        : [120, 240, 480, 960][config % 4]
  const code = toc & 3
  const frames = code === 0 ? 1 : code < 3 ? 2 : (second ?? 0) & 0x3f
  const samples = (frame ?? 0) * frames
  return samples === 0 || samples > PACKET_SAMPLES_MAX ? null : samples
}

/** @param head An OpusHead. @param packets Each at least a byte and at most 65,024, and each with `samplesOf`. */
export function writeOggOpus(head: Buffer, packets: readonly Buffer[], serial: number): Buffer {
  const pages: Buffer[] = []
  const put = (flags: number, granule: number, contents: readonly Buffer[]): void => {
    pages.push(page({ flags, granule, serial, sequence: pages.length, packets: contents }))
  }
  put(FLAG.first, 0, [head])
  put(FLAG.none, 0, [opusTags()])
  let waiting: Buffer[] = []
  let [granule, segments, samples] = [0, 0, 0]
  for (const packet of packets) {
    const needs = Math.floor(packet.length / SEGMENT_BYTES) + 1
    if (waiting.length > 0 && (segments + needs > SEGMENTS_MAX || samples >= PAGE_SAMPLES)) {
      put(FLAG.none, granule, waiting)
      waiting = []
      segments = 0
      samples = 0
    }
    const sounds = samplesOf(packet) ?? 0
    waiting.push(packet)
    segments += needs
    samples += sounds
    granule += sounds
  }
  put(FLAG.last, granule, waiting)
  return Buffer.concat(pages)
}

/** Who wrote it, and no comments: nothing about the person or their machine. */
function opusTags(): Buffer {
  const vendor = Buffer.from('Harkara')
  const tags = Buffer.alloc(16 + vendor.length)
  tags.write('OpusTags', 0, 'latin1')
  tags.writeUInt32LE(vendor.length, 8)
  vendor.copy(tags, 12)
  return tags
}

type Page = {
  readonly flags: number
  readonly granule: number
  readonly serial: number
  readonly sequence: number
  readonly packets: readonly Buffer[]
}

function page({ flags, granule, serial, sequence, packets }: Page): Buffer {
  const table = packets.flatMap((packet) => [
    ...Array.from({ length: Math.floor(packet.length / SEGMENT_BYTES) }, () => SEGMENT_BYTES),
    packet.length % SEGMENT_BYTES,
  ])
  const header = Buffer.alloc(27)
  header.write('OggS', 0, 'latin1')
  header.writeUInt8(flags, 5)
  header.writeBigInt64LE(BigInt(granule), 6)
  header.writeUInt32LE(serial, 14)
  header.writeUInt32LE(sequence, 18)
  header.writeUInt8(table.length, 26)
  const whole = Buffer.concat([header, Buffer.from(table), ...packets])
  whole.writeUInt32LE(oggCrc(whole), 22)
  return whole
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04_c1_1d_b7 : crc << 1
  return crc >>> 0
})

/** Ogg's own: the polynomial of CRC-32, from the highest bit down, from nought, not turned over. */
export function oggCrc(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0
  return crc
}
