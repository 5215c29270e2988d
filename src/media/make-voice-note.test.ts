import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeVoiceNote } from './make-voice-note.ts'
import { readWebmOpus } from './read-webm-opus.ts'
import { RECORDING } from './test-recording.ts'
import { oggCrc, samplesOf, writeOggOpus } from './write-ogg-opus.ts'

type Page = {
  readonly flags: number
  readonly granule: number
  readonly sequence: number
  readonly serial: number
}

/** Reads an Ogg stream as a player would, with nothing of ours but the checksum, which has a test of its own. */
function readOgg(ogg: Buffer): { pages: Page[]; packets: Buffer[] } {
  const pages: Page[] = []
  const packets: Buffer[] = []
  for (let at = 0; at < ogg.length;) {
    expect(ogg.subarray(at, at + 4).toString('latin1')).toBe('OggS')
    const segments = [...ogg.subarray(at + 27, at + 27 + (ogg[at + 26] ?? 0))]
    const bodyAt = at + 27 + segments.length
    const end = bodyAt + segments.reduce((sum, length) => sum + length, 0)
    const copy = Buffer.from(ogg.subarray(at, end))
    copy.writeUInt32LE(0, 22)
    expect(oggCrc(copy)).toBe(ogg.readUInt32LE(at + 22))
    let from = bodyAt
    let size = 0
    for (const length of segments) {
      size += length
      if (length === 255) continue
      packets.push(ogg.subarray(from, from + size))
      from += size
      size = 0
    }
    expect(size).toBe(0) // no packet runs on into the next page
    pages.push({
      flags: ogg[at + 5] ?? 0,
      granule: Number(ogg.readBigInt64LE(at + 6)),
      serial: ogg.readUInt32LE(at + 14),
      sequence: ogg.readUInt32LE(at + 18),
    })
    at = end
  }
  return { pages, packets }
}

/** A packet of one frame of 20 ms (configuration 3: SILK, narrow). */
const PACKET = fc
  .uint8Array({ minLength: 0, maxLength: 1400 })
  .map((rest) => Buffer.from([0b0000_1000, ...rest]))
const HEAD = Buffer.concat([Buffer.from('OpusHead'), Buffer.from([1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0])])

/** A length in eight bytes, as EBML writes it. */
const sized = (id: number[], data: Buffer): Buffer => {
  const size = Buffer.alloc(8)
  size.writeUIntBE(data.length, 2, 6)
  size[0] = 0x01
  return Buffer.concat([Buffer.from(id), size, data])
}
const UNKNOWN = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
function webmOf(packets: readonly Buffer[], head = HEAD, codec = 'A_OPUS', channelFlags = 0x80): Buffer {
  const track = Buffer.concat([
    sized([0xd7], Buffer.from([1])),
    sized([0x86], Buffer.from(codec)),
    sized([0x63, 0xa2], head),
  ])
  const blocks = packets.map((packet) =>
    sized([0xa3], Buffer.concat([Buffer.from([0x81, 0, 0, channelFlags]), packet])),
  )
  return Buffer.concat([
    sized([0x1a, 0x45, 0xdf, 0xa3], Buffer.from([])),
    Buffer.from([0x18, 0x53, 0x80, 0x67]),
    UNKNOWN,
    sized([0x16, 0x54, 0xae, 0x6b], sized([0xae], track)),
    Buffer.from([0x1f, 0x43, 0xb6, 0x75]),
    UNKNOWN,
    ...blocks,
  ])
}

describe('a recording that Chromium made', () => {
  test('becomes an Ogg stream of the same packets, in one channel, as long as it sounds', () => {
    const read = readWebmOpus(RECORDING)
    const made = makeVoiceNote(RECORDING, 7)
    if (!read.ok || !made.ok) throw new Error('not read')
    const { pages, packets } = readOgg(made.ogg)
    expect(packets[0]?.subarray(0, 8).toString()).toBe('OpusHead')
    expect(packets[0]?.[9]).toBe(1)
    expect(packets[1]?.subarray(0, 8).toString()).toBe('OpusTags')
    expect(packets.slice(2)).toEqual(read.packets)
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, index) => index))
    expect(pages.map(({ serial }) => serial)).toEqual(pages.map(() => 7))
    expect(pages[0]?.flags).toBe(2)
    expect(pages.at(-1)?.flags).toBe(4)
    expect(made.durationMs).toBe(1800)
  })

  test('that is cut off anywhere is refused or a shorter one, and never throws', () => {
    for (let length = 0; length < RECORDING.length; length += 7) {
      const made = makeVoiceNote(RECORDING.subarray(0, length), 1)
      expect(made.ok ? readOgg(made.ogg).pages.length : 3).toBeGreaterThan(2)
    }
  })
})

