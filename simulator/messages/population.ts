/**
 * How people take marketing: who can be reached at all, who reads, replies, follows a link, says STOP, switches marketing
 * off, reports or blocks, and how long that takes. What somebody is like is drawn from the population's seed and the
 * customer's id, so that it does not depend on who is written to first.
 *
 * The unhappy are partly the same people. Of those who block, half report it in the same breath (WhatsApp asks), three in
 * ten say STOP first, and one in five switches marketing off first; the block then comes later. The rest of each rate are
 * people who do only that. A rate that is smaller than its part of the blockers is kept, too: then fewer of those do it.
 * Whoever said STOP and gets marketing again blocks: half of them at once, if they had not meant to.
 *
 * A business is told of STOP as a message and of the switch as `user_preferences`. Of blocks and reports it is told nothing; it
 * sees what comes of them: its quality, and 131026 for whoever blocked it.
 */
import { act } from '#simulator/messages/act.ts'
import { complain } from '#simulator/messages/quality.ts'
import type { Population } from '#simulator/protocol.ts'
import type { Reaction, Simulation } from '#simulator/simulation.ts'
import { drawOf } from '#simulator/world/random.ts'
import type { Chat, Message } from '#simulator/world/world.ts'

const REPORTS_OF_BLOCKERS = 0.5
const STOPS_OF_BLOCKERS = 0.3
const SWITCHES_OF_BLOCKERS = 0.2
const BLOCKS_WHEN_IGNORED = 0.5
const REACT_AFTER = { median: 20 * 60_000, spread: 1 }
/** Nobody thinks about an advertisement for longer than a day. */
const REACT_MS_MAX = 24 * 60 * 60_000
const REPLIES = ['Price?', 'Is it available?', 'ok 👍', 'कितने का है?', 'Please call me', 'Thank you']

/** What is not said is as the rate of blocks suggests: a business that annoys annoys in many ways. */
export function populationOf(given: Partial<Population>): Population {
  const { seed = 1, blockRate = 0, reactAfterMs = REACT_AFTER } = given
  return {
    seed,
    blockRate,
    reportRate: given.reportRate ?? blockRate * 0.5,
    optOutRate: given.optOutRate ?? blockRate * 0.8,
    preferenceStopRate: given.preferenceStopRate ?? blockRate * 0.4,
    readRate: given.readRate ?? 0.7,
    replyRate: given.replyRate ?? 0.02,
    clickRate: given.clickRate ?? 0,
    undeliverableRate: given.undeliverableRate ?? 0,
    reactAfterMs,
  }
}

type Character = {
  readonly blocks: boolean
  readonly reports: boolean
  readonly stops: boolean
  readonly switchesOff: boolean
  readonly reads: boolean
  readonly replies: boolean
  readonly clicks: boolean
}

/** What somebody is like. */
export function characterOf(population: Population, customer: string): Character {
  const { blockRate, reportRate, optOutRate, preferenceStopRate, readRate, replyRate, clickRate } = population
  const draw = (trait: string): number => drawOf(population.seed, `${customer}/${trait}`)
  const blocks = draw('block') < blockRate
  // The whole rate, a part of it among those who block.
  const also = (trait: string, rate: number, ofBlockers: number): boolean => {
    const among = blockRate === 0 ? 0 : Math.min(ofBlockers, rate / blockRate)
    const others = blockRate >= 1 ? 0 : (rate - blockRate * among) / (1 - blockRate)
    return draw(trait) < (blocks ? among : others)
  }
  const reports = also('report', reportRate, REPORTS_OF_BLOCKERS)
  const stops = also('stop', optOutRate, STOPS_OF_BLOCKERS)
  const switchesOff = also('switch', preferenceStopRate, SWITCHES_OF_BLOCKERS)
  const isUnhappy = blocks || reports || stops || switchesOff
  return {
    ...{ blocks, reports, stops, switchesOff },
    reads: isUnhappy || draw('read') < readRate,
    replies: !isUnhappy && draw('reply') < replyRate,
    clicks: !isUnhappy && draw('click') < clickRate,
  }
}

