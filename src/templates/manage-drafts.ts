/** Templates that are being written. A draft is Meta's JSON of one template with a revision, so that two people cannot overwrite each other. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { HOUR_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import {
  countDrafts,
  deleteDraftRow,
  insertDraft,
  selectDraft,
  selectDrafts,
  updateDraft,
  type DraftRow,
} from './internal/drafts-sql.ts'
import { selectAccount, selectTemplate, type LibraryRow } from './internal/library-sql.ts'
import { keptSamples, withOurHandles } from './read-library.ts'
import { DRAFTS_MAX, refused, type Refused } from './refusal.ts'
import type { Draft } from './shapes.ts'

export type DraftResult = { readonly ok: true; readonly draft: Draft } | Refused

/** Newest first. */
export async function listDrafts(client: Client, tenant: TenantId, channel: string | null): Promise<Draft[]> {
  return shown(client, tenant, await selectDrafts(client, tenant, channel, DRAFTS_MAX))
}

export async function readDraft(client: Client, tenant: TenantId, id: string): Promise<Draft | null> {
  const row = await selectDraft(client, tenant, id)
  return row === null ? null : ((await shown(client, tenant, [row]))[0] ?? null)
}

async function shown(client: Client, tenant: TenantId, rows: readonly DraftRow[]): Promise<Draft[]> {
  const samplesOf = await keptSamples(
    client,
    tenant,
    rows.map(({ definition }) => definition),
  )
  return rows.map(({ id, channelId, templateId, definition, revision, state, problem, ...row }) => ({
    ...{ id, channelId, templateId, definition, revision, state, problem },
    ...{ updatedAt: row.updatedAt, updatedBy: row.updatedBy, samples: samplesOf(definition) },
  }))
}

type NewDraft = {
  readonly channelId: string
  /** What it edits; null: nothing, it is a new one. */
  readonly templateId: string | null
  readonly definition: JsonObject
}

export async function createDraft(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { channelId, templateId, definition }: NewDraft,
  now: Instant,
): Promise<DraftResult> {
  const account = await selectAccount(client, tenant, channelId)
  if (account === null) return refused('channel_not_found')
  const template = templateId === null ? null : await selectTemplate(client, tenant, templateId)
  if (templateId !== null) {
    if (template === null) return refused('template_not_found')
    if (template.wabaId !== account.wabaId) return refused('template_other_account')
    const wrong = fixedParts(template, definition)
    if (wrong !== null) return wrong
  }
  if ((await countDrafts(client, tenant)) >= DRAFTS_MAX) return refused('too_many_drafts')
  const id = newId()
  await insertDraft(client, tenant, { id, channelId, templateId, definition, by: actor.name, now })
  await tell(client, tenant, actor, 'template-draft.created', id, { ...nameOf(definition), templateId })
  return answer(client, tenant, id)
}

/** A template as a draft of another account's, or of the same under another name. */
export async function copyTemplate(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, channelId }: { readonly id: string; readonly channelId: string },
  now: Instant,
): Promise<DraftResult> {
  const template = await selectTemplate(client, tenant, id)
  if (template === null) return refused('template_not_found')
  const definition = await withOurHandles(client, tenant, template)
  return createDraft(client, tenant, actor, { channelId, templateId: null, definition }, now)
}

export async function changeDraft(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  patch: { readonly id: string; readonly definition: JsonObject; readonly revision: number },
  now: Instant,
): Promise<DraftResult> {
  const draft = await selectDraft(client, tenant, patch.id, 'for update of d')
  if (draft === null) return refused('draft_not_found')
  if (draft.state === 'submitting') return refused('draft_submitting')
  if (draft.revision !== patch.revision) return refused('draft_changed')
  if (draft.templateId !== null) {
    const template = await selectTemplate(client, tenant, draft.templateId)
    const wrong = template === null ? null : fixedParts(template, patch.definition)
    if (wrong !== null) return wrong
  }
  await updateDraft(client, tenant, patch.id, { definition: patch.definition, by: actor.name, now })
  await appendEvents(client, tenant, [['templates.changed']])
  // A draft is stored as it is typed: the log keeps who took it over, not every pause at the keyboard.
  if (draft.updatedBy !== actor.name)
    await recordAudit(client, tenant, actor, {
      action: 'template-draft.changed',
      subject: { kind: 'template-draft', id: patch.id },
      details: nameOf(patch.definition),
    })
  return answer(client, tenant, patch.id)
}

export async function deleteDraft(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<{ readonly ok: true } | Refused> {
  const draft = await selectDraft(client, tenant, id, 'for update of d')
  if (draft === null) return refused('draft_not_found')
  // If no pull has found out for an hour none will: the number may be disconnected.
  const isFresh = now - (draft.submittedAt ?? 0) < HOUR_MS
  if (draft.state === 'submitting' && isFresh) return refused('draft_submitting')
  await deleteDraftRow(client, tenant, id)
  await tell(client, tenant, actor, 'template-draft.deleted', id, nameOf(draft.definition))
  return { ok: true }
}

/** What Meta lets nobody change of a template that it has; null: nothing of it is changed. */
export function fixedParts(template: LibraryRow, { name, language, category }: JsonObject): Refused | null {
  if (name !== template.name || language !== template.language) return refused('template_name_fixed')
  const isFrozen = template.status === 'APPROVED' && category !== undefined && category !== template.category
  return isFrozen ? refused('template_category_fixed') : null
}

/** What the log may keep of it. */
export const nameOf = ({ name, language }: JsonObject): Record<string, unknown> => ({
  ...(typeof name === 'string' && { name: name.slice(0, 512) }),
  ...(typeof language === 'string' && { language: language.slice(0, 20) }),
})

async function answer(client: Client, tenant: TenantId, id: string): Promise<DraftResult> {
  const draft = await readDraft(client, tenant, id)
  return draft === null ? refused('draft_not_found') : { ok: true, draft }
}

async function tell(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  await appendEvents(client, tenant, [['templates.changed']])
  await recordAudit(client, tenant, actor, { action, subject: { kind: 'template-draft', id }, details })
}
