/**
 * What became of everything: Jepsen's total-queue checker, once for what customers wrote and once for what agents said.
 *
 * Inbound: *attempted* is what customers wrote, *acknowledged* what Harkara answered with 200, and an effect is a row in
 * `messages`. What was acknowledged must have an effect (else it is lost), nothing may have two (doubled), nothing may come
 * out that nobody wrote (unexpected); what was never acknowledged and is there all the same was recovered.
 * Outbound: acknowledged is what the API accepted, and an effect is a copy on a customer's phone. A send whose fate Meta
 * never told stays visibly `unknown`: unconfirmed, neither lost nor doubled, as long as no copy is on the phone.
 *
 * Pure: no clock, no database.
 */
export type Written = {
  readonly wamid: string
  readonly thread: number
  readonly isAcknowledged: boolean
}
export type Answered = { readonly send: string; readonly thread: number; readonly body: string }
export type SendRow = { readonly id: string; readonly state: string; readonly isDelivered: boolean }
/** A message on a customer's phone. `send` is what came back as callback data. */
export type Copy = { readonly send: string | null; readonly thread: number; readonly body: string | null }

export type Evidence = {
  readonly written: readonly Written[]
  /** Meta's ids of the customers' messages, in the order in which the inbox shows them. */
  readonly effects: readonly string[]
  /** By thread, in the order in which they were accepted. */
  readonly answered: readonly Answered[]
  readonly sends: readonly SendRow[]
  /** In the order in which they reached the phones. */
  readonly copies: readonly Copy[]
  /** Threads whose window opened, and that are owed a greeting, which is what every body of this text is. */
  readonly greeting: string | null
  readonly threads: number
  /** Conversations whose count of unread messages is not the number of messages in it: an effect that happened twice. */
  readonly miscounted: number
}

export type Verdict = {
  readonly lost: number
  readonly doubled: number
  readonly misordered: number
  readonly secondCopies: number
  readonly unexpected: number
  readonly unconfirmed: number
  readonly inbound: {
    readonly attempted: number
    readonly acknowledged: number
    readonly effects: number
    readonly lost: number
    readonly unexpected: number
    readonly doubled: number
    readonly recovered: number
    readonly misordered: number
    readonly miscounted: number
  }
  readonly outbound: {
    readonly accepted: number
    readonly greetings: number
    readonly copies: number
    readonly lost: number
    readonly unexpected: number
    readonly secondCopies: number
    readonly misordered: number
    /** `unknown` without a copy. */
    readonly unconfirmed: number
    /** Failed without a copy: visible, and not what this run expects. */
    readonly failed: number
    /** Settled as taken, on the phone, and the status that says so has not been applied. */
    readonly ticksMissing: number
  }
  /** The first few of what is wrong, for whoever has to find out why. */
  readonly examples: readonly string[]
}

const EXAMPLES_MAX = 12

export function judge(evidence: Evidence): Verdict {
  const examples: string[] = []
  const inbound = judgeInbound(evidence, examples)
  const outbound = judgeOutbound(evidence, examples)
  return {
    lost: inbound.lost + outbound.lost,
    doubled: inbound.doubled + inbound.miscounted,
    misordered: inbound.misordered + outbound.misordered,
    secondCopies: outbound.secondCopies,
    unexpected: inbound.unexpected + outbound.unexpected,
    unconfirmed: outbound.unconfirmed,
    inbound,
    outbound,
    examples: examples.slice(0, EXAMPLES_MAX),
  }
}

function judgeInbound({ written, effects, miscounted }: Evidence, examples: string[]): Verdict['inbound'] {
  const counts = countsOf(effects)
  const known = new Map(written.map((message, index) => [message.wamid, { ...message, index }]))
  const lost = written.filter(({ wamid, isAcknowledged }) => isAcknowledged && !counts.has(wamid))
  const recovered = written.filter(({ wamid, isAcknowledged }) => !isAcknowledged && counts.has(wamid))
  const unexpected = [...counts.keys()].filter((wamid) => !known.has(wamid))
  const order = effects.flatMap((wamid) => known.get(wamid) ?? [])
  for (const { wamid, thread } of lost) examples.push(`lost: ${wamid} of thread ${thread} has no effect`)
  for (const wamid of unexpected) examples.push(`unexpected: nobody wrote ${wamid}`)
  return {
    attempted: written.length,
    acknowledged: written.filter(({ isAcknowledged }) => isAcknowledged).length,
    effects: counts.size,
    lost: lost.length,
    unexpected: unexpected.length,
    doubled: [...counts.values()].filter((count) => count > 1).length,
    recovered: recovered.length,
    misordered: countMisordered(order, (index, thread) =>
      examples.push(`misordered: question ${index} of thread ${thread} comes after a later one`),
    ),
    miscounted,
  }
}

