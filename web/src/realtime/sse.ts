/**
 * Server-sent events, parsed from the raw stream. The browser's own EventSource hides the heartbeats, so it cannot tell a
 * quiet night from a dead connection, and it cannot be given a `Last-Event-ID` to start from. Pure.
 */
export type SseFrame = { readonly id: string | null; readonly data: string | null }

export type SseParser = {
  /** Frames that this piece of the stream completes. A frame with `data: null` is a heartbeat or only an id. */
  push(chunk: string): SseFrame[]
}

export function createSseParser(): SseParser {
  let rest = ''
  return {
    push(chunk) {
      rest += chunk
      // A "\r" at the very end may be half of "\r\n": it waits for the next piece.
      const held = rest.endsWith('\r') ? 1 : 0
      const text = rest.slice(0, rest.length - held).replaceAll(/\r\n?/g, '\n')
      const blocks = text.split('\n\n')
      rest = (blocks.pop() ?? '') + rest.slice(rest.length - held)
      return blocks.map(parseBlock)
    },
  }
}

function parseBlock(block: string): SseFrame {
  let id: string | null = null
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'id') id = value
    if (field === 'data') data.push(value)
  }
  return { id, data: data.length > 0 ? data.join('\n') : null }
}
