import { recordAudit } from '#audit/record-audit.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Actor } from '#tenants/access.ts'
import type { FieldError } from './check-attributes.ts'
import {
  deleteDefinition,
  dropValues,
  insertDefinition,
  selectDefinitions,
  updateDefinition,
} from './internal/attributes-sql.ts'
import type { Attribute } from './shapes.ts'

export type DefineOutcome =
  | { readonly ok: true; readonly attribute: Attribute }
  | { readonly ok: false; readonly because: 'not_found' | 'taken' | 'too_many' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

/** More than anybody fills in. */
const FIELDS_MAX = 100
const VALUES_AT_ONCE = 1000

export const listAttributes = async (client: Client, tenant: TenantId): Promise<readonly Attribute[]> =>
  selectDefinitions(client, tenant)

/** Adds a field. What is left of an older one of the same key goes first: it may have been of another type. */
export async function addAttribute(
  database: Database,
  tenant: TenantId,
  actor: Actor,
  wanted: Omit<Attribute, 'choices'> & { readonly choices?: readonly string[] | undefined },
): Promise<DefineOutcome> {
  const known = await database.inTenant(tenant, async (client) => selectDefinitions(client, tenant))
  if (known.some(({ key }) => key === wanted.key)) return { ok: false, because: 'taken' }
  if (known.length >= FIELDS_MAX) return { ok: false, because: 'too_many' }
  const attribute = { ...wanted, choices: [...new Set(wanted.choices)] }
  const error = wrongChoices(attribute)
  if (error !== null) return { ok: false, because: 'invalid', errors: [error] }
  await dropAllValues(database, tenant, wanted.key)
  return database.inTenant(tenant, async (client): Promise<DefineOutcome> => {
    if (!(await insertDefinition(client, tenant, attribute))) return { ok: false, because: 'taken' }
    await audit(client, tenant, actor, 'contact-field.created', attribute.key)
    return { ok: true, attribute }
  })
}

/** Another label, other choices. Values that are no longer among the choices stay until somebody changes them. */
export async function changeAttribute(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  key: string,
  change: { readonly label?: string | undefined; readonly choices?: readonly string[] | undefined },
): Promise<DefineOutcome> {
  const known = (await selectDefinitions(client, tenant)).find((definition) => definition.key === key)
  if (known === undefined) return { ok: false, because: 'not_found' }
  const choices = change.choices === undefined ? known.choices : [...new Set(change.choices)]
  const attribute = { ...known, label: change.label ?? known.label, choices }
  const error = wrongChoices(attribute)
  if (error !== null) return { ok: false, because: 'invalid', errors: [error] }
  await updateDefinition(client, tenant, attribute)
  await audit(client, tenant, actor, 'contact-field.changed', key)
  return { ok: true, attribute }
}

/** Takes a field away, then its values, some at a time so that no transaction is long. Whether there was one. */
export async function removeAttribute(
  database: Database,
  tenant: TenantId,
  actor: Actor,
  key: string,
): Promise<boolean> {
  const isGone = await database.inTenant(tenant, async (client) => {
    if (!(await deleteDefinition(client, tenant, key))) return false
    await audit(client, tenant, actor, 'contact-field.deleted', key)
    return true
  })
  if (isGone) await dropAllValues(database, tenant, key)
  return isGone
}

async function dropAllValues(database: Database, tenant: TenantId, key: string): Promise<void> {
  let dropped = VALUES_AT_ONCE
  while (dropped === VALUES_AT_ONCE)
    dropped = await database.inTenant(tenant, async (client) =>
      dropValues(client, tenant, key, VALUES_AT_ONCE),
    )
}

function wrongChoices({ type, choices }: Attribute): FieldError | null {
  if (type === 'choice')
    return choices.length > 0 ? null : { path: 'choices', message: 'must name at least one choice' }
  return choices.length === 0 ? null : { path: 'choices', message: 'are only for fields of the type choice' }
}

const audit = async (
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  key: string,
): Promise<void> =>
  recordAudit(client, tenant, actor, { action, subject: { kind: 'contact-field', id: key } })
