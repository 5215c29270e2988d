/**
 * What customers think of a business: blocks and reports over seven days, held against what was delivered. They lower
 * the quality of the template that caused them, and of the number. A template in the red is paused for three hours,
 * the second time for six, the third time it is disabled. Source: cloud-api reference, d.6.
 *
 * Meta does not say how much is too much. Here it is one customer in twenty for YELLOW and three in twenty for RED.
 * A template counts as delivered twenty times at least, a number's messages as forty: one angry customer is not all.
 */
import { ControlError } from '#simulator/control-error.ts'
import { awaitArchival } from '#simulator/graph/archive-template.ts'
import { awaitMove, awaitReview, setTemplateStatus } from '#simulator/graph/templates.ts'
import type { Simulation } from '#simulator/simulation.ts'
import { reportNumber, reportQuality } from '#simulator/webhooks/report.ts'
import { chatOf, type Chat, type Complaint, type SimNumber, type Template } from '#simulator/world/world.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const COUNTED_MS = 7 * DAY_MS
const YELLOW_FROM = 1 / 20
const RED_FROM = 3 / 20
const TEMPLATE_BASE = 20
const NUMBER_BASE = 40
/** So many delivered without complaint make an unknown template a good one. */
const GREEN_AFTER = 50

export type PauseKind = 'FIRST_PAUSE' | 'SECOND_PAUSE' | 'RATE_LIMITING_PAUSE'

/** Meta takes the first two away by itself; the third one the business must end. */
const PAUSE_MS: Readonly<Record<PauseKind, number | null>> = {
  FIRST_PAUSE: 3 * HOUR_MS,
  SECOND_PAUSE: 6 * HOUR_MS,
  RATE_LIMITING_PAUSE: null,
}

/** Counts a message that arrived: complaints are held against these. */
export function countDelivered(sim: Simulation, number: string, templateId: string | null): void {
  const day = Math.floor(sim.clock.now() / DAY_MS)
  const ids = templateId === null ? [number] : [number, templateId]
  for (const id of ids) {
    const key = `${id}/${day}`
    sim.world.delivered.set(key, (sim.world.delivered.get(key) ?? 0) + 1)
    sim.world.delivered.delete(`${id}/${day - 8}`)
  }
  const template = templateId === null ? undefined : sim.world.templates.get(templateId)
  if (template?.quality === 'UNKNOWN') judgeQuality(sim, template)
}

function deliveredOf(sim: Simulation, id: string): number {
  const today = Math.floor(sim.clock.now() / DAY_MS)
  let sum = 0
  for (let day = today - 7; day <= today; day++) sum += sim.world.delivered.get(`${id}/${day}`) ?? 0
  return sum
}

/**
 * A customer blocks the business, or reports it. The template is the one named, or the chat's last one if that is
 * what the business last wrote.
 */
export function complain(sim: Simulation, chat: Chat, kind: Complaint['kind'], template?: string): void {
  const { world } = sim
  if (kind === 'block') chat.isBlocked = true
  const now = sim.clock.now()
  const templateId = template === undefined ? lastTemplateOf(chat) : idOf(sim, chat, template)
  world.complaints = world.complaints.filter(({ at }) => at > now - COUNTED_MS)
  world.complaints.push({ at: now, customer: chat.customer, number: chat.number, templateId, kind })
  judgeAll(sim, chat.number, templateId)
  awaitForgetting(sim, now)
  sim.hub.emit({ type: 'customers' })
  sim.touch()
}

/** The customer lets the business write again. What it felt is still counted. */
export function unblock(sim: Simulation, customer: string, number: string): void {
  chatOf(sim.world, customer, number).isBlocked = false
  sim.hub.emit({ type: 'customers' })
  sim.touch()
}

function lastTemplateOf({ messages }: Chat): string | null {
  return messages.findLast((message) => message.by === 'business')?.delivery?.templateId ?? null
}

function idOf(sim: Simulation, chat: Chat, template: string): string {
  const wabaId = sim.world.numbers.get(chat.number)?.wabaId
  for (const one of sim.world.templates.values())
    if (one.id === template || (one.name === template && one.wabaId === wabaId)) return one.id
  throw new ControlError(404, `no template ${template}`)
}

function judgeAll(sim: Simulation, numberId: string, templateId: string | null): void {
  const template = templateId === null ? undefined : sim.world.templates.get(templateId)
  if (template !== undefined) judgeQuality(sim, template)
  const number = sim.world.numbers.get(numberId)
  if (number !== undefined) judgeNumber(sim, number)
}

/** After seven days a complaint does not count any more. */
function awaitForgetting(sim: Simulation, at: number): void {
  sim.clock.someday(at + COUNTED_MS, () => {
    for (const { number, templateId } of sim.world.complaints.filter((one) => one.at === at))
      judgeAll(sim, number, templateId)
  })
}

