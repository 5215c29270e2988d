/** The microphone, from the permission to the finished recording. The sound leaves this machine only when it is sent. */

/** Best first. Chromium, Edge and Safari record WebM, Firefox can record what WhatsApp wants. */
const FORMATS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus'] as const
/** Speech is clear at this; at 512 KB and more WhatsApp asks its user to download first, which is some three minutes here. */
const BITS_PER_SECOND = 24_000
const PIECE_MS = 250

/** Why there is no recording, for `voice-recorder.tsx` to say. */
export type NoMicrophone = 'insecure' | 'unsupported' | 'refused' | 'missing' | 'busy' | 'failed'

export type Recording = {
  /** How loud it is now, 0 to 1. */
  readonly level: () => number
  readonly elapsedMs: () => number
  readonly pause: () => Promise<Blob>
  readonly resume: () => void
  /** All of it; the microphone is off. */
  readonly finish: () => Promise<Blob>
  /** The microphone is off, and nothing is kept. */
  readonly discard: () => void
}

export async function startRecording(): Promise<Recording | NoMicrophone> {
  if (!window.isSecureContext) return 'insecure'
  const mimeType =
    'MediaRecorder' in window ? FORMATS.find((format) => MediaRecorder.isTypeSupported(format)) : undefined
  if (mimeType === undefined) return 'unsupported'
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
    })
  } catch (error) {
    return reasonOf(error)
  }
  return record(stream, mimeType)
}

function reasonOf(error: unknown): NoMicrophone {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing'
  return name === 'NotReadableError' ? 'busy' : 'failed'
}

function record(stream: MediaStream, mimeType: string): Recording {
  const pieces: Blob[] = []
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND })
  recorder.addEventListener('dataavailable', ({ data }) => data.size > 0 && pieces.push(data))
  const whole = () => new Blob(pieces, { type: mimeType })
  const meter = measure(stream)
  let before = 0
  let since: number | null = performance.now()
  const hold = () => {
    before += since === null ? 0 : performance.now() - since
    since = null
  }
  const release = () => {
    hold()
    meter.close()
    for (const track of stream.getTracks()) track.stop()
  }
  recorder.start(PIECE_MS)
  return {
    level: meter.level,
    elapsedMs: () => before + (since === null ? 0 : performance.now() - since),
    pause: async () => {
      hold()
      if (recorder.state === 'recording') {
        const flushed = once(recorder, 'dataavailable')
        recorder.pause()
        recorder.requestData()
        await flushed
      }
      return whole()
    },
    resume: () => {
      since ??= performance.now()
      recorder.resume()
    },
    finish: async () => {
      if (recorder.state !== 'inactive') {
        const stopped = once(recorder, 'stop')
        recorder.stop()
        await stopped
      }
      release()
      return whole()
    },
    discard: () => {
      if (recorder.state !== 'inactive') recorder.stop()
      release()
    },
  }
}

const once = (recorder: MediaRecorder, event: 'dataavailable' | 'stop'): Promise<void> =>
  new Promise((resolve) => recorder.addEventListener(event, () => resolve(), { once: true }))

function measure(stream: MediaStream): { readonly level: () => number; readonly close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      // Ears hear in decibels: -50 dB is silence, -10 dB a loud voice.
      return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40))
    },
    close: () => void context.close(),
  }
}
