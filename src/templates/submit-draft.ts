/**
 * Brings a draft to Meta. What Meta would refuse, and what it would not allow yet, is refused here. Then it is committed that the
 * draft is being submitted, and only then is Meta asked: an answer settles it, and where none is heard the next pull finds out.
 * Nothing is submitted twice by itself.
 */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Secret } from '#platform/secrets.ts'
import { SECOND_MS } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { idOf } from '#whatsapp/json.ts'
import type { SubmitOutcome } from '#whatsapp/graph-templates.ts'
import { editsOf, nameBlockedUntil, QUOTA_MS } from './edit-quota.ts'
import {
  deleteDraftRow,
  markSubmitting,
  returnDraft,
  selectDraft,
  selectSubmitting,
  type DraftRow,
} from './internal/drafts-sql.ts'
import { bringForward } from './internal/due-sql.ts'
import { findRepeated } from './find-repeated.ts'
import {
  selectEdits,
  selectNamed,
  selectStatuses,
  selectTemplate,
  type LibraryRow,
} from './internal/library-sql.ts'
import { addHistory, lockAccount, putListed, selectMirror } from './internal/mirror-sql.ts'
import { bringSamples } from './keep-sample.ts'
import { lintTemplate } from './lint/lint-template.ts'
import { fixedParts, nameOf } from './manage-drafts.ts'
import { keyOf } from './mirror.ts'
import type { TemplateParts } from './parts.ts'
import { problemOfMeta, refused, type Refused } from './refusal.ts'
import { ANSWER_MS_MAX, versionOf } from './settle-drafts.ts'
import { componentsIn, namesIn } from './template-content.ts'
import { readTemplate } from './template-model.ts'

export type Submitted =
  | { readonly ok: true; readonly state: 'submitted' | 'submitting'; readonly templateId: string | null }
  | Refused

const EDITABLE: ReadonlySet<string> = new Set(['APPROVED', 'REJECTED', 'PAUSED'])

export async function submitDraft(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  { id, revision }: { readonly id: string; readonly revision?: number | undefined },
): Promise<Submitted> {
  const { database, notifier } = parts
  const draft = await database.inTenant(tenant, async (client) => selectDraft(client, tenant, id))
  if (draft === null) return refused('draft_not_found')
  if (draft.state === 'submitting') return refused('draft_submitting')
  if (revision !== undefined && revision !== draft.revision) return refused('draft_changed')
  const findings = lintTemplate(readTemplate(draft.definition)).filter(({ severity }) => severity === 'error')
  if (findings.length > 0) return { ok: false, because: 'template_has_errors', findings }
  const token = await parts.tokenOf(tenant, draft.channelId)
  if (token === null) return refused('channel_disconnected')
  // Before files are uploaded, and once more when nobody else can change it.
  const early = await database.inTenant(tenant, async (client) =>
    checkPast(client, tenant, draft, parts.clock()),
  )
  if (!early.ok) return early
  const brought = await bringSamples(parts, tenant, draft.channelId, token, draft.definition)
  if (!brought.ok) return brought
  const begun = await database.inTenant(tenant, async (client) =>
    begin(client, tenant, actor, draft, brought.definition, parts.clock()),
  )
  if (!begun.ok) return begun
  notifier.notify('events', [tenant])
  const outcome = await askMeta(parts, token, begun.draft, begun.template)
  const settled = await database.inTenant(tenant, async (client) =>
    settle(client, tenant, begun, outcome, parts.clock()),
  )
  notifier.notify('events', [tenant])
  return settled
}

type Begun = { readonly ok: true; readonly draft: DraftRow; readonly template: LibraryRow | null }

/** From this commit on Meta may have it. */
async function begin(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  seen: DraftRow,
  definition: JsonObject,
  now: number,
): Promise<Begun | Refused> {
  const { id, wabaId } = seen
  await lockAccount(client, tenant, wabaId)
  const draft = await selectDraft(client, tenant, id, 'for update of d')
  if (draft === null) return refused('draft_not_found')
  if (draft.state === 'submitting') return refused('draft_submitting')
  if (draft.revision !== seen.revision) return refused('draft_changed')
  const others = await selectSubmitting(client, tenant, wabaId)
  const key = keyOf(namesIn(definition))
  if (others.some((other) => keyOf(namesIn(other.definition)) === key)) return refused('already_submitting')
  const checked = await checkPast(client, tenant, draft, now)
  if (!checked.ok) return checked
  const { template } = checked
  const by = { id: actor.id, name: actor.name }
  const from = template?.status ?? null
  await markSubmitting(client, tenant, id, { definition, from, by, now })
  // If we are killed before Meta answers, this pull finds out.
  await bringForward(client, tenant, wabaId, now + ANSWER_MS_MAX)
  await appendEvents(client, tenant, [['templates.changed']])
  await recordAudit(client, tenant, actor, {
    action: 'template.submitted',
    subject: { kind: 'template-draft', id },
    details: { ...nameOf(definition), templateId: draft.templateId },
  })
  return {
    ok: true,
    template,
    draft: { ...draft, definition, submittedAt: now, submittedBy: by, submittedFrom: from },
  }
}

type Checked = { readonly ok: true; readonly template: LibraryRow | null } | Refused

/** What Meta would refuse for what was done before. */
async function checkPast(client: Client, tenant: TenantId, draft: DraftRow, now: number): Promise<Checked> {
  const checked = await checkQuotas(client, tenant, draft, now)
  if (!checked.ok) return checked
  const same = await findRepeated(client, tenant, draft, checked.template)
  return same === null ? checked : { ok: false, because: 'template_repeats', name: same }
}

