/** The stream of events from the simulator, which mends itself. */
import { useEffect, useEffectEvent, useState } from 'react'
import type { PhoneEvent } from '#simulator/protocol.ts'

export type Connection = 'connecting' | 'live' | 'lost'

const RETRY_MS = [500, 1000, 2000, 4000] as const
const NAMES = ['message', 'typing', 'customers', 'numbers', 'faults'] as const

/**
 * Calls `onEvent` for each event and `onOpen` whenever the stream is (again) open, because what was missed in between
 * must then be fetched. The browser's own EventSource gives up for good after an HTTP error, hence the timer.
 */
export function useEvents(onEvent: (event: PhoneEvent) => void, onOpen: () => void): Connection {
  const [connection, setConnection] = useState<Connection>('connecting')
  const receive = useEffectEvent((text: string) => {
    const event = parse(text)
    if (event !== null) onEvent(event)
  })
  const opened = useEffectEvent(onOpen)

  useEffect(() => {
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let attempt = 0
    const open = () => {
      source = new EventSource('/_control/events')
      source.addEventListener('open', () => {
        attempt = 0
        setConnection('live')
        opened()
      })
      source.addEventListener('error', () => {
        setConnection('lost')
        source?.close()
        clearTimeout(timer)
        timer = setTimeout(open, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
        attempt += 1
      })
      for (const name of NAMES)
        source.addEventListener(name, (event: MessageEvent<unknown>) => {
          if (typeof event.data === 'string') receive(event.data)
        })
    }
    open()
    return () => {
      clearTimeout(timer)
      source?.close()
    }
  }, [])

  return connection
}

function parse(text: string): PhoneEvent | null {
  try {
    const event = JSON.parse(text) as Partial<PhoneEvent> | null
    return typeof event?.type === 'string' ? (event as PhoneEvent) : null
  } catch {
    return null
  }
}
