/**
 * Works a file off, some rows at a time. One transaction takes a batch's rows and moves the place in the file: both or neither,
 * so whoever is killed leaves a place from which the next worker goes on, and no row counts twice. A lease sees to it that
 * there is one worker at a time; each batch renews it, and finds out whether somebody has cancelled.
 */
import { recordGrants } from '#consent/record-grants.ts'
import { conversationsOf } from '#contacts/conversations-of.ts'
import { listAttributes } from '#contacts/define-attributes.ts'
import { putImported, type PutPerson } from '#contacts/put-imported.ts'
import type { Attribute } from '#contacts/shapes.ts'
import type { Storage } from '#media/storage.ts'
import { isConflict, isRace, type Client, type Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, type Clock, type Instant } from '#platform/time.ts'
import { appendEvents, type EventEntry } from '#realtime/append-events.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { checkRow, type CheckedRow } from './check-row.ts'
import {
  addCounts,
  changeState,
  deletePhones,
  dropLease,
  holdLease,
  insertErrors,
  insertPhones,
  movePosition,
  selectImport,
  takeLease,
  type ImportRow,
  type RefusedRow,
} from './internal/sql.ts'
import { BrokenFile, isBlank, readRows, type FileRow } from './read-rows.ts'
import { momentOfDay } from './start-import.ts'
import type { Import, ImportPlan } from './shapes.ts'

export type RunParts = {
  readonly database: Database
  readonly storage: Storage
  readonly notifier: Notifier
  readonly clock: Clock
  /** After each batch; false stops as if the process had been killed. For tests and measurements. */
  readonly onBatch?: (rows: number) => boolean
}

/** A transaction of some tens of milliseconds: everybody's readers wait for the oldest running one. */
const BATCH_ROWS = 250
/** Longer than a batch ever takes; whoever is silent for so long is dead. */
const LEASE_MS = 10_000
/** How often browsers are told. */
const TELL_MS = 1000
const TRIES_MAX = 5
const PHONES_AT_ONCE = 2000
/** Of a cell that is shown to nobody but in the file of refused rows. */
const KEPT_CHARS = 2000

/** Works on an import until it is over, cancelled, or somebody else's. */
export async function runImport(parts: RunParts, tenant: TenantId, id: string): Promise<void> {
  const { database, clock } = parts
  const owner = newId()
  const found = await database.inTenant(tenant, async (client) => {
    const now = clock()
    if (!(await takeLease(client, id, owner, { now, until: after(now, LEASE_MS) }))) return null
    return selectImport(client, tenant, id)
  })
  if (found === null) return
  // Whoever fails keeps the lease until it ends: a fault that stays is met every ten seconds, not all the time.
  if (found.state === 'running' && !(await takeRows(parts, tenant, owner, found))) return
  await tidyUp(parts, tenant, owner, found)
}

type Work = {
  readonly parts: RunParts
  readonly tenant: TenantId
  readonly owner: string
  readonly row: ImportRow
  readonly plan: ImportPlan
  readonly definitions: ReadonlyMap<string, Attribute>
}

/** Whether there is nothing more to take: all rows are, or it was cancelled. */
async function takeRows(parts: RunParts, tenant: TenantId, owner: string, row: ImportRow): Promise<boolean> {
  const { database, storage, onBatch } = parts
  const { id, plan } = row
  if (plan === null) throw new Error('an import without a plan runs')
  const definitions = await database.inTenant(tenant, async (client) => listAttributes(client, tenant))
  const work: Work = {
    ...{ parts, tenant, owner, row, plan },
    definitions: new Map(definitions.map((definition) => [definition.key, definition])),
  }
  const stored = await storage.get(row.storageKey)
  if (stored === null) return fail(work, 'file_gone')
  let place = row.position
  let isHeaderAhead = row.hasHeader && place === 0
  let told = instant(0)
  const rows: FileRow[] = []
  const flush = async (to: number): Promise<boolean> => {
    const now = parts.clock()
    const isTold = now - told >= TELL_MS
    if (isTold) told = now
    const outcome = await takeBatch(work, rows, { from: place, to, isTold })
    const count = rows.length
    place = to
    rows.length = 0
    return outcome && (onBatch?.(count) ?? true)
  }
  let last = place
  try {
    for await (const one of readRows(stored.stream, row)) {
      if (one.number <= place) continue
      last = one.number
      if (isBlank(one.cells)) continue
      if (isHeaderAhead) {
        isHeaderAhead = false
        continue
      }
      rows.push(one)
      if (rows.length === BATCH_ROWS && !(await flush(last))) return isOver(parts, tenant, id)
    }
  } catch (error) {
    if (!(error instanceof BrokenFile)) throw error
    if (rows.length > 0 && !(await flush(last))) return isOver(parts, tenant, id)
    return fail(work, 'broken_row')
  }
  if (rows.length > 0 && !(await flush(last))) return isOver(parts, tenant, id)
  await database.inTenant(tenant, async (client) =>
    changeState(client, tenant, id, ['running'], { state: 'finishing' }),
  )
  return true
}

/** Whether it was cancelled: then it is ours to tidy up. Otherwise somebody else works on it. */
async function isOver({ database }: RunParts, tenant: TenantId, id: string): Promise<boolean> {
  const now = await database.inTenant(tenant, async (client) => selectImport(client, tenant, id))
  return now !== null && now.state !== 'running'
}