function judgeOutbound(evidence: Evidence, examples: string[]): Verdict['outbound'] {
  const { answered, sends, copies, greeting, threads } = evidence
  const rows = new Map(sends.map((send) => [send.id, send]))
  const copiesOf = countsOf(copies.map(({ send }) => send ?? ''))
  let lost = 0
  for (const { send, thread, body } of answered) {
    if (rows.has(send)) continue
    lost += 1
    examples.push(`lost: "${body}" of thread ${thread} was accepted as ${send}, which is not there`)
  }
  const counts = { unconfirmed: 0, failed: 0, ticksMissing: 0 }
  for (const row of sends) {
    const fate = fateOf(row, copiesOf.has(row.id))
    if (fate === 'lost') {
      lost += 1
      const where = copiesOf.has(row.id) ? 'on the phone' : 'not on the phone'
      examples.push(`lost: send ${row.id} is ${row.state}, and it is ${where}`)
    } else if (fate !== 'well') counts[fate] += 1
  }
  const greeted = copies.filter(({ body }) => body === greeting)
  if (greeting !== null) lost += missingGreetings(evidence, examples)
  const nthOf = new Map(answered.map(({ send }, index) => [send, index]))
  const order = copies.flatMap(({ send, thread }) => {
    const index = nthOf.get(send ?? '')
    return index === undefined ? [] : [{ index, thread }]
  })
  return {
    accepted: answered.length,
    greetings: greeted.length,
    copies: copies.length,
    lost,
    unexpected: copies.filter(({ send }) => !rows.has(send ?? '')).length,
    secondCopies: secondCopies(copies, greeting, threads, examples),
    misordered: countMisordered(order, (index, thread) =>
      examples.push(
        `misordered: ${answered[index]?.body ?? ''} of thread ${thread} reached the phone after a later one`,
      ),
    ),
    ...counts,
  }
}

type Fate = 'well' | 'lost' | 'unconfirmed' | 'failed' | 'ticksMissing'

/** `unknown`, queued or failed beside a copy on the phone means that a status was lost: the agent would say it again. */
function fateOf({ state, isDelivered }: SendRow, hasCopy: boolean): Fate {
  if (state === 'accepted' || state === 'held')
    return !hasCopy ? 'lost' : isDelivered ? 'well' : 'ticksMissing'
  if (hasCopy) return 'lost'
  if (state === 'unknown') return 'unconfirmed'
  return state === 'failed' ? 'failed' : 'lost'
}

/** A window opens once, so each thread is greeted once; a greeting that is unconfirmed is one of `sends`. */
function missingGreetings({ sends, answered, threads }: Evidence, examples: string[]): number {
  const said = new Set(answered.map(({ send }) => send))
  const greetings = sends.filter(({ id }) => !said.has(id)).length
  if (greetings < threads) examples.push(`lost: ${threads - greetings} greetings were never accepted`)
  return Math.max(0, threads - greetings)
}

/** What a customer would see twice: by our id, and by the words, which are different for every text of a thread. */
function secondCopies(
  copies: readonly Copy[],
  greeting: string | null,
  threads: number,
  examples: string[],
): number {
  let second = 0
  const seenSends = new Set<string>()
  const seenWords = new Set<string>()
  for (const { send, thread, body } of copies) {
    const words = `${thread} ${body ?? ''}`
    if (seenSends.has(send ?? '') || seenWords.has(words)) {
      second += 1
      examples.push(
        `second copy: "${body === greeting ? 'greeting' : body}" of thread ${thread} (of ${threads}), ${send}`,
      )
    }
    if (send !== null) seenSends.add(send)
    seenWords.add(words)
  }
  return second
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Those that come after a later one of their thread. A repetition is doubled, not misordered: only the first counts. */
function countMisordered(
  order: readonly { readonly index: number; readonly thread: number }[],
  found: (index: number, thread: number) => void,
): number {
  const newest = new Map<number, number>()
  const seen = new Set<number>()
  let misordered = 0
  for (const { index, thread } of order) {
    if (seen.has(index)) continue
    seen.add(index)
    const before = newest.get(thread) ?? -1
    if (index < before) {
      misordered += 1
      found(index, thread)
    } else newest.set(thread, index)
  }
  return misordered
}
