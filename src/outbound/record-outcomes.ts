/**
 * What Meta answered, written down. Whoever writes Meta's message id holds the lock of the number's lane, as the worker does
 * that writes statuses: so a status never slips between our looking for it and its being stored.
 */
import { applyStatuses } from '#conversations/apply-statuses.ts'
import { setTenant, type Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { returnPlaces } from './portfolio-places.ts'
import {
  reactedMessages,
  recordOwnReactions,
  settleAccepted,
  settleOtherwise,
  type Unsettled,
} from './internal/sql.ts'

export type Outcome =
  | { readonly send: string; readonly took: 'accepted'; readonly wamid: string; readonly isHeld: boolean }
  | ({ readonly send: string; readonly took: 'otherwise' } & Omit<Unsettled, 'id'>)

type Touched = { readonly id: string; readonly conversation: string }

/** Records the outcomes of one number's sends in the caller's transaction, which need not have a tenant set yet. */
export async function recordOutcomes(
  client: Client,
  tenant: TenantId,
  channel: string,
  lane: number,
  outcomes: readonly Outcome[],
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'share_lane',
    text: 'select 1 from lanes where lane = $1 for share',
    values: [lane],
  })
  await setTenant(client, tenant)
  await returnPlaces(
    client,
    tenant,
    outcomes.flatMap((outcome) => (isTakenBack(outcome) ? [outcome.send] : [])),
  )
  const accepted = outcomes.flatMap((outcome) =>
    outcome.took === 'accepted' ? [{ id: outcome.send, wamid: outcome.wamid, isHeld: outcome.isHeld }] : [],
  )
  const settled = await settleAccepted(client, tenant, accepted, now)
  const applied = await applyStatuses(
    client,
    tenant,
    accepted.map(({ wamid }) => ({ channel, wamid })),
  )
  const reactions = settled.filter(({ kind }) => kind === 'reaction').map(({ id }) => id)
  const reacted = reactions.length === 0 ? [] : await recordReactions(client, tenant, accepted, reactions)
  const others = await settleOtherwise(
    client,
    tenant,
    outcomes.flatMap((outcome) => (outcome.took === 'otherwise' ? [{ ...outcome, id: outcome.send }] : [])),
    now,
  )
  const messages = settled.filter(({ kind }) => kind === 'message')
  await appendEvents(client, tenant, updatesOf([...messages, ...applied, ...reacted, ...others]))
}

/** Meta surely does not have it. */
const isTakenBack = (outcome: Outcome): boolean =>
  outcome.took === 'otherwise' && outcome.state !== 'unknown' && outcome.mayHaveGone !== true

/** The same for sends that a status named, inside the worker's transaction, which holds the lane's lock already. */
export async function recordNamed(
  client: Client,
  tenant: TenantId,
  named: readonly { readonly id: string; readonly wamid: string; readonly at: Instant }[],
): Promise<readonly Touched[]> {
  const now = instant(Math.max(...named.map(({ at }) => at)))
  const accepted = named.map(({ id, wamid }) => ({ id, wamid, isHeld: false }))
  const settled = await settleAccepted(client, tenant, accepted, now)
  const reactions = settled.filter(({ kind }) => kind === 'reaction').map(({ id }) => id)
  const reacted = reactions.length === 0 ? [] : await recordReactions(client, tenant, accepted, reactions)
  return [...settled.filter(({ kind }) => kind === 'message'), ...reacted]
}

async function recordReactions(
  client: Client,
  tenant: TenantId,
  accepted: readonly { readonly id: string; readonly wamid: string }[],
  reactions: readonly string[],
): Promise<readonly Touched[]> {
  await recordOwnReactions(
    client,
    tenant,
    accepted.filter(({ id }) => reactions.includes(id)),
  )
  return reactedMessages(client, tenant, reactions)
}

/** Events for messages that changed, and for the conversations that show them. */
export function updatesOf(touched: readonly Touched[]): EventEntry[] {
  return [
    ...[...new Set(touched.map(({ id }) => id))].map((id) => ['message.updated', id] as const),
    ...[...new Set(touched.map(({ conversation }) => conversation))].map(
      (id) => ['conversation.updated', id] as const,
    ),
  ]
}
