import type { StreamEvent } from './event-shape.ts'

/**
 * Events as SSE frames, and the place that they lead to. Only the last frame carries it: whoever is cut off in the middle gets
 * the whole batch again. Without events it is a frame that only says where the listener is, for a connection that breaks
 * before the first event. What is no part of the stream (place null) carries none.
 */
export const frames = (events: readonly StreamEvent[], place: string | null): string =>
  events.length === 0
    ? `id: ${place}\n\n`
    : events
        .map((event, nth) => {
          const id = nth === events.length - 1 && place !== null ? `id: ${place}\n` : ''
          return `${id}data: ${JSON.stringify(event)}\n\n`
        })
        .join('')
