import type { QueryClient } from '@tanstack/react-query'
import { applyEvents, closeGap } from '../conversations/apply-events.ts'
import type { Message, StreamEvent } from '../platform/contract.ts'
import { presenceQuery } from '../presence/queries.ts'
import { type Connection, setConnection } from './connection.ts'
import { shareStream } from './share.ts'

/** A hidden tab gets no animation frames; it catches up this often instead. */
const HIDDEN_FLUSH_MS = 500

export type LiveHandlers = {
  readonly onMerged: (merged: ReadonlyMap<string, string>) => void
  readonly onIncoming: (messages: readonly Message[]) => void
}

let handlers: LiveHandlers | null = null
/** What the page wants to know beside the cache. */
export function setLiveHandlers(next: LiveHandlers): void {
  handlers = next
}

/**
 * Joins the event stream to the Query cache, for as long as the page lives; a burst is applied once per animation frame.
 * Begun before the first render, so that the stream is live when the first list is asked for and nothing falls between.
 */
export function startLiveEvents(client: QueryClient): void {
  const overtaken = replayAfterFetches(client)
  let waiting: StreamEvent[] = []
  const flush = () => {
    const events = waiting
    waiting = []
    overtaken(events)
    const merged = applyEvents(client, events)
    if (merged.size > 0) handlers?.onMerged(merged)
    const incoming = events.flatMap((e) =>
      e.type === 'message.created' && e.data.direction === 'in' ? [e.data] : [],
    )
    if (incoming.length > 0) handlers?.onIncoming(incoming)
  }
  const onEvent = (event: StreamEvent) => {
    waiting.push(event)
    if (waiting.length > 1) return
    if (document.visibilityState === 'visible') requestAnimationFrame(flush)
    else window.setTimeout(flush, HIDDEN_FLUSH_MS)
  }
  const onState = (connection: Connection) => {
    setConnection(connection)
    // Who is where is told once, and never again.
    if (connection.state === 'live') void client.invalidateQueries({ queryKey: presenceQuery.queryKey })
  }
  shareStream({ onEvent, onGap: () => closeGap(client), onState })
}

/**
 * An answer that was on its way when an event came may be older than the event and would undo it. Events heard during a
 * fetch are therefore applied once more when the last fetch has ended; they are whole states, so twice does no harm.
 */
function replayAfterFetches(client: QueryClient): (events: readonly StreamEvent[]) => void {
  let heard: StreamEvent[] = []
  client.getQueryCache().subscribe(() => {
    if (heard.length === 0 || client.isFetching() > 0) return
    const events = heard
    heard = []
    queueMicrotask(() => applyEvents(client, events))
  })
  return (events) => {
    if (client.isFetching() > 0) heard.push(...events.filter((event) => event.type !== 'resync'))
  }
}
