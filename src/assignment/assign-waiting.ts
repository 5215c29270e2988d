/**
 * Conversations find somebody by themselves. This follows the events, so it is never in the transaction that stores what a
 * customer writes; first who needs somebody is written down, then they are given out, each in short transactions under the one
 * lock of the tenant's automatic assignment. So a conversation gets one owner, with as many workers as there may be.
 */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Clock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import { endOfEvents, isRemembered, readEvents } from '#realtime/read-events.ts'
import { permissionsOf, ROLES } from '#tenants/permissions.ts'
import { chooseAssignee } from './choose-assignee.ts'
import {
  give,
  holdAvailable,
  leaveQueue,
  lockRelay,
  lockWaiting,
  lookAtRelay,
  moveCursor,
  queueOpen,
  queueWriters,
  rememberTurn,
  selectRule,
} from './internal/rule-sql.ts'

export type AssignerOptions = { readonly database: Database; readonly clock: Clock }

/** Transactions are short. */
const EVENTS_AT_ONCE = 200
const GIVEN_AT_ONCE = 50
/** After a gap nobody knows who wrote; these many are looked at. */
const FOUND_MAX = 500
const FORGOTTEN_AT_ONCE = 200

/** Who may be given a conversation: whoever may answer in it. */
export const ANSWERING_ROLES = ROLES.filter((role) => permissionsOf(role).has('conversations:write'))

/** Gives out what waits, and says how many found somebody; the caller tells listeners. */
export async function assignWaiting(options: AssignerOptions, tenant: TenantId): Promise<number> {
  const { database } = options
  const seen = await database.inTenant(tenant, async (client) => lookAtRelay(client, tenant))
  let hasMore = seen.hasEvents
  while (hasMore) hasMore = await database.inTenant(tenant, async (client) => follow(client, tenant, options))
  if (!seen.hasEvents && !seen.hasQueue) return 0
  let count = 0
  for (;;) {
    const given = await database.inTenant(tenant, async (client) => giveOut(client, tenant))
    count += given
    if (given < GIVEN_AT_ONCE) return count
  }
}

/** Has those wait who wrote and need somebody. Says whether there is more to read. */
async function follow(client: Client, tenant: TenantId, { clock }: AssignerOptions): Promise<boolean> {
  const relay = await lockRelay(client, tenant)
  if (relay === null) return false
  const now = clock()
  if (!(await isRemembered(client, tenant, relay.cursor))) {
    await queueOpen(client, tenant, now, FOUND_MAX)
    await moveCursor(client, tenant, await endOfEvents(client))
    return false
  }
  const { rows, next, isCut } = await readEvents(client, tenant, relay.cursor, EVENTS_AT_ONCE)
  if (rows.length === 0) return false
  const messages = rows
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => (entry[0] === 'message.created' ? [entry[1]] : []))
  if (messages.length > 0) await queueWriters(client, tenant, messages, now)
  await moveCursor(client, tenant, next)
  return isCut
}

async function giveOut(client: Client, tenant: TenantId): Promise<number> {
  const relay = await lockRelay(client, tenant)
  const rule = relay === null ? null : await selectRule(client, tenant)
  if (relay === null || rule === null || rule.mode === 'off') return 0
  await leaveQueue(client, tenant, FORGOTTEN_AT_ONCE)
  const isCounted = rule.mode === 'least_busy'
  const candidates = await holdAvailable(client, tenant, { roles: ANSWERING_ROLES, isCounted })
  const teams = [...new Set(candidates.flatMap((candidate) => candidate.teams))]
  const hasPool = rule.teamId === null ? candidates.length > 0 : teams.includes(rule.teamId)
  if (!hasPool && teams.length === 0) return 0
  const waiting = await lockWaiting(client, tenant, { hasPool, teams, limit: GIVEN_AT_ONCE })
  let lastTurn = relay.lastUser
  const pairs = waiting.flatMap((conversation) => {
    const chosen = chooseAssignee(rule, candidates, conversation, lastTurn)
    if (chosen === null) return []
    chosen.load += 1
    if (!rule.isSticky || chosen.id !== conversation.last) lastTurn = chosen.id
    return [{ conversation: conversation.id, user: chosen.id }]
  })
  if (pairs.length === 0) return 0
  await give(client, tenant, pairs)
  if (lastTurn !== null && lastTurn !== relay.lastUser) await rememberTurn(client, tenant, lastTurn)
  await appendEvents(
    client,
    tenant,
    pairs.map(({ conversation }) => ['conversation.updated', conversation] as const),
  )
  return pairs.length
}
