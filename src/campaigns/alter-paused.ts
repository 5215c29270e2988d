/** What may still be changed of a campaign that has begun: its rules while it is paused, and who of those that wait is in it. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { selectCampaign, setAlarm, updateCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { restoreRecipient, removeRecipient, selectRecipientState } from './internal/recipients-sql.ts'
import type { CampaignPatch, CampaignState, Definition } from './shapes.ts'

/** Everything else stays as those who have it already got it. */
const RULES = [
  ...(['quietHours', 'frequencyCap', 'festivalCap', 'budget', 'expiresAt', 'isGuarded'] as const),
] as const satisfies readonly (keyof Definition)[]

export type FixedRefusal = { readonly ok: false; readonly because: 'fixed'; readonly path: string }

/** The first place of a change that is not open any more; null: there is none. */
export function whatIsFixed(
  { channelId, definition }: Pick<CampaignRow, 'channelId' | 'definition'>,
  patch: CampaignPatch,
): string | null {
  if (patch.channelId !== undefined && patch.channelId !== channelId) return 'channelId'
  if (patch.definition === undefined) return null
  for (const [nth, message] of patch.definition.messages.entries()) {
    const before = definition.messages[nth]
    if (before?.name !== message.name || before.language !== message.language)
      return `definition.messages.${nth}`
  }
  if (patch.definition.messages.length < definition.messages.length) return 'definition.messages'
  const [before, wanted] = [withoutRules(definition), withoutRules(patch.definition)]
  const name = Object.keys({ ...before, ...wanted }).find(
    (key) => JSON.stringify(sorted(before[key] ?? null)) !== JSON.stringify(sorted(wanted[key] ?? null)),
  )
  return name === undefined ? null : `definition.${name}`
}

const EMPTY = Object.fromEntries(RULES.map((rule) => [rule, null]))
const withoutRules = (one: Definition): Record<string, unknown> => ({ ...one, messages: null, ...EMPTY })

/** PostgreSQL keeps an object's keys in an order of its own. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value

/** @param row paused, and locked by the caller */
export async function changePaused(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { row, patch }: { readonly row: CampaignRow; readonly patch: CampaignPatch },
  now: Instant,
): Promise<{ readonly ok: true } | FixedRefusal> {
  const path = whatIsFixed(row, patch)
  if (path !== null) return { ok: false, because: 'fixed', path }
  const { name, definition } = patch
  await updateCampaign(client, tenant, row.id, {
    ...(name !== undefined && { name }),
    ...(definition !== undefined && { definition }),
    ...{ plan: null, changedAt: now },
  })
  await appendEvents(client, tenant, [['campaigns.changed']])
  const changed = [
    ...(name !== undefined && name !== row.name ? ['name'] : []),
    ...(definition === undefined
      ? []
      : ([...RULES, 'messages'] as const).filter(
          (key) => JSON.stringify(definition[key] ?? null) !== JSON.stringify(row.definition[key] ?? null),
        )),
  ]
  await recordAudit(client, tenant, actor, {
    action: 'campaign.changed',
    subject: { kind: 'campaign', id: row.id },
    details: { name: name ?? row.name, changed: changed.join(', ') },
  })
  return { ok: true }
}

export type AlterRefusal =
  | { readonly ok: false; readonly because: 'not_found' | 'recipient_not_found' }
  /** It is in a state in which nobody is put in or taken out so. */
  | { readonly ok: false; readonly because: 'not_open'; readonly state: CampaignState }
  /** Their message is made already, or they were left out for another reason. */
  | { readonly ok: false; readonly because: 'not_waiting'; readonly state: string }
export type AlterResult = { readonly ok: true } | AlterRefusal

type One = { readonly id: string; readonly contact: string }

/** Somebody who waits gets nothing of it. Of a draft’s list they are gone, else they are counted as taken out. */
export async function takeOut(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: One,
  now: Instant,
): Promise<AlterResult> {
  return alter(client, tenant, actor, wish, async (campaign) => {
    const isDraft = campaign.state === 'draft' || campaign.state === 'scheduled'
    const done = await removeRecipient(client, tenant, { ...wish, isDraft }, now)
    if (done) await noteChange(client, tenant, campaign, now)
    return done ? 'campaign.recipient-removed' : null
  })
}

/** Who was taken out by hand waits again. */
export async function takeBack(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  wish: One,
  now: Instant,
): Promise<AlterResult> {
  return alter(client, tenant, actor, wish, async (campaign) => {
    if (campaign.state !== 'running' && campaign.state !== 'paused') return null
    const done = await restoreRecipient(client, tenant, wish)
    if (done) await noteChange(client, tenant, campaign, now)
    return done ? 'campaign.recipient-restored' : null
  })
}

async function alter(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, contact }: One,
  change: (campaign: CampaignRow) => Promise<string | null>,
): Promise<AlterResult> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  const { state } = campaign
  if (state === 'preparing' || state === 'completed' || state === 'cancelled')
    return { ok: false, because: 'not_open', state }
  const before = isId(contact) ? await selectRecipientState(client, tenant, { id, contact }) : null
  if (before === null) return { ok: false, because: 'recipient_not_found' }
  const action = await change(campaign)
  if (action === null) return { ok: false, because: 'not_waiting', state: before }
  await recordAudit(client, tenant, actor, {
    action,
    subject: { kind: 'campaign', id },
    details: { name: campaign.name, contact },
  })
  return { ok: true }
}

/** It is counted at once. */
async function noteChange(
  client: Client,
  tenant: TenantId,
  { id, state }: CampaignRow,
  now: Instant,
): Promise<void> {
  if (state === 'running' || state === 'paused') await setAlarm(client, tenant, id, now)
  await appendEvents(client, tenant, [['campaigns.changed']])
}

/** Whoever joined the audience of a paused campaign since is put in, by the conditions as they are now. */
export async function lookForNew(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<AlterResult | { readonly ok: false; readonly because: 'is_a_list' }> {
  const campaign = await selectCampaign(client, tenant, id, 'update')
  if (campaign === null) return { ok: false, because: 'not_found' }
  const { state, definition } = campaign
  if (state !== 'paused') return { ok: false, because: 'not_open', state }
  if (definition.audience?.from === 'list') return { ok: false, because: 'is_a_list' }
  await updateCampaign(client, tenant, id, {
    ...{ audienceFrom: now, audienceAfter: null, isAudienceWhole: false, changedAt: now },
  })
  await setAlarm(client, tenant, id, now)
  await appendEvents(client, tenant, [['campaigns.changed']])
  await recordAudit(client, tenant, actor, {
    action: 'campaign.looked-again',
    subject: { kind: 'campaign', id },
    details: { name: campaign.name },
  })
  return { ok: true }
}
