/**
 * From what a browser recorded to what WhatsApp plays as a voice note: Ogg with Opus in one channel (Meta, "Audio messages",
 * Nov 2025). Chromium and Safari record WebM, whose packets are put into Ogg without being encoded again; Firefox can record
 * Ogg itself. Pure.
 */
import { readWebmOpus } from './read-webm-opus.ts'
import { SAMPLES_PER_SECOND, samplesOf, writeOggOpus } from './write-ogg-opus.ts'

export type VoiceNote =
  | { readonly ok: true; readonly ogg: Buffer; readonly durationMs: number | null }
  /** `format`: neither WebM nor Ogg with Opus. `broken`: cut off. `silent`: nothing was recorded. */
  | { readonly ok: false; readonly because: 'format' | 'broken' | 'silent' }

const HEAD_BYTES = 19
const PACKET_BYTES_MAX = 255 * 255 - 1

export function makeVoiceNote(bytes: Buffer, serial: number): VoiceNote {
  if (bytes.subarray(0, 4).toString('latin1') === 'OggS') return checkOgg(bytes)
  const read = readWebmOpus(bytes)
  if (!read.ok) return { ok: false, because: read.because === 'broken' ? 'broken' : 'format' }
  const head = monoHead(read.head)
  if (head === null) return { ok: false, because: 'format' }
  if (read.packets.length === 0) return { ok: false, because: 'silent' }
  let samples = 0
  for (const packet of read.packets) {
    const sounds = packet.length > PACKET_BYTES_MAX ? null : samplesOf(packet)
    if (sounds === null) return { ok: false, because: 'broken' }
    samples += sounds
  }
  const skipped = head.readUInt16LE(10)
  const durationMs = Math.max(0, Math.round(((samples - skipped) * 1000) / SAMPLES_PER_SECOND))
  return { ok: true, ogg: writeOggOpus(head, read.packets, serial), durationMs }
}

/**
 * The head says in how many channels it is played, not in how many each packet was encoded (RFC 7845, 5.1.1): a decoder mixes
 * what was recorded in two. Only the plain mapping of one or two channels has this freedom.
 */
function monoHead(head: Buffer): Buffer | null {
  const isHead = head.length >= HEAD_BYTES && head.subarray(0, 8).toString('latin1') === 'OpusHead'
  const [channels, mapping] = [head[9] ?? 0, head[18]]
  if (!isHead || mapping !== 0 || channels < 1 || channels > 2) return null
  const mono = Buffer.from(head.subarray(0, HEAD_BYTES))
  mono[9] = 1
  return mono
}

function checkOgg(bytes: Buffer): VoiceNote {
  const at = 27 + (bytes[26] ?? 0) // the first page has one packet: the head
  const head = bytes.subarray(at, at + HEAD_BYTES)
  if (head.subarray(0, 8).toString('latin1') !== 'OpusHead' || head[9] !== 1)
    return { ok: false, because: 'format' }
  return { ok: true, ogg: bytes, durationMs: null }
}
