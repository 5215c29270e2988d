/** Graph as one plug-in: bodies, errors in Meta's shape, headers, and all routes. */
import multipart from '@fastify/multipart'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorBody, GraphError } from '#simulator/graph/graph-error.ts'
import { deleteMedia, mediaObjectOf, mediaRoutes } from '#simulator/graph/media-routes.ts'
import { accountOf, takeFromManagement } from '#simulator/graph/management-limit.ts'
import { APP_USAGE } from '#simulator/graph/send-door.ts'
import { bodyOf, messageRoutes } from '#simulator/graph/message-routes.ts'
import { numberFields, numberRoutes, updateNumber } from '#simulator/graph/number-routes.ts'
import {
  findNumber,
  findTemplate,
  findWaba,
  missing,
  numberIn,
  tokenOf,
  versionOf,
  wabaIn,
  type GraphRequest,
} from '#simulator/graph/request.ts'
import { editTemplate, templateRoutes } from '#simulator/graph/template-routes.ts'
import { templateFields } from '#simulator/graph/templates.ts'
import { signupRoutes, tokenRoutes } from '#simulator/graph/signup-routes.ts'
import { openUpload, takeUpload, uploadStatus } from '#simulator/graph/uploads.ts'
import { wabaFields, wabaRoutes } from '#simulator/graph/waba-routes.ts'
import { mishapOf, Outage, OUTAGE_PAGE } from '#simulator/messages/storms.ts'
import { traceOf, type Simulation } from '#simulator/simulation.ts'
import { findMedia } from '#simulator/world/media.ts'
import type { Json } from '#simulator/world/world.ts'

/** The largest file that Meta takes is 100 MB; the form around it is a little more. */
const BODY_BYTES_MAX = 101 * 1024 * 1024

/** Where Graph's routes live inside the server; see rewriteUrl. */
export const GRAPH_PREFIX = '/graph'

/**
 * `/v23.0/123/messages` and `/123/messages` are one route here; the version is kept for the header.
 * What is not Graph's (the phone, the control API, downloads) is left alone.
 */
export function rewriteUrl(url: string): { readonly url: string; readonly version: string | undefined } {
  if (/^\/(?:_control|phone|assets|whatsapp_business|favicon)|^\/(?:\?|$)/.test(url))
    return { url, version: undefined }
  const match = /^\/(v\d+\.\d+)(\/.*)$/.exec(url)
  return { url: GRAPH_PREFIX + (match?.[2] ?? url), version: match?.[1] }
}

/** Registers everything under the prefix. */
export async function graphRoutes(
  app: FastifyInstance,
  sim: Simulation,
  versions: WeakMap<object, string>,
): Promise<void> {
  await app.register(multipart, { limits: { fileSize: BODY_BYTES_MAX, files: 1 } })
  readBodies(app)
  app.addHook('onSend', async (request, reply) => {
    reply.header('facebook-api-version', versionOf(versions.get(request.raw)))
    reply.header('x-app-usage', APP_USAGE)
  })
  app.addHook('preHandler', (request, reply) => judgeManagement(sim, request, reply))
  app.setErrorHandler((error: FastifyError | GraphError, _request, reply) => {
    const refusal = error instanceof GraphError ? error : unforeseen(sim, error)
    if (refusal instanceof Outage) return reply.code(refusal.status).type('text/html').send(OUTAGE_PAGE)
    return reply.code(refusal.status).send(errorBody(refusal, traceOf(sim)))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.slice(GRAPH_PREFIX.length)
    const title = `Unknown path components: ${path.split('?')[0] ?? ''}`
    const refusal = new GraphError(2500, undefined, { title, status: 400, isGraphMethod: true })
    return reply.code(refusal.status).send(errorBody(refusal, traceOf(sim)))
  })
  messageRoutes(app, sim)
  mediaRoutes(app, sim)
  numberRoutes(app, sim)
  wabaRoutes(app, sim)
  templateRoutes(app, sim)
  tokenRoutes(app, sim)
  signupRoutes(app, sim)
  nodeRoutes(app, sim)
}

/** Calls that are no sends: storms over them, and how many an account may make. */
async function judgeManagement(sim: Simulation, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const path = request.url.slice(GRAPH_PREFIX.length)
  const wabaId = accountOf(sim, path)
  if (wabaId === null) return
  tokenOf(sim, request)
  const number = sim.world.numbers.get(path.split(/[/?]/)[1] ?? '')?.phoneNumberId ?? null
  const { waitMs, refusal } = mishapOf(sim, number, 'management')
  if (waitMs > 0) await new Promise<void>((resolve) => sim.clock.after(waitMs, resolve))
  if (refusal !== null) throw refusal
  takeFromManagement(sim, wabaId, reply, request.method === 'POST' && path.endsWith('/message_templates'))
}

/** GET, POST and DELETE on a bare id: what it names decides. */
function nodeRoutes(app: FastifyInstance, sim: Simulation): void {
  app.post('/:id/uploads', (request: GraphRequest) => openUpload(sim, request))
  app.get('/:id', (request: GraphRequest) => {
    if (request.params.id.startsWith('upload:')) return uploadStatus(sim, request)
    tokenOf(sim, request)
    const { id } = request.params
    const { fields } = request.query
    if (sim.world.numbers.has(id)) return numberFields(sim, numberIn(sim, request), fields)
    if (sim.world.wabas.has(id)) return wabaFields(sim, wabaIn(sim, request), fields)
    const template = findTemplate(sim, request, id)
    if (template !== null) return templateFields(sim, template, fields)
    const media = findMedia(sim, id)
    if (media !== null) return mediaObjectOf(sim, media)
    throw missing(request.method, id)
  })
  app.post('/:id', (request: GraphRequest) => change(sim, request))
  app.delete('/:id', (request: GraphRequest) => {
    tokenOf(sim, request)
    return deleteMedia(sim, request)
  })
}

async function change(sim: Simulation, request: GraphRequest): Promise<Json> {
  const { id } = request.params
  if (id.startsWith('upload:')) return takeUpload(sim, request)
  tokenOf(sim, request)
  const number = findNumber(sim, request, id)
  if (number !== null) return updateNumber(sim, number, bodyOf(request))
  const template = findTemplate(sim, request, id)
  if (template !== null) return editTemplate(sim, template, bodyOf(request))
  if (findWaba(sim, request, id) !== null) return { success: true }
  throw missing(request.method, id)
}

/** JSON, forms whose values may be JSON, and bytes. */
function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(String(text)))
    } catch {
      done(new GraphError(100, undefined, { title: 'Invalid JSON' }))
    }
  })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => {
      done(
        null,
        Object.fromEntries(
          [...new URLSearchParams(String(text))].map(([key, value]) => [key, formValue(value)]),
        ),
      )
    },
  )
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, bytes, done) =>
    done(null, bytes),
  )
}

function formValue(value: string): unknown {
  if (!/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function unforeseen(sim: Simulation, error: FastifyError): GraphError {
  const status = error.statusCode ?? 500
  if (status < 500) return new GraphError(100, error.message, { status })
  sim.log(`graph: ${error.stack ?? error.message}`)
  return new GraphError(1, undefined, { status: 500 })
}
