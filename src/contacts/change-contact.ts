import { recordAudit } from '#audit/record-audit.ts'
import { noticeFor } from '#consent/notices.ts'
import { recordConsents } from '#consent/record-consents.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { checkAttributes, type FieldError } from './check-attributes.ts'
import { selectDefinitions } from './internal/attributes-sql.ts'
import { lockContact, putAttributes, selectConversationIds, updateGivenName } from './internal/read-sql.ts'
import type { AttributeValue, ContactChange, NewConsent } from './shapes.ts'

export type ChangeOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'invalid'; readonly errors: readonly FieldError[] }

/** What the team writes down about somebody: their own name for them, and the business's fields. */
export async function changeContact(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  contact: string,
  { name, attributes = {} }: ContactChange,
): Promise<ChangeOutcome> {
  if (!(await lockContact(client, tenant, contact))) return { ok: false, because: 'not_found' }
  const odd = [['name', name ?? ''] as const, ...Object.entries(attributes)].filter(
    ([, value]) => typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()),
  )
  const errors = [
    ...odd.map(([path]) => ({ path, message: 'has characters that are none' })),
    ...checkAttributes(await selectDefinitions(client, tenant), attributes),
  ]
  if (errors.length > 0) return { ok: false, because: 'invalid', errors }
  if (name !== undefined) await updateGivenName(client, tenant, contact, name)
  const keys = Object.keys(attributes)
  if (keys.length > 0) {
    const set = Object.entries(attributes).filter(
      (entry): entry is [string, AttributeValue] => entry[1] !== null,
    )
    const removed = keys.filter((key) => attributes[key] === null)
    await putAttributes(client, tenant, contact, Object.fromEntries(set), removed)
  }
  await tellBrowsers(client, tenant, contact)
  const fields = [...(name === undefined ? [] : ['name']), ...keys]
  const subject = { kind: 'contact', id: contact }
  await recordAudit(client, tenant, actor, { action: 'contact.changed', subject, details: { fields } })
  return { ok: true }
}

export type ConsentOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'not_found' | 'unknown_notice' }

/** A grant or a withdrawal that somebody of the team, or a program, tells us of. With a grant goes what people were told then. */
export async function addConsent(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  contact: string,
  { purpose, state, note, noticeVersion }: NewConsent,
  now: Instant,
): Promise<ConsentOutcome> {
  if (!(await lockContact(client, tenant, contact))) return { ok: false, because: 'not_found' }
  const isPlain = state === 'withdrawn' && noticeVersion === undefined
  const notice = isPlain ? { version: undefined } : await noticeFor(client, tenant, noticeVersion, now)
  if (notice === null) return { ok: false, because: 'unknown_notice' }
  const id = newId()
  const source = actor.kind === 'key' ? 'api' : 'agent'
  await recordConsents(client, tenant, [
    {
      ...{
        contact,
        purpose,
        state,
        source,
        actor,
        cause: `${source}:${id}`,
        evidence: { recordedAs: id },
        at: now,
      },
      ...(note !== undefined && { note }),
      ...(notice.version !== undefined && { noticeVersion: notice.version }),
    },
  ])
  await tellBrowsers(client, tenant, contact)
  const subject = { kind: 'contact', id: contact }
  await recordAudit(client, tenant, actor, {
    action: `consent.${state}`,
    subject,
    details: { purpose },
  })
  return { ok: true }
}

async function tellBrowsers(client: Client, tenant: TenantId, contact: string): Promise<void> {
  const conversations = await selectConversationIds(client, tenant, [contact])
  await appendEvents(
    client,
    tenant,
    conversations.map((id) => ['conversation.updated', id] as const),
  )
}
