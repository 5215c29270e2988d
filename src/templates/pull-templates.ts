/**
 * Fetches all templates of an account from Meta: whatever webhooks did before, after it the mirror equals Meta's list. What was told
 * by a webhook or submitted here since the pull began is newer than what it brings; that is left to the next pull, which whoever
 * told it has queued.
 */
import { z } from 'zod'
import type { Client, Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { job } from '#platform/jobs.ts'
import type { Secret } from '#platform/secrets.ts'
import type { Clock } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Graph } from '#whatsapp/graph.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { canonical, idOf, objectOf } from '#whatsapp/json.ts'
import { bringForward, markPulled } from './internal/due-sql.ts'
import {
  addHistory,
  deleteMirrored,
  lockAccount,
  putListed,
  selectLastVersions,
  selectMirror,
  selectToldSince,
  type HistoryWord,
  type LastVersion,
  type ListedRow,
  type MirrorRow,
} from './internal/mirror-sql.ts'
import { applyListing, keyOf, toldByListing, type Listed, type Standing } from './mirror.ts'
import { settleDrafts } from './settle-drafts.ts'
import { componentsIn, contentHash, isListedAs, sha256 } from './template-content.ts'

export const pullTemplatesJob = job({
  name: 'templates.pull',
  payload: z.object({ tenant: z.uuid(), channel: z.uuid() }),
  timeoutMs: 120_000,
  attemptsMax: 10,
  concurrency: 2,
  keyOf: ({ channel }) => channel,
})

export type PullParts = {
  readonly database: Database
  readonly graph: Pick<Graph, 'listTemplates'>
  readonly tokenOf: (tenant: TenantId, channel: string) => Promise<Secret | null>
  readonly clock: Clock
  readonly notifier: Notifier
}

export async function pullTemplates(
  parts: PullParts,
  payload: z.infer<typeof pullTemplatesJob.payload>,
): Promise<void> {
  const tenant = tenantId(payload.tenant)
  const token = await parts.tokenOf(tenant, payload.channel)
  if (token === null) return
  const account = await parts.database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ wabaId: string; began: string }>(
      `select waba_id as "wabaId", clock_timestamp()::text as began from channels where tenant_id = $1 and id = $2`,
      [tenant, payload.channel],
    )
    return rows[0]
  })
  if (account === undefined) return
  const began = parts.clock()
  const listed = new Map<string, Listed>()
  for await (const json of parts.graph.listTemplates(token, account.wabaId)) {
    const one = listedOf(json)
    // One that moved to a later page while we turned them comes twice.
    if (one !== null) listed.set(keyOf(one), one)
  }
  const pulled: Pulled = { ...account, listed, at: began, now: parts.clock() }
  const isChanged = await parts.database.inTenant(tenant, async (client) => storePull(client, tenant, pulled))
  if (isChanged) parts.notifier.notify('events', [tenant])
}

type Pulled = {
  readonly wabaId: string
  /** When it began by the database's clock, as it writes it: what was recorded since is newer. */
  readonly began: string
  readonly listed: ReadonlyMap<string, Listed>
  /** When it began, and now, by ours. */
  readonly at: number
  readonly now: number
}

