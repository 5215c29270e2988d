/**
 * What customers think of a business: blocks and reports over seven days, held against what was delivered. They lower
 * the quality of the template that caused them, and of the number. A template in the red is paused for three hours,
 * the second time for six, the third time it is disabled. Source: cloud-api reference, d.6.
 *
 * Meta does not say how much is too much. Here two people in a hundred are YELLOW and six in a hundred RED, five and ten
 * people at the least: a few angry ones are chance, and among few messages they would be a large share. What happened two
 * days ago counts half of what happens today, messages and complaints alike.
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
const YELLOW = { people: 5, share: 0.02 }
const RED = { people: 10, share: 0.06 }
/** After so many days something counts half. */
const HALF_LIFE_DAYS = 2
/** A rating that is not good is looked at again while messages arrive, this often at most. */
const LOOKS_AGAIN_MS = 60_000
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
  else if (template !== undefined && template.quality !== 'GREEN' && isDue(sim, template.id))
    judgeQuality(sim, template)
  const known = sim.world.numbers.get(number)
  if (known !== undefined && known.qualityRating !== 'GREEN' && isDue(sim, number)) judgeNumber(sim, known)
}

/** What is set by hand stays until somebody complains. */
function isDue({ world, clock }: Simulation, id: string): boolean {
  const now = clock.now()
  if (now < (world.judgedAt.get(id) ?? 0) + LOOKS_AGAIN_MS) return false
  world.judgedAt.set(id, now)
  return world.complaints.some(({ number, templateId }) => number === id || templateId === id)
}

/** What was delivered within seven days, what is old counting less. */
function deliveredOf(sim: Simulation, id: string): number {
  const today = Math.floor(sim.clock.now() / DAY_MS)
  let sum = 0
  for (let day = today - 7; day <= today; day++)
    sum += (sim.world.delivered.get(`${id}/${day}`) ?? 0) * weightOf(today - day)
  return sum
}

const weightOf = (days: number): number => 0.5 ** (days / HALF_LIFE_DAYS)

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
  if (sim.world.templates.has(template)) return template
  const wabaId = sim.world.numbers.get(chat.number)?.wabaId
  for (const one of sim.world.templates.values())
    if (one.name === template && one.wabaId === wabaId) return one.id
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
  const score = scoreOf(feedbackOn(sim, template.id))
  const isNew = template.quality === 'UNKNOWN' && score === 'GREEN'
  if (!isNew || deliveredOf(sim, template.id) >= GREEN_AFTER) setTemplateQuality(sim, template, score)
}

function judgeNumber(sim: Simulation, number: SimNumber): void {
  setNumberQuality(sim, number, scoreOf(feedbackOn(sim, number.phoneNumberId)))
}

export type Feedback = {
  /** Customers, not complaints: who blocks and reports is one. */
  readonly people: number
  /** Of those who got a message, what is recent counting more. */
  readonly share: number
}

/** What was said about a template or a number within seven days. */
export function feedbackOn(sim: Simulation, id: string): Feedback {
  const now = sim.clock.now()
  const today = Math.floor(now / DAY_MS)
  const weights = new Map<string, number>()
  for (const { at, customer, number, templateId } of sim.world.complaints) {
    if (at <= now - COUNTED_MS || (number !== id && templateId !== id)) continue
    const weight = weightOf(today - Math.floor(at / DAY_MS))
    weights.set(customer, Math.max(weight, weights.get(customer) ?? 0))
  }
  if (weights.size === 0) return { people: 0, share: 0 }
  const unhappy = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return { people: weights.size, share: unhappy / Math.max(unhappy, deliveredOf(sim, id)) }
}

function scoreOf({ people, share }: Feedback): 'GREEN' | 'YELLOW' | 'RED' {
  if (people >= RED.people && share >= RED.share) return 'RED'
  return people >= YELLOW.people && share >= YELLOW.share ? 'YELLOW' : 'GREEN'
}

/** The app is told, and a template in the red is paused or, the third time, disabled. */
export function setTemplateQuality(sim: Simulation, template: Template, score: string): void {
  const before = template.quality
  if (before === score) return
  template.quality = score
  template.qualityAt = sim.clock.now()
  reportQuality(sim, template, before)
  if (score === 'YELLOW') paceAgain(template)
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
  paceAgain(template)
}

/** What is sent of it next is paced as that of a new one is; see pacing.ts. */
function paceAgain({ pacing }: Template): void {
  if (pacing === undefined || pacing.endsAt !== null) return
  Object.assign(pacing, { sent: 0, round: pacing.round + 1, isOver: false })
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
