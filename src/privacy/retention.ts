/**
 * What goes by itself when it is old. Each pass does a little, in short transactions: old data is not in a hurry.
 * A message whose text went stays in its place, with its moment and its ticks.
 */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, DAY_MS, instant, type Clock, type Instant } from '#platform/time.ts'
import type { Storage } from '#media/storage.ts'
import type { Actor } from '#tenants/access.ts'
import {
  countDue,
  putRules,
  selectDue,
  selectRules,
  takeOldMedia,
  takeOldRuns,
  takeOldTexts,
  forgetOldMedia,
} from './internal/retention-sql.ts'
import { firstIdOf } from './keep-refusals.ts'
import { requestErasure } from './request-erasure.ts'
import type { Due, Retention, RetentionChange } from './shapes.ts'

/** Between a new rule for silent contacts and its first deed: time to look at who is due. */
const WARNING_MS = DAY_MS
/** What one pass does at most for one tenant. */
const MEDIA = 50
const TEXTS = 500
const ERASURES = 20
const DUE_SHOWN = 50

const HARKARA: Actor = { kind: 'system', id: 'harkara', name: 'Harkara' }

export async function readRetention(
  client: Client,
  tenant: TenantId,
  deliveriesDays: number | null,
): Promise<Retention> {
  const rules = await selectRules(client, tenant)
  return {
    mediaDays: rules?.mediaDays ?? null,
    textDays: rules?.textDays ?? null,
    inactiveDays: rules?.inactiveDays ?? null,
    inactiveFrom: rules?.inactiveFrom ?? null,
    changedAt: rules?.changedAt ?? null,
    mediaCount: rules?.mediaCount ?? 0,
    textCount: rules?.textCount ?? 0,
    deliveriesDays,
  }
}

/** A stricter rule for silent contacts begins a day later; a laxer one at once. */
export async function changeRetention(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  change: RetentionChange,
  now: Instant,
): Promise<void> {
  const was = await selectRules(client, tenant)
  const days = change.inactiveDays
  const isStricter = days !== null && (was === null || was.inactiveDays === null || days < was.inactiveDays)
  const inactiveFrom =
    days === null ? null : isStricter ? after(now, WARNING_MS) : instant(was?.inactiveFrom ?? now)
  await putRules(client, tenant, { ...change, inactiveFrom, now })
  const subject = { kind: 'tenant', id: tenant }
  await recordAudit(client, tenant, actor, { action: 'retention.changed', subject, details: change })
}

/** Who would be erased first under these days of silence, and how many are due by now. */
export async function listDue(client: Client, tenant: TenantId, days: number, now: Instant): Promise<Due> {
  const before = after(now, -days * DAY_MS)
  return {
    items: await selectDue(client, tenant, before, DUE_SHOWN),
    total: await countDue(client, tenant, before),
  }
}

export type RetentionParts = {
  readonly database: Database
  readonly storage: Storage
  readonly clock: Clock
}

/** One pass over one tenant; whether there was more to do than a pass does. */
export async function applyRetention(parts: RetentionParts, tenant: TenantId): Promise<boolean> {
  const { database, clock } = parts
  const now = clock()
  const rules = await database.inTenant(tenant, async (client) => selectRules(client, tenant))
  if (rules === null) return false
  let hasMore = false
  if (rules.mediaDays !== null)
    hasMore = await dropMedia(parts, tenant, after(now, -rules.mediaDays * DAY_MS))
  if (rules.textDays !== null) {
    const before = firstIdOf(after(now, -rules.textDays * DAY_MS))
    const [texts, runs] = await database.inTenant(tenant, async (client) => [
      await takeOldTexts(client, tenant, before, TEXTS),
      await takeOldRuns(client, tenant, before, TEXTS),
    ])
    hasMore ||= texts === TEXTS || runs === TEXTS
  }
  if (rules.inactiveDays !== null && rules.inactiveFrom !== null && now >= rules.inactiveFrom)
    hasMore = (await eraseSilent(parts, tenant, rules.inactiveDays)) || hasMore
  return hasMore
}

/** Files first, outside a transaction; a row that still names its file is found again. */
async function dropMedia(
  { database, storage }: RetentionParts,
  tenant: TenantId,
  before: Instant,
): Promise<boolean> {
  const rows = await database.inTenant(tenant, async (client) =>
    takeOldMedia(client, tenant, firstIdOf(before), MEDIA),
  )
  for (const { key } of rows) if (key !== null) await storage.remove(key)
  await database.inTenant(tenant, async (client) =>
    forgetOldMedia(
      client,
      tenant,
      rows.map(({ id }) => id),
    ),
  )
  return rows.length === MEDIA
}

async function eraseSilent(
  { database, clock }: RetentionParts,
  tenant: TenantId,
  days: number,
): Promise<boolean> {
  const now = clock()
  const due = await database.inTenant(tenant, async (client) =>
    selectDue(client, tenant, instant(now - days * DAY_MS), ERASURES),
  )
  for (const { contactId } of due)
    await database.inTenant(tenant, async (client) =>
      requestErasure(client, tenant, HARKARA, contactId, { cause: 'inactive', now }),
    )
  return due.length === ERASURES
}
