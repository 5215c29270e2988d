/** Somebody hums: a few notes of Bhupali, plucked softly. 8 kHz, 8 bits, as WAV, because every browser plays it. */
const RATE = 8000
const NOTE_SECONDS = 0.5
/** Sa Re Ga Pa Ga Re Sa over 196 Hz, in just intonation. */
const STEPS = [1, 9 / 8, 5 / 4, 3 / 2, 5 / 4, 9 / 8, 1]

export function voiceNoteWav(): Buffer {
  const samplesPerNote = Math.round(RATE * NOTE_SECONDS)
  const samples = Buffer.alloc(samplesPerNote * STEPS.length)
  for (const [note, step] of STEPS.entries())
    for (let i = 0; i < samplesPerNote; i++) {
      const seconds = i / RATE
      const phase = 2 * Math.PI * 196 * step * seconds
      const loudness = Math.min(1, seconds * 40) * Math.exp(-3 * seconds)
      const tone = Math.sin(phase) + 0.4 * Math.sin(2 * phase)
      samples[note * samplesPerNote + i] = 128 + Math.round(60 * loudness * tone)
    }
  return Buffer.concat([header(samples.length), samples])
}

function header(bytes: number): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20) // PCM
  head.writeUInt16LE(1, 22) // one channel
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE, 28) // bytes a second
  head.writeUInt16LE(1, 32) // bytes a sample
  head.writeUInt16LE(8, 34) // bits
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(bytes, 40)
  return head
}
