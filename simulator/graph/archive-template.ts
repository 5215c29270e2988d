/**
 * The archive. A template in it cannot be sent, and is deleted after 28 days unless it is brought back to what it was. By hand only
 * approved and rejected ones go there; after 12 months in which it was not made, edited, sent or brought back, any.
 * Source: Meta, "Template archival" (2 Jun 2026).
 */
import { deleteTemplate } from '#simulator/graph/delete-template.ts'
import { GraphError } from '#simulator/graph/graph-error.ts'
import { beginReview, setTemplateStatus } from '#simulator/graph/templates.ts'
import type { Simulation } from '#simulator/simulation.ts'
import type { Json, Template } from '#simulator/world/world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DELETED_AFTER_MS = 28 * DAY_MS
const IDLE_MS = 365 * DAY_MS
const AT_ONCE_MAX = 100
const ARCHIVABLE = new Set(['APPROVED', 'REJECTED'])
const GONE = new Set(['ARCHIVED', 'PENDING_DELETION', 'DELETED'])

/** Does it with those with which it can be done, and says of the others why not. */
export function moveToArchive(
  sim: Simulation,
  templates: readonly Template[],
  wanted: unknown,
  verb: 'archive' | 'unarchive',
): Json {
  const ids = idsIn(wanted)
  if (ids.length === 0) throw new GraphError(100, undefined, { title: 'The parameter hsm_ids is required.' })
  if (ids.length > AT_ONCE_MAX)
    throw new GraphError(100, undefined, { title: `hsm_ids can have ${AT_ONCE_MAX} elements at most.` })
  const done: string[] = []
  const failed: Record<string, string> = {}
  for (const id of new Set(ids)) {
    const template = templates.find((one) => one.id === id)
    const why =
      template === undefined
        ? 'Template does not exist'
        : verb === 'archive'
          ? archiveByHand(sim, template)
          : unarchiveTemplate(sim, template)
    if (why === null) done.push(id)
    else failed[id] = why
  }
  return { [`${verb}d_templates`]: done, failed_templates: failed }
}

/** A list, or one text with commas. */
function idsIn(wanted: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(wanted)
    ? wanted
    : typeof wanted === 'string'
      ? wanted.split(',')
      : []
  return all.map((id) => String(id).trim()).filter((id) => id !== '')
}

function archiveByHand(sim: Simulation, template: Template): string | null {
  if (!ARCHIVABLE.has(template.status)) return 'Only approved or rejected templates can be archived'
  archiveTemplate(sim, template)
  return null
}

/** Puts it there, whatever it is now. */
export function archiveTemplate(sim: Simulation, template: Template): void {
  if (GONE.has(template.status)) return
  const { status, rejectedReason } = template
  setTemplateStatus(sim, template, 'ARCHIVED')
  template.archived = { at: sim.clock.now(), status, rejectedReason }
  awaitDeletion(sim, template)
}

/** Brings it back to what it was; says why not. */
export function unarchiveTemplate(sim: Simulation, template: Template): string | null {
  if (template.status !== 'ARCHIVED') return 'Template is not archived'
  const { status = 'APPROVED', rejectedReason = 'NONE' } = template.archived ?? {}
  setTemplateStatus(sim, template, status, { event: 'UNARCHIVED' })
  template.rejectedReason = rejectedReason
  template.activeAt = sim.clock.now()
  if (status === 'PENDING') beginReview(sim, template)
  awaitIdle(sim, template)
  return null
}

function awaitDeletion(sim: Simulation, template: Template): void {
  const { archived } = template
  if (archived === null) return
  sim.clock.someday(archived.at + DELETED_AFTER_MS, () => {
    const isStill = sim.world.templates.get(template.id) === template && template.archived === archived
    if (isStill) deleteTemplate(sim, template)
  })
}

function awaitIdle(sim: Simulation, template: Template): void {
  const { activeAt } = template
  sim.clock.someday(activeAt + IDLE_MS, () => {
    if (sim.world.templates.get(template.id) !== template || GONE.has(template.status)) return
    if (template.activeAt === activeAt) archiveTemplate(sim, template)
    else awaitIdle(sim, template)
  })
}

/** Called for one that is new, and again after a restart. */
export function awaitArchival(sim: Simulation, template: Template): void {
  // What an older one saved says nothing of it.
  if (template.activeAt === 0) template.activeAt = sim.clock.now()
  awaitDeletion(sim, template)
  awaitIdle(sim, template)
}
