import { useEffect, useRef, useState } from 'react'
import { webmToOgg } from './webm-to-ogg.ts'

type Recorder = {
  /** Seconds so far; null while nothing is recorded. */
  readonly seconds: number | null
  /** False if there is no microphone, or it may not be used (a page without TLS never may). */
  readonly start: () => Promise<boolean>
  /** The recording, or null if it was cancelled. */
  readonly finish: (isWanted: boolean) => Promise<Blob | null>
}

// WhatsApp's voice messages are Ogg/Opus; Firefox records it, Chromium records Opus in WebM (repacked below), Safari AAC in MP4.
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'] as const

/** Records from the microphone; whatever happens, the microphone is let go in the end. */
export function useRecorder(): Recorder {
  const recorder = useRef<MediaRecorder | null>(null)
  const parts = useRef<Blob[]>([])
  const [seconds, setSeconds] = useState<number | null>(null)
  const isRecording = seconds !== null

  useEffect(() => {
    if (!isRecording) return undefined
    const timer = setInterval(() => setSeconds((before) => (before === null ? null : before + 1)), 1000)
    return () => clearInterval(timer)
  }, [isRecording])
  useEffect(() => () => release(recorder.current), [])

  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type))
      const made = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType })
      parts.current = []
      made.addEventListener('dataavailable', (event) => parts.current.push(event.data))
      made.start()
      recorder.current = made
      setSeconds(0)
      return true
    } catch {
      return false
    }
  }
  const finish = async (isWanted: boolean) => {
    const made = recorder.current
    recorder.current = null
    setSeconds(null)
    if (made === null) return null
    const stopped = new Promise((done) => made.addEventListener('stop', done, { once: true }))
    if (made.state !== 'inactive') made.stop()
    await stopped
    release(made)
    return isWanted ? asOgg(new Blob(parts.current, { type: made.mimeType })) : null
  }
  return { seconds, start, finish }
}

/** What WhatsApp would send; a recording that cannot be repacked goes as it is. */
async function asOgg(recording: Blob): Promise<Blob> {
  if (!recording.type.includes('webm')) return recording
  const ogg = webmToOgg(new Uint8Array(await recording.arrayBuffer()))
  return ogg === null ? recording : new Blob([ogg], { type: 'audio/ogg; codecs=opus' })
}

function release(recorder: MediaRecorder | null): void {
  for (const track of recorder?.stream.getTracks() ?? []) track.stop()
}
