/**
 * The stream of events, kept alive for ever: connects, resumes after the last id, notices silence, and waits longer after
 * each failure. It gives up only when nobody is signed in: whoever signs in loads the page anew. It always says what state it
 * is in.
 */
import { problemOf } from '../platform/api.ts'
import type { StreamEvent } from '../platform/contract.ts'
import { isLockedOut } from '../platform/locked-out.ts'
import { type Connection, onRetryNow } from './connection.ts'
import { createSseParser } from './sse.ts'

/** The server sends a heartbeat every 20 s; two and a bit missed ones mean that nobody is there. */
const SILENCE_MAX_MS = 45_000
const BACKOFF_MS = [500, 1000, 2000, 4000, 8000, 15_000]

export type StreamPort = {
  readonly lastEventId: () => string | null
  readonly onEvent: (event: StreamEvent) => void
  /** Everything up to this id has been heard. Not every event has one: a batch is heard whole or again. */
  readonly onId: (id: string) => void
  /** The stream began without an id to resume from: what happened before now was not heard. */
  readonly onGap: () => void
  readonly onState: (connection: Connection) => void
}

export async function runStream(port: StreamPort, stop: AbortSignal): Promise<void> {
  for (let failures = 0; !stop.aborted; failures += 1) {
    port.onState({ state: 'connecting' })
    const attempt = new AbortController()
    const signal = AbortSignal.any([attempt.signal, stop])
    const isOver = await readOnce(port, attempt, signal, () => {
      failures = 0
      port.onState({ state: 'live' })
    }).catch(() => false) // Any other end of the stream is treated alike: try again.
    if (isOver || stop.aborted) return
    const base = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 15_000
    const waitMs = base * (0.75 + Math.random() / 2) // Jitter: a restarted server is not met by everyone at once.
    port.onState({ state: 'waiting', retryAt: Date.now() + waitMs })
    await waitOrRetry(waitMs, stop)
  }
}

/** True: there is nobody to stream to. */
async function readOnce(
  port: StreamPort,
  attempt: AbortController,
  signal: AbortSignal,
  onLive: () => void,
): Promise<boolean> {
  let silence = window.setTimeout(() => attempt.abort(), SILENCE_MAX_MS)
  try {
    const lastEventId = port.lastEventId()
    const response = await fetch('/api/v1/events', {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }),
      },
      cache: 'no-store',
      signal,
    })
    if (!response.ok && isLockedOut(await problemOf(response))) return true
    if (!response.ok || response.body === null) throw new Error(`events: ${response.status}`)
    onLive()
    if (lastEventId === null) port.onGap()
    const parser = createSseParser()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return false
      window.clearTimeout(silence)
      silence = window.setTimeout(() => attempt.abort(), SILENCE_MAX_MS)
      for (const frame of parser.push(value)) {
        if (frame.data !== null) port.onEvent(JSON.parse(frame.data) as StreamEvent)
        if (frame.id !== null && frame.id !== '') port.onId(frame.id)
      }
    }
  } finally {
    window.clearTimeout(silence)
    attempt.abort()
  }
}

function waitOrRetry(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer)
      window.removeEventListener('online', done)
      stop.removeEventListener('abort', done)
      onRetryNow(null)
      resolve()
    }
    const timer = window.setTimeout(done, ms)
    window.addEventListener('online', done)
    stop.addEventListener('abort', done)
    onRetryNow(done)
  })
}
