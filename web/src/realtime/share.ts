/**
 * One stream per browser, however many tabs: over HTTP/1.1 a browser allows six connections to one origin, and a stream
 * holds one for ever. The tab that holds the lock streams and tells the others; when it closes, the next takes over from
 * the last event that it heard. Without Web Locks (plain HTTP on another host) every tab streams for itself.
 */
import type { StreamEvent } from '../platform/contract.ts'
import type { Connection } from './connection.ts'
import { runStream, type StreamPort } from './stream.ts'

const NAME = 'harkara.events'
type Told =
  | { readonly kind: 'event'; readonly event: StreamEvent }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'gap' }
  | { readonly kind: 'state'; readonly connection: Connection }
  | { readonly kind: 'ask' }

/** What a tab does with what it hears, whoever streams. */
export type Listener = {
  readonly onEvent: (event: StreamEvent) => void
  readonly onGap: () => void
  readonly onState: (connection: Connection) => void
}

export function shareStream({ onEvent, onGap, onState }: Listener): void {
  const never = new AbortController().signal
  let lastEventId: string | null = null
  const onId = (id: string) => {
    lastEventId = id
  }
  const alone: StreamPort = { lastEventId: () => lastEventId, onEvent, onId, onGap, onState }
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) {
    void runStream(alone, never)
    return
  }

  const channel = new BroadcastChannel(NAME)
  let isLeader = false
  let state: Connection = { state: 'connecting' }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  const tell = (told: Told) => channel.postMessage(told)
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.kind === 'ask' && isLeader) tell({ kind: 'state', connection: state })
    if (isLeader) return
    if (data.kind === 'event') onEvent(data.event)
    if (data.kind === 'id') onId(data.id)
    if (data.kind === 'gap') onGap()
    if (data.kind === 'state') onState(data.connection)
  })
  tell({ kind: 'ask' })
  const lead: StreamPort = {
    lastEventId: () => lastEventId,
    onEvent: (event) => {
      onEvent(event)
      tell({ kind: 'event', event })
    },
    onId: (id) => {
      onId(id)
      tell({ kind: 'id', id })
    },
    onGap: () => {
      onGap()
      tell({ kind: 'gap' })
    },
    onState: (connection) => {
      state = connection
      onState(connection)
      tell({ kind: 'state', connection })
    },
  }
  void navigator.locks.request(NAME, () => {
    isLeader = true
    return runStream(lead, never)
  })
}
