/** Campaigns as they are written: made, changed and thrown away while they are drafts, and read. */
import { recordAudit } from '#audit/record-audit.ts'
import { findStanding } from '#channels/find-standing.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { storedFiles } from '#outbound/stored-files.ts'
import { isId, newId } from '#platform/ids.ts'
import { instant, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { changePaused, type FixedRefusal } from './alter-paused.ts'
import type { GuardMemory } from './ask-guard.ts'
import {
  insertCampaign,
  removeCampaign,
  selectCampaign,
  selectCampaigns,
  setAlarm,
  updateCampaign,
  type CampaignRow,
} from './internal/campaigns-sql.ts'
import { countListed } from './internal/state-sql.ts'
import { findSegment } from '#segments/manage-segments.ts'
import { retryFrom } from './retry-failed.ts'
import type {
  Campaign,
  CampaignPage,
  CampaignPatch,
  CampaignState,
  Definition,
  NewCampaign,
} from './shapes.ts'

export type CampaignRefusal =
  | { readonly ok: false; readonly because: 'not_found' | 'channel_not_found' }
  /** It names a segment, an earlier campaign or a file that is not there. */
  | { readonly ok: false; readonly because: 'not_there'; readonly path: string }
  | { readonly ok: false; readonly because: 'not_draft'; readonly state: CampaignState }
  | FixedRefusal
  | { readonly ok: false; readonly because: 'no_retry' }
  | { readonly ok: false; readonly because: 'too_early'; readonly until: number }
export type CampaignResult = { readonly ok: true; readonly campaign: Campaign } | CampaignRefusal

const PAGE = 30
const NAME_MAX = 120

export async function listCampaigns(
  client: Client,
  tenant: TenantId,
  { state, before }: { readonly state: string | null; readonly before: string | null },
): Promise<CampaignPage> {
  const rows = await selectCampaigns(client, tenant, { state, before, limit: PAGE + 1 })
  const page = rows.slice(0, PAGE)
  const listed = await listedOf(client, tenant, page)
  const items = page.map((row) => {
    const { definition: _, guard: __, ...rest } = shown(row, listed)
    return rest
  })
  return { items, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}

/** null: there is none. */
export async function findCampaign(client: Client, tenant: TenantId, id: string): Promise<Campaign | null> {
  const row = await selectCampaign(client, tenant, id)
  return row === null ? null : showCampaign(client, tenant, row)
}

/** As the API shows it. */
export const showCampaign = async (client: Client, tenant: TenantId, row: CampaignRow): Promise<Campaign> =>
  shown(row, await listedOf(client, tenant, [row]))

export async function addCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { name, channelId, definition }: NewCampaign,
  now: Instant,
): Promise<CampaignResult> {
  if ((await findStanding(client, tenant, channelId)) === null)
    return { ok: false, because: 'channel_not_found' }
  const path = await whatIsNotThere(client, tenant, channelId, definition)
  if (path !== null) return { ok: false, because: 'not_there', path }
  const id = newId()
  await insertCampaign(client, tenant, { id, channelId, name, definition, createdBy: actor.name }, now)
  return told(client, tenant, actor, { id, action: 'campaign.created', name })
}

/** A scheduled one is a draft again: whoever changes it says anew when it starts. Of a paused one the rules may be changed. */
export async function changeCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, patch }: { readonly id: string; readonly patch: CampaignPatch },
  now: Instant,
): Promise<CampaignResult> {
  const row = await selectCampaign(client, tenant, id, 'update')
  if (row === null) return { ok: false, because: 'not_found' }
  if (row.state === 'paused') {
    const path =
      patch.definition === undefined
        ? null
        : await whatIsNotThere(client, tenant, row.channelId, {
            ...patch.definition,
            ...{ audience: null, exceptSegmentId: null },
          })
    if (path !== null) return { ok: false, because: 'not_there', path }
    const done = await changePaused(client, tenant, actor, { row, patch }, now)
    return done.ok ? found(client, tenant, id) : done
  }
  if (row.state !== 'draft' && row.state !== 'scheduled')
    return { ok: false, because: 'not_draft', state: row.state }
  if (patch.channelId !== undefined && (await findStanding(client, tenant, patch.channelId)) === null)
    return { ok: false, because: 'channel_not_found' }
  const { name, channelId, definition } = patch
  const path =
    definition === undefined
      ? null
      : await whatIsNotThere(client, tenant, channelId ?? row.channelId, definition)
  if (path !== null) return { ok: false, because: 'not_there', path }
  await updateCampaign(client, tenant, id, {
    ...(name !== undefined && { name }),
    ...(channelId !== undefined && { channelId }),
    ...(definition !== undefined && { definition }),
    ...{ state: 'draft', startsAt: null, changedAt: now },
  })
  if (row.state === 'scheduled') await setAlarm(client, tenant, id, null)
  await appendEvents(client, tenant, [['campaigns.changed']])
  return found(client, tenant, id)
}

export async function deleteCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<{ readonly ok: true } | CampaignRefusal> {
  const row = await selectCampaign(client, tenant, id, 'update')
  if (row === null) return { ok: false, because: 'not_found' }
  if (row.state !== 'draft') return { ok: false, because: 'not_draft', state: row.state }
  await removeCampaign(client, tenant, id)
  await told(client, tenant, actor, { id, action: 'campaign.deleted', name: row.name })
  return { ok: true }
}

