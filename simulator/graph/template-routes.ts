/** The edges of templates under an account. */
import type { FastifyInstance } from 'fastify'
import { checkDefinition } from '#simulator/graph/check-definition.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { findTemplate, missing, pageOf, wabaIn, type GraphRequest } from '#simulator/graph/request.ts'
import {
  addTemplate,
  removeTemplate,
  review,
  setTemplateStatus,
  templateFields,
} from '#simulator/graph/templates.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, Template } from '#simulator/world/world.ts'

/** Registers list, creation, deletion and the end of a pause. */
export function templateRoutes(app: FastifyInstance, sim: Simulation): void {
  app.get('/:id/message_templates', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const { fields } = request.query
    const all = templatesOf(sim, waba.id).filter((template) => matches(template, request.query))
    return pageOf(
      sim,
      request,
      all.map((template) => templateFields(template, fields)),
    )
  })
  app.post('/:id/message_templates', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const { id, status, category } = addTemplate(sim, waba.id, checkDefinition(bodyOf(request)))
    return { id, status, category }
  })
  app.delete('/:id/message_templates', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const { name, hsm_id: id } = request.query
    if (name === undefined) throw new GraphError(100, undefined, { title: 'The parameter name is required.' })
    const doomed = templatesOf(sim, waba.id).filter(
      (one) => one.name === name && (id === undefined || one.id === id),
    )
    if (doomed.length === 0) {
      const shown = { title: 'Message Template Not Found', message: 'The template does not exist.' }
      throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2593002, shown })
    }
    for (const template of doomed) removeTemplate(sim, template)
    return { success: true }
  })
  app.post('/:id/unpause', (request: GraphRequest) => {
    const template = findTemplate(sim, request, request.params.id)
    if (template === null) throw missing(request.method, request.params.id)
    if (template.status === 'PAUSED') setTemplateStatus(sim, template, 'APPROVED')
    return { success: true }
  })
}

/** POST on the template itself: all its components are replaced, and it is reviewed again. */
export function editTemplate(sim: Simulation, template: Template, body: Json): Json {
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status)) {
    const shown = { title: "Message template can't be edited", message: `It is ${template.status}.` }
    throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388039, shown })
  }
  const { name, language } = template
  const definition = checkDefinition({
    parameter_format: template.parameterFormat,
    components: template.components,
    ...body,
    // An approved template keeps its category.
    category: template.status === 'APPROVED' ? template.category : (body['category'] ?? template.category),
    name,
    language,
  })
  Object.assign(template, definition, { status: 'PENDING' })
  review(sim, template)
  sim.touch()
  return { success: true, id: template.id, name, category: template.category }
}

const templatesOf = (sim: Simulation, wabaId: string): Template[] =>
  [...sim.world.templates.values()].filter((template) => template.wabaId === wabaId)

/** Graph takes one value, several with commas, or a JSON list. */
function lists(wanted: string | undefined, value: string): boolean {
  return (
    wanted === undefined ||
    wanted
      .replaceAll(/[[\]"\s]/g, '')
      .split(',')
      .includes(value)
  )
}

function matches(template: Template, query: GraphRequest['query']): boolean {
  const { name, status, category, language, name_or_content: part, quality_score: quality } = query
  return (
    (name === undefined || template.name.includes(name)) &&
    lists(status, template.status) &&
    lists(category, template.category) &&
    lists(language, template.language) &&
    lists(quality, template.quality) &&
    (part === undefined || JSON.stringify(template).includes(part))
  )
}
