/**
 * Asks Meta how its numbers fare: each once an hour, and soon after a webhook spoke of its health. Nothing of it holds a transaction
 * while Meta is asked; who takes a number up for asking moves its time, so two workers do not ask twice.
 */
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { Fault } from '#platform/errors.ts'
import type { Log } from '#platform/log.ts'
import type { Secret } from '#platform/secrets.ts'
import { after, HOUR_MS, MINUTE_MS, type Clock } from '#platform/time.ts'
import type { GraphAccounts } from '#whatsapp/graph-accounts.ts'
import { GraphFault } from '#whatsapp/graph-call.ts'
import type { GraphHealth } from '#whatsapp/graph-health.ts'
import type { Graph } from '#whatsapp/graph.ts'
import { postpone, takeDue, type DueNumber } from './internal/due-sql.ts'
import { putPollProblem } from './internal/words-sql.ts'
import { recordWords } from './record-words.ts'
import { wordsOfPoll } from './words-of-poll.ts'

export type PollParts = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  readonly graph: Pick<Graph, 'getPhoneNumber'> & Pick<GraphAccounts, 'numberHealth'> & GraphHealth
  /** Something changed for these tenants' browsers. */
  readonly tell: (tenants: readonly string[]) => void
}

const POLL_MS = HOUR_MS
/** Whoever took a number up and died is not waited for longer. */
const PATIENCE_MS = 2 * MINUTE_MS
/** Few, because each takes a connection that live traffic needs too. */
const AT_ONCE = 4

/** Asks about the numbers whose time has come. Returns how many. */
export async function pollDue(parts: PollParts): Promise<number> {
  const now = parts.clock()
  const due = await takeDue(parts.database.pool, now, after(now, PATIENCE_MS), AT_ONCE)
  await Promise.all(due.map(async (number) => pollOne(parts, number)))
  return due.length
}

async function pollOne(parts: PollParts, due: DueNumber): Promise<void> {
  const { database, clock, log, tell } = parts
  const tenant = tenantId(due.tenant)
  const askedAt = clock()
  // What webhooks told is written down first: it needs no answer of Meta's.
  let fresh = await database.inTenant(tenant, async (client) =>
    recordWords(client, tenant, due.channel, askedAt),
  )
  const token = await parts.tokenOf(tenant, due.channel)
  const answer = token === null ? 'no_token' : await ask(parts, token, due)
  if (typeof answer === 'string')
    await database.inTenant(tenant, async (client) =>
      putPollProblem(client, tenant, due.channel, askedAt, answer),
    )
  else
    fresh += await database.inTenant(tenant, async (client) =>
      recordWords(client, tenant, due.channel, clock(), { at: askedAt, words: wordsOfPoll(answer) }),
    )
  if (typeof answer === 'string' && answer !== 'no_token')
    log.warn({ evt: 'health.not-answered', tenant, channel: due.channel, code: answer })
  await postpone(database.pool, due, after(askedAt, POLL_MS))
  if (fresh > 0) tell([tenant])
}

/** The code of why there is no answer; of several, the first. */
async function ask({ graph }: PollParts, token: Secret, { phoneNumberId, wabaId }: DueNumber) {
  try {
    const [number, names, health, account, marketing] = await Promise.all([
      graph.getPhoneNumber(token, phoneNumberId),
      graph.numberNames(token, phoneNumberId),
      graph.numberHealth(token, phoneNumberId),
      graph.accountStanding(token, wabaId),
      graph.marketingMessages(token, wabaId),
    ])
    return { number, names, health, account, marketing }
  } catch (error) {
    if (error instanceof GraphFault) return error.code
    if (error instanceof Fault) return error.code
    throw error
  }
}