async function fail(
  { parts: { database, clock }, tenant, row }: Work,
  problem: NonNullable<Import['problem']>,
): Promise<boolean> {
  const to = { state: 'failed', problem, finishedAt: clock() } as const
  await database.inTenant(tenant, async (client) => changeState(client, tenant, row.id, ['running'], to))
  return true
}

type Place = { readonly from: number; readonly to: number; readonly isTold: boolean }

/** Takes these rows in one transaction; false: it is not ours any more. Another transaction may get in its way. */
async function takeBatch(work: Work, rows: readonly FileRow[], place: Place): Promise<boolean> {
  const { parts, tenant } = work
  for (let attempt = 1; ; attempt += 1) {
    try {
      const isDone = await parts.database.inTenant(tenant, async (client) =>
        putBatch(client, work, rows, place),
      )
      if (isDone) parts.notifier.notify('events', [tenant])
      return isDone
    } catch (error) {
      if (attempt === TRIES_MAX || !(isConflict(error) || isRace(error))) throw error
    }
  }
}

type Good = Extract<CheckedRow, { ok: true }> & { readonly row: FileRow }

async function putBatch(
  client: Client,
  { parts: { clock }, tenant, owner, row: { id, actor }, plan, definitions }: Work,
  rows: readonly FileRow[],
  { from, to, isTold }: Place,
): Promise<boolean> {
  await lockTenant(client, tenant, false)
  const now = clock()
  if (!(await holdLease(client, id, owner, after(now, LEASE_MS)))) return false
  if (!(await movePosition(client, tenant, id, from, to))) return false
  const refused: RefusedRow[] = []
  const good = new Map<string, Good>()
  for (const row of rows) {
    const checked = checkRow(row.cells, plan, definitions)
    if (!checked.ok) refused.push(refusedOf(row, checked.because, checked.field))
    else if (good.has(checked.phone)) refused.push(refusedOf(row, 'duplicate_in_file', null))
    else good.set(checked.phone, { ...checked, row })
  }
  const seen = [...good.values()].map((one) => ({ phone: one.phone, number: one.row.number }))
  const fresh = await insertPhones(client, tenant, id, seen)
  for (const one of good.values())
    if (!fresh.has(one.phone)) refused.push(refusedOf(one.row, 'duplicate_in_file', null))
  const people = [...good.values()].filter(({ phone }) => fresh.has(phone))
  const put = await putImported(client, tenant, people, { known: plan.known, now })
  const taken = put.filter(({ isNew }) => isNew || plan.known !== 'skip')
  if (plan.consent !== null)
    await recordGrants(client, tenant, {
      ...{ purpose: plan.consent.purpose, source: 'import', note: plan.consent.source, actor },
      ...{ noticeVersion: plan.consent.noticeVersion, at: dayOf(plan.consent.date) },
      of: taken.map(({ contact, phone }) => {
        const number = good.get(phone)?.row.number ?? 0
        return { contact, cause: `import:${id}:${number}`, evidence: { import: id, row: number } }
      }),
    })
  await insertErrors(
    client,
    tenant,
    id,
    refused.toSorted((a, b) => a.number - b.number),
  )
  const created = put.filter(({ isNew }) => isNew).length
  await addCounts(client, tenant, id, {
    ...{ created, updated: taken.length - created },
    ...{ skipped: put.length - taken.length, refused: refused.length },
  })
  await appendEvents(client, tenant, await eventsOf(client, tenant, taken, isTold))
  return true
}

const dayOf = (day: string): Instant => instant(momentOfDay(day))

const refusedOf = (
  { number, cells }: FileRow,
  reason: RefusedRow['reason'],
  field: string | null,
): RefusedRow => ({
  ...{ number, reason, field },
  cells: cells.map((cell) => cell.replaceAll('\0', '').toWellFormed().slice(0, KEPT_CHARS)),
})

/** Whose name may have changed in the inbox, and now and then that there is progress. */
async function eventsOf(
  client: Client,
  tenant: TenantId,
  taken: readonly PutPerson[],
  isTold: boolean,
): Promise<EventEntry[]> {
  const known = taken.flatMap(({ isNew, contact }) => (isNew ? [] : [contact]))
  const conversations = known.length === 0 ? [] : await conversationsOf(client, tenant, known)
  return [
    ...conversations.map((one) => ['conversation.updated', one] as const),
    ...(isTold ? [['imports.changed'] as const] : []),
  ]
}

/** What only a running import needs goes: the numbers it met, and the file, which is full of people's numbers. */
async function tidyUp(
  { database, storage, notifier, clock }: RunParts,
  tenant: TenantId,
  owner: string,
  { id, storageKey }: ImportRow,
): Promise<void> {
  let gone = PHONES_AT_ONCE
  while (gone === PHONES_AT_ONCE)
    gone = await database.inTenant(tenant, async (client) => {
      if (!(await holdLease(client, id, owner, after(clock(), LEASE_MS)))) return 0
      return deletePhones(client, tenant, id, PHONES_AT_ONCE)
    })
  await storage.remove(storageKey)
  await database.inTenant(tenant, async (client) => {
    const now = clock()
    if (!(await holdLease(client, id, owner, after(now, LEASE_MS)))) return
    await changeState(client, tenant, id, ['finishing'], { state: 'done', finishedAt: now })
    await dropLease(client, id)
    await appendEvents(client, tenant, [['imports.changed']])
  })
  notifier.notify('events', [tenant])
}