function judgeQuality(sim: Simulation, template: Template): void {
  const since = sim.clock.now() - COUNTED_MS
  const unhappy = unhappyOf(sim, since, (one) => one.templateId === template.id)
  const delivered = deliveredOf(sim, template.id)
  const score = scoreOf(unhappy, delivered, TEMPLATE_BASE)
  const isNew = template.quality === 'UNKNOWN' && score === 'GREEN' && delivered < GREEN_AFTER
  if (!isNew) setTemplateQuality(sim, template, score)
}

function judgeNumber(sim: Simulation, number: SimNumber): void {
  const since = sim.clock.now() - COUNTED_MS
  const unhappy = unhappyOf(sim, since, (one) => one.number === number.phoneNumberId)
  setNumberQuality(sim, number, scoreOf(unhappy, deliveredOf(sim, number.phoneNumberId), NUMBER_BASE))
}

/** Customers, not complaints: who blocks and reports is one. */
function unhappyOf(sim: Simulation, since: number, isMeant: (one: Complaint) => boolean): number {
  const meant = sim.world.complaints.filter((one) => one.at > since && isMeant(one))
  return new Set(meant.map(({ customer }) => customer)).size
}

function scoreOf(unhappy: number, delivered: number, base: number): 'GREEN' | 'YELLOW' | 'RED' {
  const share = unhappy / Math.max(base, delivered)
  if (share >= RED_FROM) return 'RED'
  return share >= YELLOW_FROM ? 'YELLOW' : 'GREEN'
}

/** The app is told, and a template in the red is paused or, the third time, disabled. */
export function setTemplateQuality(sim: Simulation, template: Template, score: string): void {
  const before = template.quality
  if (before === score) return
  template.quality = score
  template.qualityAt = sim.clock.now()
  reportQuality(sim, template, before)
  sim.hub.emit({ type: 'templates' })
  sim.touch()
  if (score !== 'RED' || template.status !== 'APPROVED') return
  if (template.pauses < 2)
    pauseTemplate(sim, template, template.pauses === 0 ? 'FIRST_PAUSE' : 'SECOND_PAUSE')
  else disableTemplate(sim, template)
}

/** @param ms how long; null until somebody ends it. Left out, as long as Meta's pauses of this kind are. */
export function pauseTemplate(
  sim: Simulation,
  template: Template,
  kind: PauseKind,
  ms: number | null = PAUSE_MS[kind],
): void {
  if (kind !== 'RATE_LIMITING_PAUSE') template.pauses = kind === 'FIRST_PAUSE' ? 1 : 2
  const length = ms === null ? 'until you unpause it' : `for ${Math.round((ms / HOUR_MS) * 100) / 100} hours`
  const why =
    kind === 'RATE_LIMITING_PAUSE' ? 'while its quality is assessed' : 'because of negative feedback'
  const description = `Your message template has been paused ${length} ${why}.`
  setTemplateStatus(sim, template, 'PAUSED', { other: { title: kind, description } })
  template.pausedUntil = ms === null ? null : sim.clock.now() + ms
  awaitEnd(sim, template)
}

function disableTemplate(sim: Simulation, template: Template): void {
  const description =
    'Your message template has been disabled because it was paused twice and still gets negative feedback.'
  setTemplateStatus(sim, template, 'DISABLED', { other: { title: 'DISABLED', description } })
}

/** It may be sent again, and what customers said before counts against the number only. */
export function endPause(sim: Simulation, template: Template): void {
  sim.world.complaints = sim.world.complaints.map((one) =>
    one.templateId === template.id ? { ...one, templateId: null } : one,
  )
  const description = 'Your message template may be sent again.'
  setTemplateStatus(sim, template, 'APPROVED', { other: { title: 'UNPAUSE', description } })
  setTemplateQuality(sim, template, 'UNKNOWN')
}

function awaitEnd(sim: Simulation, template: Template): void {
  const { pausedUntil: at } = template
  if (at === null) return
  sim.clock.someday(at, () => {
    const isStill = sim.world.templates.get(template.id) === template && template.pausedUntil === at
    if (isStill) endPause(sim, template)
  })
}

/** Quality of a number; the app is told where Meta would tell it. */
export function setNumberQuality(
  sim: Simulation,
  number: SimNumber,
  rating: SimNumber['qualityRating'],
): void {
  const before = number.qualityRating
  if (before === rating) return
  number.qualityRating = rating
  reportNumber(sim, number, rating === 'RED' ? 'FLAGGED' : 'UNFLAGGED')
  sim.hub.emit({ type: 'numbers' })
  sim.touch()
}

/** Waits for whatever a template is waiting for: the end of a review or a pause, a move to another category, the archive and its end. */
export function awaitPast(sim: Simulation, template: Template): void {
  awaitReview(sim, template)
  awaitMove(sim, template)
  awaitEnd(sim, template)
  awaitArchival(sim, template)
}

/** Takes up reviews, pauses, moves and judgements where the last run stopped. */
export function resumeTemplates(sim: Simulation): void {
  for (const template of sim.world.templates.values()) awaitPast(sim, template)
  for (const at of new Set(sim.world.complaints.map((one) => one.at))) awaitForgetting(sim, at)
}
