/** Starting, pausing, resuming and cancelling. Each is one short transaction that holds the campaign's row, as whoever feeds from it does. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { beginGuard, type GuardMemory } from './ask-guard.ts'
import { findProblems } from './check-campaign.ts'
import {
  selectCampaign,
  setAlarm,
  updateCampaign,
  type CampaignChange,
  type CampaignRow,
} from './internal/campaigns-sql.ts'
import type { CampaignState, Problem } from './shapes.ts'

export type StateRefusal =
  | { readonly ok: false; readonly because: 'not_found' }
  /** It is in a state from which this does not lead anywhere. */
  | { readonly ok: false; readonly because: 'wrong_state'; readonly state: CampaignState }
  | { readonly ok: false; readonly because: 'has_problems'; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly because: 'starts_in_past' }
export type StateResult = { readonly ok: true } | StateRefusal

/** A click may be a moment late. */
const LATE_MS = 60_000

/** `ours`: where people open us, with what short links begin. */
export async function startCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, startsAt, ours }: { readonly id: string; readonly startsAt: number | null; readonly ours: string },
  now: Instant,
): Promise<StateResult> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  if (campaign.state !== 'draft' && campaign.state !== 'scheduled')
    return { ok: false, because: 'wrong_state', state: campaign.state }
  if (startsAt !== null && startsAt < now - LATE_MS) return { ok: false, because: 'starts_in_past' }
  const { problems, category } = await findProblems(client, tenant, { ...campaign, startsAt }, ours, now)
  if (problems.length > 0) return { ok: false, because: 'has_problems', problems }
  const isLater = startsAt !== null && startsAt > now
  const state = isLater ? 'scheduled' : 'preparing'
  await change(client, tenant, campaign, { state, startsAt: startsAt ?? now, category }, now)
  await setAlarm(client, tenant, id, isLater ? (startsAt as Instant) : now)
  await recordAudit(client, tenant, actor, {
    action: isLater ? 'campaign.scheduled' : 'campaign.started',
    subject: { kind: 'campaign', id },
    details: { name: campaign.name, ...(isLater && { startsAt }) },
  })
  return { ok: true }
}

export async function pauseCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<StateResult> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  if (campaign.state === 'paused') return { ok: true }
  if (campaign.state !== 'running' && campaign.state !== 'preparing')
    return { ok: false, because: 'wrong_state', state: campaign.state }
  await change(
    client,
    tenant,
    campaign,
    { state: 'paused', pausedBecause: { by: 'person', name: actor.name, at: now } },
    now,
  )
  await setAlarm(client, tenant, id, now)
  await recordAudit(client, tenant, actor, {
    action: 'campaign.paused',
    subject: { kind: 'campaign', id },
    details: { name: campaign.name, taken: campaign.taken },
  })
  return { ok: true }
}

/** What a guard, a template or a budget had stopped goes on if a person says so; the guard counts anew from here. */
export async function resumeCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, ours }: { readonly id: string; readonly ours: string },
  now: Instant,
): Promise<StateResult> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  if (campaign.state === 'running' || campaign.state === 'preparing') return { ok: true }
  if (campaign.state !== 'paused') return { ok: false, because: 'wrong_state', state: campaign.state }
  const { problems } = await findProblems(client, tenant, { ...campaign, startsAt: null }, ours, now)
  if (problems.length > 0) return { ok: false, because: 'has_problems', problems }
  const isWhole = campaign.isAudienceWhole
  await change(
    client,
    tenant,
    campaign,
    {
      state: isWhole ? 'running' : 'preparing',
      pausedBecause: null,
      // What it goes on with in spite of the guard is counted from when its audience is written down.
      ...(isWhole
        ? await guardOf(client, tenant, campaign, now)
        : campaign.pausedBecause?.['by'] === 'guard' && { guard: null }),
    },
    now,
  )
  await setAlarm(client, tenant, id, now)
  await recordAudit(client, tenant, actor, {
    action: 'campaign.resumed',
    subject: { kind: 'campaign', id },
    details: {
      name: campaign.name,
      ...(campaign.pausedBecause !== null && { after: campaign.pausedBecause['by'] }),
    },
  })
  return { ok: true }
}

/** What the guard begins with. After a person's own pause it remembers what it counted; after its own it begins anew. */
export async function guardOf(
  client: Client,
  tenant: TenantId,
  campaign: CampaignRow,
  now: Instant,
): Promise<Pick<CampaignChange, 'guard' | 'allowed'>> {
  if (!campaign.definition.isGuarded) return { guard: null, allowed: null }
  const known = campaign.guard as GuardMemory | null
  const isOwnPause = campaign.pausedBecause?.['by'] !== 'guard' && known !== null
  const memory = isOwnPause ? known : await beginGuard(client, tenant, campaign, now)
  // Nobody more is taken until the guard has been asked, which is at once.
  return { guard: JSON.parse(JSON.stringify(memory)), allowed: campaign.taken }
}

/** Nobody who waits gets it any more. What is taken already still goes: it has been said to be on its way. */
export async function cancelCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<StateResult> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  if (campaign.state === 'cancelled') return { ok: true }
  if (campaign.state === 'draft' || campaign.state === 'completed')
    return { ok: false, because: 'wrong_state', state: campaign.state }
  await change(client, tenant, campaign, { state: 'cancelled', endedAt: now, plan: null }, now)
  await setAlarm(client, tenant, id, now)
  await recordAudit(client, tenant, actor, {
    action: 'campaign.cancelled',
    subject: { kind: 'campaign', id },
    details: { name: campaign.name, taken: campaign.taken },
  })
  return { ok: true }
}

async function change(
  client: Client,
  tenant: TenantId,
  { id }: CampaignRow,
  to: CampaignChange,
  now: Instant,
): Promise<void> {
  await updateCampaign(client, tenant, id, { ...to, changedAt: now })
  await appendEvents(client, tenant, [['campaigns.changed']])
}