async function storePull(client: Client, tenant: TenantId, pulled: Pulled): Promise<boolean> {
  const { wabaId, began, listed, at, now } = pulled
  await lockAccount(client, tenant, wabaId)
  if (!(await markPulled(client, tenant, wabaId, began))) return false
  const newer = new Set((await selectToldSince(client, tenant, wabaId, began)).map(keyOf))
  const { settled, nextAt } = await settleDrafts(client, tenant, wabaId, listed, at)
  if (nextAt !== null) await bringForward(client, tenant, wabaId, nextAt)
  const mirror = new Map((await selectMirror(client, tenant, wabaId)).map((row) => [keyOf(row), row]))
  const seen = [...listed.values()].flatMap((one) => {
    const hash = sha256(canonical(one))
    const row = mirror.get(keyOf(one)) ?? null
    return newer.has(keyOf(one)) || row?.listedHash === hash ? [] : [{ one, hash, row }]
  })
  const versions = await selectLastVersions(
    client,
    tenant,
    wabaId,
    seen.map(({ one }) => one),
  )
  const lastVersions = new Map(versions.map((version) => [keyOf(version), version]))
  const words: HistoryWord[] = []
  const rows: ListedRow[] = []
  for (const { one, hash, row } of seen) {
    const told = [...toldByListing(row, one, at), ...versionOf(one, row, lastVersions.get(keyOf(one)), at)]
    const { name, language } = one
    words.push(
      ...told.map((each) => ({ wabaId, name, language, told: each, source: 'pull', by: null }) as const),
    )
    const isChanged = told.length > 0 || row?.correctCategory !== one.correctCategory
    rows.push({
      ...applyListing(row ?? standingOf(one, at), one, at, now),
      ...one,
      id: row?.id ?? newId(),
      listedHash: hash,
      changedAt: isChanged || row === null ? now : row.changedAt,
    })
  }
  const gone = [...mirror].flatMap(([key, row]) => (listed.has(key) || newer.has(key) ? [] : [row]))
  words.push(...gone.flatMap((row) => removalOf(row, at)))
  await putListed(client, tenant, wabaId, rows, now)
  await deleteMirrored(
    client,
    tenant,
    gone.map(({ id }) => id),
  )
  await addHistory(client, tenant, words)
  const isChanged = words.length > 0 || settled > 0 || rows.some(({ changedAt }) => changedAt === now)
  if (isChanged) await appendEvents(client, tenant, [['templates.changed']])
  return isChanged
}

/** One that is new here. */
const standingOf = (listed: Listed, at: number): Standing => ({
  ...listed,
  ...{ rejection: null, haltedAt: null, haltedBecause: null, pausedUntil: null },
  ...{ statusAt: at, categoryAt: at, qualityAt: at },
})

/** What we wrote and Meta lists with fields of its own is no other version. */
function versionOf(
  listed: Listed,
  row: MirrorRow | null,
  last: LastVersion | undefined,
  at: number,
): Extract<HistoryWord['told'], { kind: 'version' }>[] {
  const to = contentHash(listed.components)
  if (last?.hash === to) return []
  const ours = last?.source === 'us' ? last.definition?.['components'] : undefined
  if (ours !== undefined && isListedAs(ours, listed.components)) return []
  const from = row?.status ?? null
  return [{ kind: 'version', at, from, to, reason: null, definition: definitionOf(listed) }]
}

/** What would make this template. */
export const definitionOf = (listed: Omit<Listed, 'metaTemplateId'>): JsonObject => ({
  name: listed.name,
  language: listed.language,
  category: listed.category,
  parameter_format: listed.parameterFormat,
  components: listed.components,
  ...(listed.ttlSeconds !== null && { message_send_ttl_seconds: listed.ttlSeconds }),
  ...(listed.subCategory !== null && { sub_category: listed.subCategory }),
})

const removalOf = ({ wabaId, name, language, status }: MirrorRow, at: number): HistoryWord[] =>
  status === 'DELETED'
    ? []
    : [
        {
          ...{ wabaId, name, language, source: 'pull', by: null },
          told: { kind: 'status', at, from: status, to: 'DELETED', reason: null },
        },
      ]

/** null: without a name it is nothing that could be sent. */
function listedOf(json: JsonObject): Listed | null {
  const word = (key: string): string | null => idOf(json[key]) ?? null
  const [name, metaTemplateId] = [json['name'], idOf(json['id'])]
  if (typeof name !== 'string' || name === '' || metaTemplateId === undefined) return null
  const quality = json['quality_score']
  const ttl = json['message_send_ttl_seconds']
  return {
    ...{ metaTemplateId, name },
    language: word('language') ?? '',
    category: word('category') ?? '',
    status: word('status') ?? '',
    parameterFormat: word('parameter_format') ?? 'POSITIONAL',
    components: componentsIn(json),
    correctCategory: word('correct_category'),
    previousCategory: word('previous_category'),
    rejectedReason: word('rejected_reason'),
    quality: idOf(objectOf(quality)?.['score']) ?? idOf(quality) ?? null,
    ttlSeconds: typeof ttl === 'number' && Number.isSafeInteger(ttl) ? ttl : null,
    subCategory: word('sub_category'),
  }
}
