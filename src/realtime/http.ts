import type { FastifyInstance } from 'fastify'
import { tenantOf } from '#tenants/access.ts'
import type { EventHub } from './event-hub.ts'
import { parseCursor } from './read-events.ts'

/** Proxies close what is silent; so we are never silent for long. */
const HEARTBEAT_MS = 20_000
/** A browser that does not read is dropped; it comes back and resumes where it was. */
const BUFFERED_BYTES_MAX = 4 * 1024 * 1024

/** GET /api/v1/events: what changes, as it changes. Resumes after `Last-Event-ID`. */
export function eventRoutes(app: FastifyInstance, { hub }: { readonly hub: EventHub }): void {
  const open = new Set<() => void>()
  app.addHook('preClose', async () => {
    for (const end of open) end()
  })
  app.get('/api/v1/events', { config: { needs: 'conversations:read' } }, (request, reply) => {
    const tenant = tenantOf(request)
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>), // what every answer carries; the hijacked one would lose it
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    })
    raw.write(': connected\nretry: 1000\n\n')
    const header = request.headers['last-event-id']
    const from = parseCursor(typeof header === 'string' ? header : undefined)
    const stop = hub.subscribe(tenant, from, (text) => {
      raw.write(text)
      if (raw.writableLength > BUFFERED_BYTES_MAX) raw.destroy()
    })
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
    const end = (): void => {
      clearInterval(heartbeat)
      stop()
      open.delete(end)
      raw.end()
    }
    open.add(end)
    raw.on('close', end)
  })
}
