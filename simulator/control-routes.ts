/** The control API over HTTP, as `protocol.ts` lists it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ControlError } from '#simulator/control-error.ts'
import { controlMetaRoutes } from '#simulator/control-meta-routes.ts'
import { controlTrafficRoutes } from '#simulator/control-traffic-routes.ts'
import type { Control } from '#simulator/control.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { sendBytes } from '#simulator/graph/media-routes.ts'
import type { App, CustomerAction, Faults, NewCustomer, NewNumber } from '#simulator/protocol.ts'
import type { Scenario } from '#simulator/scenario.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json } from '#simulator/world/world.ts'

type Chat = { customer: string; number: string }

/** Registers everything under /_control. */
export function controlRoutes(app: FastifyInstance, sim: Simulation, control: Control): void {
  app.setErrorHandler((error: Error, _request, reply) => {
    const status = error instanceof ControlError || error instanceof GraphError ? error.status : 500
    if (status === 500) sim.log(`control: ${error.stack ?? error.message}`)
    const details = error instanceof GraphError ? (error.shown?.message ?? error.details) : null
    return reply.code(status).send({ error: details ?? error.message })
  })
  app.get('/state', () => control.state())
  app.post('/apps', (request: FastifyRequest<{ Body: App }>) => control.connectApp(request.body))
  app.post('/numbers', (request: FastifyRequest<{ Body: NewNumber }>) => control.addNumber(request.body))
  app.post('/customers', (request: FastifyRequest<{ Body: NewCustomer }>) =>
    control.addCustomer(request.body),
  )
  app.put('/faults', (request: FastifyRequest<{ Body: Partial<Faults> & { number?: string } }>) => {
    const { number, ...changes } = request.body
    return control.faults(changes, number)
  })
  app.post('/clock', (request: FastifyRequest<{ Body: { advanceMs: number } }>) =>
    control.advance(request.body.advanceMs).then((now) => ({ now })),
  )
  app.post('/templates', (request: FastifyRequest<{ Body: Json }>) => control.addTemplate(request.body))
  app.patch('/templates/:name/:language', (request: FastifyRequest<TemplateChange>) => {
    const { name, language } = request.params
    return control.setTemplateStatus(name, language, request.body.status, request.body.reason)
  })
  app.post('/webhooks', (request: FastifyRequest<{ Body: { body: string | object; times?: number } }>) =>
    control.deliver(request.body.body, request.body.times).then((statuses) => ({ statuses })),
  )
  app.post('/scenario', (request: FastifyRequest<{ Body: Scenario }>) => control.loadScenario(request.body))
  app.post('/reset', () => {
    control.reset()
    return {}
  })
  app.get('/sent', () => ({ sends: control.sent() }))
  app.get('/events', (request, reply) => streamEvents(request, reply, control))
  controlMetaRoutes(app, control)
  controlTrafficRoutes(app, control)
  chatRoutes(app, control)
  mediaRoutes(app, sim, control)
}

type TemplateChange = {
  Params: { name: string; language: string }
  Body: { status: string; reason?: string }
}

function chatRoutes(app: FastifyInstance, control: Control): void {
  type Page = { before?: string; limit?: string }
  app.get('/chats/:customer/:number', (request: FastifyRequest<{ Params: Chat; Querystring: Page }>) => {
    const { before, limit } = request.query
    const page = {
      ...(before === undefined ? {} : { before }),
      ...(limit === undefined ? {} : { limit: Number(limit) }),
    }
    return { messages: control.messages(request.params.customer, request.params.number, page) }
  })
  app.post('/chats/:customer/:number', (request: FastifyRequest<{ Params: Chat; Body: CustomerAction }>) => ({
    message: control.act(request.params.customer, request.params.number, request.body),
  }))
  app.post('/chats/:customer/:number/read', (request: FastifyRequest<{ Params: Chat }>) => {
    control.openChat(request.params.customer, request.params.number)
    return {}
  })
}

function mediaRoutes(app: FastifyInstance, sim: Simulation, control: Control): void {
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: 101 * 1024 * 1024 },
    (_request, bytes, done) => done(null, bytes),
  )
  app.removeContentTypeParser('text/plain')
  app.post('/media', (request: FastifyRequest<{ Body: unknown }>) => {
    const { body, headers } = request
    if (!Buffer.isBuffer(body)) throw new ControlError(400, 'send the bytes as the body')
    const filename = headers['x-filename']
    const name = typeof filename === 'string' ? { filename: decodeURIComponent(filename) } : {}
    return {
      id: control.addMedia(body, headers['content-type'] ?? 'application/octet-stream', name.filename),
    }
  })
  app.get('/media/:id', (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    // The phone sees a file for as long as it is kept at all; only Graph forgets.
    const media = sim.world.media.get(request.params.id)
    const bytes = media === undefined ? null : sim.media.get(media.id)
    if (media === undefined || bytes === null) throw new ControlError(404, 'no such media')
    return sendBytes(reply, media, bytes)
  })
}

const HEARTBEAT_MS = 15_000

function streamEvents(request: FastifyRequest, reply: FastifyReply, control: Control): FastifyReply {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  })
  raw.write(': hello\n\n')
  const stop = control.onEvent((event) => raw.write(`data: ${JSON.stringify(event)}\n\n`))
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  request.raw.on('close', () => {
    clearInterval(heartbeat)
    stop()
  })
  return reply
}
