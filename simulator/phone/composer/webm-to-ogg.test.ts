import { describe, expect, it } from 'vitest'
import { sampleVoice } from './sample-voice.ts'
import { webmToOgg } from './webm-to-ogg.ts'

/** A tenth of a second of 392 Hz, made by ffmpeg with libopus. */
const WEBM = Uint8Array.from(
  atob(
    [
      'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAI5EU2bdLpNu4tTq4QVSalmU6yBoU27i1Or',
      'hBZUrmtTrIHGTbuMU6uEElTDZ1OsggEwTbuMU6uEHFO7a1OsggIj7AEAAAAAAABZAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAVSalmoCrX',
      'sYMPQkBNgIRMYXZmV0GETGF2ZkSJiEBbAAAAAAAAFlSua+WuAQAAAAAAAFzXgQFzxYgAAAAAAAAAAZyBACK1nIN1bmSIgQCG',
      'hkFfT1BVU1aqg2MuoFa7hATEtACDgQLhkZ+BAbWIQOdwAAAAAABiZIEQY6KTT3B1c0hlYWQBATgBgLsAAAAAABJUw2fSc3PP',
      'Y8CLY8WIAAAAAAAAAAFnyJlFo4dFTkNPREVSRIeMTGF2YyBsaWJvcHVzZ8iiRaOIRFVSQVRJT05Eh5QwMDowMDowMC4xMDgw',
      'MDAwMDAAAB9DtnVAlueBAKOVgQAAgAiDPwGIKGICA6aDRy/hf9WQo5qBABWACKDhgpVdF+mYNFNTVwr0ZgXcf0+uuaORgQAp',
      'gAigXZdF+tEN+0cQC/CjkYEAPYAIoT7aoDKxvA1RYLhQo5aBAFGACKFRfY0WMoeH2EGuXOHnRceAoKChl4EAZQAIhOR0xcZf',
      'kWne90fHn30YT5eAdaKEAM3+YBxTu2uRu4+zgQC3iveBAfGCAYfwgQM=',
    ].join(''),
  ),
  (char) => char.charCodeAt(0),
)

/** The pages of an Ogg file: flags, granule position, sequence number and the lengths of their packets. */
function pagesOf(ogg: Uint8Array) {
  const view = new DataView(ogg.buffer, ogg.byteOffset)
  const pages: { flags: number; granule: number; sequence: number; body: Uint8Array }[] = []
  for (let at = 0; at < ogg.length;) {
    expect(new TextDecoder().decode(ogg.subarray(at, at + 4))).toBe('OggS')
    const count = ogg[at + 26] ?? 0
    const size = ogg.subarray(at + 27, at + 27 + count).reduce((sum, one) => sum + one, 0)
    pages.push({
      flags: ogg[at + 5] ?? 0,
      granule: Number(view.getBigInt64(at + 6, true)),
      sequence: view.getUint32(at + 18, true),
      body: ogg.subarray(at + 27 + count, at + 27 + count + size),
    })
    at += 27 + count + size
  }
  return pages
}

describe('webmToOgg', () => {
  it('keeps every packet, and begins and ends the stream as players expect', () => {
    const ogg = webmToOgg(WEBM)
    if (ogg === null) throw new Error('not repacked')
    const pages = pagesOf(ogg)
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 4])
    expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2])
    expect(new TextDecoder().decode(pages[0]?.body.subarray(0, 8))).toBe('OpusHead')
    expect(new TextDecoder().decode(pages[1]?.body.subarray(0, 8))).toBe('OpusTags')
    // A tenth of a second at 48 kHz plus what the encoder needs before it, in packets of 20 ms.
    expect(pages[2]?.granule).toBe(6 * 960)
  })

  it('refuses what is not a WebM recording, also one that is cut off', () => {
    expect(webmToOgg(new TextEncoder().encode('hello, this is not a film'))).toBeNull()
    expect(webmToOgg(WEBM.subarray(0, 100))).toBeNull()
    expect(webmToOgg(new Uint8Array())).toBeNull()
  })
})

describe('sampleVoice', () => {
  it('is a whole Ogg file', async () => {
    const pages = pagesOf(new Uint8Array(await sampleVoice().arrayBuffer()))
    expect(pages[0]?.flags).toBe(2)
    expect(pages.at(-1)?.flags).toBe(4)
  })
})