/** Whether nothing can be delivered to them: no WhatsApp, an old one, terms not accepted. */
export const isUnreachable = ({ world: { population } }: Simulation, chat: Chat): boolean =>
  population !== null &&
  chat.lastInboundAt === null &&
  drawOf(population.seed, `${chat.customer}/reach`) < population.undeliverableRate

/** A marketing template has come: what follows from it. */
export function reactTo(sim: Simulation, chat: Chat, message: Message, { read, later }: Reaction): void {
  const { population } = sim.world
  const template = message.delivery?.templateId ?? null
  if (population === null || template === null || chat.isBlocked === true) return
  const who = characterOf(population, chat.customer)
  if (!who.reads) return
  const draw = (trait: string): number => drawOf(population.seed, `${chat.customer}/${template}/${trait}`)
  const reactMs = delayOf(population, draw('when'), draw('and when'))
  const readMs = Math.round(reactMs * (0.1 + 0.8 * draw('read')))
  later(readMs, () => {
    read()
    const steps = stepsOf(sim, chat, message, who, draw('ignored'))
    const afterMs = reactMs - readMs
    for (const [nth, step] of steps.entries())
      later(afterMs + nth * reactMs, () => isStill(sim, chat) && step())
  })
}

/** Of a log-normal law: most within minutes, some the same evening. */
function delayOf({ reactAfterMs: { median, spread } }: Population, one: number, other: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other)
  return Math.round(Math.min(REACT_MS_MAX, median * Math.exp(spread * normal)))
}

/** Nothing is felt twice, and the chat may be gone with a reset. */
const isStill = (sim: Simulation, chat: Chat): boolean =>
  sim.world.chats.get(chat.key) === chat && chat.isBlocked !== true

/** What they do, one after the other. */
function stepsOf(
  sim: Simulation,
  chat: Chat,
  message: Message,
  who: Character,
  ignored: number,
): readonly (() => void)[] {
  const template = message.delivery?.templateId ?? undefined
  const say = (body: string) => () => void act(sim, chat.customer, chat.number, { type: 'text', body })
  const feel = (kind: 'block' | 'report') => () => complain(sim, chat, kind, template)
  const wasIgnored = chat.saidStop === true && ignored < BLOCKS_WHEN_IGNORED
  const steps: (() => void)[] = []
  if (who.stops && chat.saidStop !== true) {
    steps.push(() => {
      chat.saidStop = true
      say('STOP')()
    })
  }
  if (who.switchesOff && !chat.hasStoppedMarketing)
    steps.push(() => void act(sim, chat.customer, chat.number, { type: 'stop-marketing' }))
  if (who.blocks || wasIgnored) {
    steps.push(() => {
      if (who.reports) feel('report')()
      feel('block')()
    })
  } else if (who.reports) steps.push(feel('report'))
  if (who.clicks) steps.push(() => follow(sim, message))
  if (who.replies) steps.push(say(REPLIES[wordIn(chat.customer)] ?? ''))
  return steps
}

const wordIn = (customer: string): number => Math.floor(drawOf(0, customer) * REPLIES.length)

/** Opens the first link of a message. Only on this machine: nothing of a test goes out into the world. */
function follow(sim: Simulation, { rendered }: Message): void {
  const url =
    rendered?.buttons.find((button) => button.url !== undefined)?.url ??
    /https?:\/\/\S+/.exec(rendered?.body ?? '')?.[0]
  if (
    url === undefined ||
    !URL.canParse(url) ||
    !/^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(url).hostname)
  )
    return
  const headers = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36' }
  fetch(url, { headers, redirect: 'manual' }).catch((error: unknown) =>
    sim.log(`click: ${url}: ${String(error)}`),
  )
}
