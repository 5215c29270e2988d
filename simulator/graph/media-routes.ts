/** Upload, look-up, download and deletion of media. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { missing, numberIn, tokenOf, type GraphRequest } from '#simulator/graph/request.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { findMedia, isMediaUrlValid, mediaUrl, uploadMedia, type NewMedia } from '#simulator/world/media.ts'
import type { Json, MediaObject } from '#simulator/world/world.ts'

/** Registers what lives under Graph's own addresses. */
export function mediaRoutes(app: FastifyInstance, sim: Simulation): void {
  app.post('/:id/media', (request: GraphRequest) => upload(sim, request))
}

async function upload(sim: Simulation, request: GraphRequest): Promise<Json> {
  numberIn(sim, request)
  return { id: uploadMedia(sim, await fileOf(request)).id }
}

/** What Graph tells of a media object: no more than an address for five minutes. */
export function mediaObjectOf(sim: Simulation, media: MediaObject): Json {
  return {
    url: mediaUrl(sim, media.id),
    mime_type: media.mimeType,
    sha256: media.sha256,
    // A string, as in Meta's OpenAPI file (21 Nov 2025).
    file_size: String(media.size),
    id: media.id,
    messaging_product: 'whatsapp',
  }
}

/** Deletes it; what is gone stays gone. */
export function deleteMedia(sim: Simulation, request: GraphRequest): Json {
  const { id } = request.params
  const media = findMedia(sim, id)
  if (media === null) throw missing(request.method, id)
  media.isDeleted = true
  sim.media.remove(id)
  sim.touch()
  return { success: true }
}

/** The bytes, for whoever has the address and the token; both are needed, and the address grows old. */
export function downloadRoute(app: FastifyInstance, sim: Simulation): void {
  app.get('/whatsapp_business/attachments/', (request, reply) => {
    tokenOf(sim, request)
    const { mid, ext, hash } = request.query as Record<string, string | undefined>
    const media = findMedia(sim, mid ?? '')
    const bytes = media === null ? null : sim.media.get(media.id)
    if (media === null || bytes === null || !isMediaUrlValid(sim, media.id, Number(ext), hash ?? '')) {
      return reply.code(404).type('text/html').send('Not Found')
    }
    return sendBytes(reply, media, bytes)
  })
}

/** Bytes with their type and name. */
export function sendBytes(reply: FastifyReply, media: MediaObject, bytes: Buffer): FastifyReply {
  const name = encodeURIComponent(media.filename ?? media.id)
  return reply
    .header('content-disposition', `inline; filename*=UTF-8''${name}`)
    .header('x-content-type-options', 'nosniff')
    .type(media.mimeType)
    .send(bytes)
}

async function fileOf(request: GraphRequest): Promise<NewMedia> {
  if (!request.isMultipart())
    throw new GraphError(100, undefined, { title: 'The parameter file is required.' })
  let bytes: Buffer | null = null
  let filename: string | null = null
  let sentType = ''
  const fields: Record<string, string> = {}
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      bytes = await part.toBuffer()
      filename = part.filename
      sentType = part.mimetype
    } else fields[part.fieldname] = String(part.value)
  }
  if (fields['messaging_product'] !== 'whatsapp') {
    throw new GraphError(100, undefined, { title: 'The parameter messaging_product is required.' })
  }
  if (bytes === null) throw new GraphError(100, undefined, { title: 'The parameter file is required.' })
  return { bytes, filename, mimeType: fields['type'] ?? sentType }
}
