/** What a template's header will hold, shown by a sample: which handles fit, and the address under which one is seen. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { sendBytes } from '#simulator/graph/media-routes.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, TemplateComponent, UploadSession } from '#simulator/world/world.ts'

/** Which kinds of file fit which header. */
const KIND_BY_FORMAT: Readonly<Record<string, RegExp>> = {
  IMAGE: /^image\//,
  VIDEO: /^video\//,
  GIF: /^video\//,
  DOCUMENT: /^application\/pdf$/,
}

/**
 * Refuses a sample that is no handle, or that is of another kind than the header. Handles that this simulator did
 * not give are let through: documentation is full of them.
 */
export function checkSamples(sim: Simulation, components: readonly TemplateComponent[]): void {
  for (const component of components) {
    for (const card of component.cards ?? []) checkSamples(sim, card.components)
    for (const handle of handlesOf(component)) {
      const kind = KIND_BY_FORMAT[component.format?.toUpperCase() ?? '']
      const session = sessionOf(sim, handle)
      if (!/^\d+:/.test(handle)) throw sampleRefusal('The sample must be the handle of an uploaded file.')
      if (session !== null && kind !== undefined && !kind.test(session.mimeType))
        throw sampleRefusal(`A header of type ${component.format ?? ''} cannot show ${session.mimeType}.`)
    }
  }
}

function sampleRefusal(message: string): GraphError {
  const shown = { title: 'Invalid media handle', message }
  return new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388047, shown })
}

function handlesOf(component: TemplateComponent): string[] {
  const { header_handle: handles } = (component['example'] ?? {}) as { header_handle?: unknown }
  return Array.isArray(handles) ? handles.map(wordsOf).filter((one) => one !== '') : []
}

function sessionOf(sim: Simulation, handle: string): UploadSession | null {
  for (const session of sim.world.uploads.values()) if (session.handle === handle) return session
  return null
}

/** Components as Graph lists them: a sample's handle has become an address. */
export function previewComponents(
  sim: Simulation,
  components: readonly TemplateComponent[],
): readonly TemplateComponent[] {
  return components.map((component) => {
    const cards = component.cards?.map((card) => ({
      ...card,
      components: previewComponents(sim, card.components),
    }))
    const urls = handlesOf(component).map((handle) => {
      const media = sessionOf(sim, handle)?.mediaId ?? null
      return media === null ? handle : sampleUrl(sim, media)
    })
    return {
      ...component,
      ...(cards === undefined ? {} : { cards }),
      ...(urls.length === 0 ? {} : { example: { ...(component['example'] as Json), header_handle: urls } }),
    }
  })
}

/** Whoever has the address may look, as with Meta's. */
function sampleUrl(sim: Simulation, mediaId: string): string {
  return `${sim.baseUrl()}/whatsapp_business/samples/${mediaId}?oh=${sealOf(sim, mediaId)}`
}

/** Not from the run's id: the address of a sample outlives a restart. */
const sealOf = (sim: Simulation, mediaId: string): string =>
  createHmac('sha256', String(sim.seed)).update(`sample/${mediaId}`).digest('base64url').slice(0, 22)

/** Serves samples. */
export function sampleRoute(app: FastifyInstance, sim: Simulation): void {
  app.get('/whatsapp_business/samples/:id', (request, reply) => {
    const { id } = request.params as { id: string }
    const { oh = '' } = request.query as { oh?: string }
    const media = sim.world.media.get(id)
    const bytes = media === undefined ? null : sim.media.get(id)
    const expected = Buffer.from(sealOf(sim, id))
    const isRight = oh.length === expected.length && timingSafeEqual(Buffer.from(oh), expected)
    if (media === undefined || bytes === null || !isRight)
      return reply.code(404).type('text/html').send('Not Found')
    return sendBytes(reply, media, bytes)
  })
}