test('whatever was recorded comes out packet for packet', () => {
  fc.assert(
    fc.property(
      fc.array(PACKET, { minLength: 1, maxLength: 300 }),
      fc.nat(2 ** 32 - 1),
      (packets, serial) => {
        const made = makeVoiceNote(webmOf(packets), serial)
        if (!made.ok) throw new Error(made.because)
        const read = readOgg(made.ogg)
        expect(read.packets.slice(2)).toEqual(packets)
        expect(read.pages.at(-1)?.granule).toBe(packets.length * 960)
        const granules = read.pages.map(({ granule }) => granule)
        expect(granules).toEqual(granules.toSorted((a, b) => a - b))
      },
    ),
    { numRuns: 40 },
  )
})

test('two channels are mixed to one by the head alone', () => {
  const stereo = Buffer.from(HEAD)
  stereo[9] = 2
  const made = makeVoiceNote(webmOf([Buffer.from([8, 1])], stereo), 1)
  if (!made.ok) throw new Error(made.because)
  expect(readOgg(made.ogg).packets[0]?.[9]).toBe(1)
})

describe('what cannot be a voice note is refused with its reason', () => {
  const packet = Buffer.from([8, 1])
  test.each([
    ['nothing', Buffer.alloc(0), 'format'],
    ['a picture', Buffer.from('\u0089PNG\r\n', 'latin1'), 'format'],
    ['another codec', webmOf([packet], HEAD, 'A_VORBIS'), 'format'],
    [
      'six channels',
      webmOf([packet], Buffer.concat([HEAD.subarray(0, 9), Buffer.from([6]), HEAD.subarray(10)])),
      'format',
    ],
    ['no sound', webmOf([]), 'silent'],
    ['blocks that were laced', webmOf([packet], HEAD, 'A_OPUS', 0x86), 'broken'],
    ['a packet that no decoder takes', webmOf([Buffer.from([0b0001_1011, 0x3f])]), 'broken'],
    ['an end in the middle of a block', webmOf([packet, Buffer.alloc(40, 8)]).subarray(0, -5), 'broken'],
    ['an Ogg stream of something else', Buffer.from(`OggS${'\0'.repeat(60)}`), 'format'],
  ])('%s', (_name, bytes, because) => {
    expect(makeVoiceNote(bytes, 1)).toEqual({ ok: false, because })
  })

  test('noise of any form never throws', () => {
    const start = webmOf([]).subarray(0, 40)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, isBegun) => {
        const bytes = Buffer.concat([isBegun ? start : Buffer.alloc(0), noise])
        expect(() => makeVoiceNote(bytes, 1)).not.toThrow()
      }),
    )
  })
})

test('an Ogg stream in one channel stays as it is', () => {
  const ogg = writeOggOpus(HEAD, [Buffer.from([8, 1])], 3)
  expect(makeVoiceNote(ogg, 1)).toEqual({ ok: true, ogg, durationMs: null })
})

test('a packet’s length in samples is what RFC 6716 says', () => {
  expect([0, 8, 0x10, 0x18, 0x60, 0x68, 0x80, 0x98, 0xf8].map((toc) => samplesOf([toc] as never))).toEqual([
    480, 960, 1920, 2880, 480, 960, 120, 960, 960,
  ])
  expect(samplesOf(Buffer.from([0b0000_1001]))).toBe(1920)
  expect(samplesOf(Buffer.from([0b0000_1011, 3]))).toBe(2880)
  expect(samplesOf(Buffer.alloc(0))).toBeNull()
})

test('the checksum is Ogg’s', () => {
  // The published check value of this CRC (POSIX cksum’s, which is turned over at its end).
  expect(oggCrc(Buffer.from('123456789'))).toBe(0x89_a1_89_7f)
})