async function checkQuotas(
  client: Client,
  tenant: TenantId,
  { templateId, wabaId, definition }: DraftRow,
  now: number,
): Promise<Checked> {
  const key = { wabaId, ...namesIn(definition) }
  if (templateId === null) {
    const named = await selectNamed(client, tenant, wabaId, key.name)
    if (named.some(({ language, status }) => language === key.language && status !== 'DELETED'))
      return refused('template_exists')
    const until = nameBlockedUntil(await selectStatuses(client, tenant, key), now)
    return until === null ? { ok: true, template: null } : { ok: false, because: 'name_blocked', until }
  }
  const template = await selectTemplate(client, tenant, templateId)
  if (template === null) return refused('template_gone')
  const wrong = fixedParts(template, definition)
  if (wrong !== null) return wrong
  if (template.status === 'ARCHIVED') return refused('template_archived')
  if (!EDITABLE.has(template.status)) return refused('template_not_editable')
  if (template.status !== 'APPROVED') return { ok: true, template }
  const { nextAt } = editsOf(await selectEdits(client, tenant, key, now - QUOTA_MS), now)
  return nextAt === null ? { ok: true, template } : { ok: false, because: 'edit_quota', until: nextAt }
}

async function askMeta(
  { graph }: TemplateParts,
  token: Secret,
  { wabaId, definition }: DraftRow,
  template: LibraryRow | null,
): Promise<SubmitOutcome> {
  if (template === null) return graph.create(token, wabaId, definition)
  const { components = [], category, message_send_ttl_seconds: ttl } = definition
  const isFrozen = template.status === 'APPROVED' || category === template.category
  return graph.edit(token, template.metaTemplateId, {
    components,
    ...(category !== undefined && !isFrozen && { category }),
    ...(ttl !== undefined && ttl !== template.ttlSeconds && { message_send_ttl_seconds: ttl }),
  })
}

async function settle(
  client: Client,
  tenant: TenantId,
  { draft: { id, wabaId }, draft, template }: Begun,
  outcome: SubmitOutcome,
  now: number,
): Promise<Submitted> {
  await lockAccount(client, tenant, wabaId)
  // A pull in between may have found out already.
  const isOpen = (await selectDraft(client, tenant, id, 'for update of d'))?.state === 'submitting'
  await appendEvents(client, tenant, [['templates.changed']])
  switch (outcome.outcome) {
    case 'accepted': {
      await bringForward(client, tenant, wabaId, now)
      const key = namesIn(draft.definition)
      await addHistory(client, tenant, [versionOf(draft, key)])
      await deleteDraftRow(client, tenant, id)
      if (template === null && outcome.id !== null)
        await addToMirror(client, tenant, draft, { ...outcome, id: outcome.id }, now)
      const named = await selectNamed(client, tenant, wabaId, key.name)
      const templateId = named.find(({ language }) => language === key.language)?.id ?? null
      return { ok: true, state: 'submitted', templateId }
    }
    case 'refused': {
      const problem = problemOfMeta(outcome.error)
      if (isOpen) await returnDraft(client, tenant, id, problem)
      return { ok: false, because: 'template_refused', problem }
    }
    case 'not_sent':
      if (isOpen) await returnDraft(client, tenant, id, null)
      return refused('meta_unreachable')
    case 'unknown':
      await bringForward(client, tenant, wabaId, now)
      return { ok: true, state: 'submitting', templateId: template?.id ?? null }
    default:
      return outcome satisfies never
  }
}

/** Meta has just told of it: id, status and category are its words, the rest is ours until the pull that follows. */
async function addToMirror(
  client: Client,
  tenant: TenantId,
  { wabaId, definition, submittedAt, submittedBy }: DraftRow,
  {
    id,
    status,
    category,
  }: { readonly id: string; readonly status: string | null; readonly category: string | null },
  now: number,
): Promise<void> {
  const word = (key: string): string | null => idOf(definition[key]) ?? null
  const key = namesIn(definition)
  const rows = await selectMirror(client, tenant, wabaId, { names: [key.name], metaIds: [id] })
  if (rows.some(({ metaTemplateId }) => metaTemplateId === id)) return // a pull was faster
  const state = status ?? 'PENDING'
  const ttl = definition['message_send_ttl_seconds']
  // Whatever webhooks tell of it is newer than the request that made it.
  const at = submittedAt ?? now
  await putListed(
    client,
    tenant,
    wabaId,
    [
      {
        ...key,
        ...{ id: newId(), metaTemplateId: id, status: state, category: category ?? word('category') ?? '' },
        parameterFormat: (word('parameter_format') ?? 'POSITIONAL').toUpperCase(),
        components: componentsIn(definition),
        ...{ correctCategory: null, previousCategory: null, rejectedReason: null, rejection: null },
        ...{ quality: null, subCategory: word('sub_category'), listedHash: '', changedAt: now },
        ttlSeconds: typeof ttl === 'number' ? ttl : null,
        // Webhooks tell whole seconds.
        ...{ statusAt: at - SECOND_MS, categoryAt: at - SECOND_MS, qualityAt: at - SECOND_MS },
        ...{ haltedAt: null, haltedBecause: null, pausedUntil: null },
      },
    ],
    now,
  )
  await addHistory(client, tenant, [
    {
      ...{ wabaId, ...key, source: 'us', by: submittedBy },
      told: { kind: 'status', at, from: null, to: state, reason: null },
    },
  ])
}
