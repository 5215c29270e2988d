/** The edges of templates under an account. */
import type { FastifyInstance } from 'fastify'
import { awaitArchival, moveToArchive } from '#simulator/graph/archive-template.ts'
import { checkDefinition } from '#simulator/graph/check-definition.ts'
import { checkNameIsFree, deleteTemplates } from '#simulator/graph/delete-template.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { bodyOf } from '#simulator/graph/message-routes.ts'
import { findTemplate, missing, pageByKey, wabaIn, type GraphRequest } from '#simulator/graph/request.ts'
import { addTemplate, changeTemplate, editRefusal, templateFields } from '#simulator/graph/templates.ts'
import { checkSamples } from '#simulator/graph/samples.ts'
import { endPause } from '#simulator/messages/quality.ts'
import { wordsOf } from '#simulator/messages/shape.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, Template, Waba } from '#simulator/world/world.ts'

/** Registers list, creation, deletion, the archive and the end of a pause. */
export function templateRoutes(app: FastifyInstance, sim: Simulation): void {
  app.get('/:id/message_templates', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const found = templatesOf(sim, waba.id).filter((template) => matches(template, request.query))
    const { fields } = request.query
    return pageByKey(sim, request, found, (template) => templateFields(sim, template, fields))
  })
  app.post('/:id/message_templates', (request: GraphRequest) =>
    create(sim, wabaIn(sim, request), bodyOf(request)),
  )
  app.delete('/:id/message_templates', (request: GraphRequest) => {
    const waba = wabaIn(sim, request)
    const { name, hsm_id: id, hsm_ids: ids } = request.query
    const all = templatesOf(sim, waba.id)
    if (ids !== undefined) {
      const wanted = idsOf(ids)
      deleteTemplates(
        sim,
        all.filter((one) => wanted.includes(one.id)),
        false,
      )
      return { success: true }
    }
    if (name === undefined) throw new GraphError(100, undefined, { title: 'The parameter name is required.' })
    const doomed = all.filter((one) => one.name === name && (id === undefined || one.id === id))
    deleteTemplates(sim, doomed, id === undefined)
    return { success: true }
  })
  for (const verb of ['archive', 'unarchive'] as const)
    app.post(`/:id/message_templates/${verb}`, (request: GraphRequest) => {
      const waba = wabaIn(sim, request)
      return moveToArchive(sim, templatesOf(sim, waba.id), bodyOf(request)['hsm_ids'], verb)
    })
  app.post('/:id/unpause', (request: GraphRequest) => {
    const template = findTemplate(sim, request, request.params.id)
    if (template === null) throw missing(request.method, request.params.id)
    if (template.status === 'PAUSED') endPause(sim, template)
    return { success: true }
  })
}

function create(sim: Simulation, waba: Waba, body: Json): Json {
  const definition = checkDefinition(body)
  const isRestricted = waba.standing?.restrictions.some(
    ({ type, until }) => type === 'RESTRICTED_UTILITY_TEMPLATES' && until > sim.clock.now(),
  )
  if (isRestricted === true && definition.category === 'UTILITY') {
    const shown = {
      title: 'Utility templates are restricted',
      message: 'Your account cannot create utility templates for now.',
    }
    throw new GraphError(100, undefined, { title: 'Invalid parameter', subcode: 2388039, shown })
  }
  checkSamples(sim, definition.components)
  checkNameIsFree(sim, waba.id, definition.name, definition.language)
  const template = addTemplate(sim, waba.id, definition)
  awaitArchival(sim, template)
  const { id, status, category } = template
  return { id, status, category }
}

/** POST on the template itself: all its components are replaced, and it is reviewed again. */
export function editTemplate(sim: Simulation, template: Template, body: Json): Json {
  if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status))
    throw editRefusal(`It is ${template.status}.`)
  const { name, language } = template
  const category = wordsOf(body['category']).toUpperCase() || template.category
  if (template.status === 'APPROVED' && category !== template.category)
    throw editRefusal('The category of an approved template cannot be changed.')
  const definition = checkDefinition({
    parameter_format: template.parameterFormat,
    components: template.components,
    ...body,
    category,
    name,
    language,
  })
  if (body['components'] !== undefined) checkSamples(sim, definition.components)
  changeTemplate(sim, template, definition)
  return { success: true, id: template.id, name, category: template.category }
}

const templatesOf = (sim: Simulation, wabaId: string): Template[] =>
  [...sim.world.templates.values()].filter((template) => template.wabaId === wabaId)

/** Graph takes one value, several with commas, or a JSON list. */
const idsOf = (wanted: string): string[] => wanted.replaceAll(/[[\]"\s]/g, '').split(',')

const lists = (wanted: string | undefined, value: string): boolean =>
  wanted === undefined || idsOf(wanted).includes(value)

function matches(template: Template, query: GraphRequest['query']): boolean {
  const { name, status, category, language, name_or_content: part, quality_score: quality } = query
  return (
    (name === undefined || template.name.includes(name)) &&
    lists(query['hsm_id'], template.id) &&
    lists(status, template.status) &&
    lists(category, template.category) &&
    lists(language, template.language) &&
    lists(quality, template.quality) &&
    (part === undefined || JSON.stringify([template.name, template.components]).includes(part))
  )
}
