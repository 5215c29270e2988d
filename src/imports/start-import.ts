import { recordAudit } from '#audit/record-audit.ts'
import { listAttributes } from '#contacts/define-attributes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { beginImport, cancelRow, selectImport } from './internal/sql.ts'
import type { ImportPlan } from './shapes.ts'

export type FieldError = { readonly path: string; readonly message: string }
export type StartOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'not_found' | 'import_started_already' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

/** Says what is to be done with an uploaded file; a worker takes it up within a second. */
export async function startImport(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, plan, now }: { readonly id: string; readonly plan: ImportPlan; readonly now: Instant },
): Promise<StartOutcome> {
  const found = await selectImport(client, tenant, id)
  if (found === null) return { ok: false, because: 'not_found' }
  const fields = new Set((await listAttributes(client, tenant)).map(({ key }) => key))
  const errors = wrongWith(plan, found.header.length, fields, now)
  if (errors.length > 0) return { ok: false, because: 'invalid', errors }
  if (!(await beginImport(client, tenant, id, { plan, actor, position: 0, at: now })))
    return { ok: false, because: 'import_started_already' }
  await appendEvents(client, tenant, [['imports.changed']])
  const { consent, known, defaultCountry } = plan
  await recordAudit(client, tenant, actor, {
    action: 'import.started',
    subject: { kind: 'import', id },
    details: { filename: found.filename, consent, known, defaultCountry },
  })
  return { ok: true }
}

function wrongWith(
  { mapping, consent }: ImportPlan,
  columns: number,
  fields: ReadonlySet<string>,
  now: Instant,
): FieldError[] {
  const errors: FieldError[] = []
  const used = new Map<number, string>()
  const column = (path: string, at: number | null): void => {
    if (at === null) return
    if (at >= columns) errors.push({ path, message: 'is no column of this file' })
    else if (used.has(at)) errors.push({ path, message: `is the same column as ${used.get(at)}` })
    used.set(at, path)
  }
  column('mapping.phone', mapping.phone)
  column('mapping.name', mapping.name)
  for (const [key, at] of Object.entries(mapping.attributes)) {
    const path = `mapping.attributes.${key}`
    if (!fields.has(key)) errors.push({ path, message: 'is no contact field' })
    column(path, at)
  }
  if (consent !== null && momentOfDay(consent.date) > now)
    errors.push({ path: 'consent.date', message: 'must not be in the future' })
  return errors
}

/** When the day begins in India: the earliest moment at which they may have agreed, so that a STOP of that day counts. */
export const momentOfDay = (day: string): number => Date.parse(`${day}T00:00:00+05:30`)

export type CancelOutcome =
  | { readonly ok: true; readonly wasStarted: boolean; readonly storageKey: string }
  | { readonly ok: false; readonly because: 'not_found' | 'import_over' }

/** Stops before the next batch; what was taken stays. */
export async function cancelImport(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, now }: { readonly id: string; readonly now: Instant },
): Promise<CancelOutcome> {
  const found = await selectImport(client, tenant, id)
  if (found === null) return { ok: false, because: 'not_found' }
  if (!(await cancelRow(client, tenant, id, now))) return { ok: false, because: 'import_over' }
  await appendEvents(client, tenant, [['imports.changed']])
  const subject = { kind: 'import', id }
  await recordAudit(client, tenant, actor, { action: 'import.cancelled', subject })
  return { ok: true, wasStarted: found.state !== 'uploaded', storageKey: found.storageKey }
}