/** A new draft of the same. People who were put in one by one are not copied. */
export async function copyCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<CampaignResult> {
  const row = await selectCampaign(client, tenant, id)
  if (row === null) return { ok: false, because: 'not_found' }
  return addCampaign(client, tenant, actor, { ...row, name: copyName(row.name) }, now)
}

/** A new draft for those who failed for one reason, if trying again is lawful and of use. */
export async function retryCampaign(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, code }: { readonly id: string; readonly code: string },
  now: Instant,
): Promise<CampaignResult> {
  const row = await selectCampaign(client, tenant, id)
  if (row === null) return { ok: false, because: 'not_found' }
  const failure = row.progress?.failures.find((one) => one.code === code)
  if (
    failure === undefined ||
    retryFrom(code, instant(0)) === null ||
    (await triesOf(client, tenant, row)) >= TRIES_MAX
  )
    return { ok: false, because: 'no_retry' }
  if (failure.retryFrom !== null && failure.retryFrom > now)
    return { ok: false, because: 'too_early', until: failure.retryFrom }
  const definition: Definition = {
    ...row.definition,
    audience: { from: 'campaign', campaignId: id, who: 'failed', code },
    ...{ holdOutPercent: 0, test: null, messages: [messageOf(row)].flatMap((one) => one ?? []) },
  }
  return addCampaign(client, tenant, actor, { ...row, name: copyName(row.name), definition }, now)
}

/** After so many times Meta’s answer is the answer: whoever asks again and again harms the number. */
const TRIES_MAX = 2

/** How often a campaign is already somebody’s second try. */
async function triesOf(client: Client, tenant: TenantId, row: CampaignRow): Promise<number> {
  let [tries, at]: [number, CampaignRow | null] = [0, row]
  while (at !== null && tries < TRIES_MAX) {
    const { audience }: Definition = at.definition
    if (audience?.from !== 'campaign' || audience.who !== 'failed') break
    tries += 1
    at = await selectCampaign(client, tenant, audience.campaignId)
  }
  return tries
}

const messageOf = ({ definition, winner }: CampaignRow): Definition['messages'][number] | undefined =>
  definition.messages[winner ?? 0]

const copyName = (name: string): string => {
  const [, words = name, number] = /^(.*?)(?: \((\d{1,3})\))?$/su.exec(name) ?? []
  const end = ` (${Number(number ?? 1) + 1})`
  return `${words.slice(0, NAME_MAX - end.length)}${end}`
}

async function told(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, action, name }: { readonly id: string; readonly action: string; readonly name: string },
): Promise<CampaignResult> {
  await appendEvents(client, tenant, [['campaigns.changed']])
  const result = await found(client, tenant, id)
  await recordAudit(client, tenant, actor, { action, subject: { kind: 'campaign', id }, details: { name } })
  return result
}

async function found(client: Client, tenant: TenantId, id: string): Promise<CampaignResult> {
  const campaign = await findCampaign(client, tenant, id)
  return campaign === null ? { ok: false, because: 'not_found' } : { ok: true, campaign }
}

/** Of drafts whose people were put in one by one. */
async function listedOf(
  client: Client,
  tenant: TenantId,
  rows: readonly CampaignRow[],
): Promise<ReadonlyMap<string, number>> {
  const lists = rows.filter(
    ({ state, definition }) =>
      definition.audience?.from === 'list' && (state === 'draft' || state === 'scheduled'),
  )
  return lists.length === 0
    ? new Map()
    : countListed(
        client,
        tenant,
        lists.map(({ id }) => id),
      )
}

function shown(row: CampaignRow, listed: ReadonlyMap<string, number>): Campaign {
  const { decision } = (row.guard as unknown as GuardMemory | null) ?? { decision: null }
  return {
    id: row.id,
    name: row.name,
    channelId: row.channelId,
    state: row.state,
    definition: row.definition,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    changedAt: row.changedAt,
    startsAt: row.startsAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    pausedBecause: row.state === 'paused' ? row.pausedBecause : null,
    listed: listed.get(row.id) ?? 0,
    isLookingAgain: row.state === 'paused' && !row.isAudienceWhole && row.audienceFrom !== null,
    winner: row.winner,
    progress: row.progress,
    plan: row.plan,
    guard: decision === null ? null : guardShown(decision),
  }
}

function guardShown({
  verdict,
  allowed,
  opensAt,
  because,
}: NonNullable<GuardMemory['decision']>): Campaign['guard'] {
  const nothing = { count: null, of: null, observed: null, usual: null, before: null, now: null }
  return { verdict, allowed, opensAt, because: because === null ? null : { ...nothing, ...because } }
}

/** The first place that names something which this business does not have; null: there is none. */
async function whatIsNotThere(
  client: Client,
  tenant: TenantId,
  channel: string,
  { audience, exceptSegmentId, messages }: Definition,
): Promise<string | null> {
  const segments = [
    ...(audience?.from === 'segment' ? [['definition.audience.segmentId', audience.segmentId] as const] : []),
    ...(exceptSegmentId === null ? [] : [['definition.exceptSegmentId', exceptSegmentId] as const]),
  ]
  for (const [path, id] of segments)
    if (!isId(id) || (await findSegment(client, tenant, id)) === null) return path
  if (audience?.from === 'campaign' && (await selectCampaign(client, tenant, audience.campaignId)) === null)
    return 'definition.audience.campaignId'
  const files = messages.flatMap(({ header, cards = [] }) =>
    [header, ...cards.map((card) => card.header)].flatMap((one) => one?.mediaId ?? []),
  )
  const known = await storedFiles(client, tenant, channel, files)
  return files.some((file) => !known.has(file)) ? 'definition.messages' : null
}
