/** What is done to a template at Meta beside writing it: deleting it, and ending its pause. Meta is asked first, then it is noted. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { bringForward } from './internal/due-sql.ts'
import { selectChannelOf, selectTemplate, type LibraryRow } from './internal/library-sql.ts'
import { addHistory, lockAccount, moveRows, selectMirror, type HistoryWord } from './internal/mirror-sql.ts'
import { applyWord, type Word } from './mirror.ts'
import type { TemplateParts } from './parts.ts'
import { refusalOf, refused, type Refused } from './refusal.ts'

type Done = { readonly ok: true } | Refused

/** Deletes it at Meta, in its language or in all that it has. */
export async function deleteTemplate(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  { id, allLanguages }: { readonly id: string; readonly allLanguages: boolean },
): Promise<Done> {
  return changeAtMeta(parts, tenant, id, {
    ask: async (token, { wabaId, name, metaTemplateId }) =>
      parts.graph.remove(token, wabaId, name, allLanguages ? null : metaTemplateId),
    note: async (client, template) => {
      await noteDeleted(client, tenant, actor, template, { allLanguages, now: parts.clock() })
      const { name, language } = template
      await recordAudit(client, tenant, actor, {
        action: 'template.deleted',
        subject: { kind: 'template', id },
        details: allLanguages ? { name, allLanguages } : { name, language },
      })
    },
  })
}

/** Ends a pause that Meta does not end by itself. */
export async function unpauseTemplate(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<Done> {
  return changeAtMeta(parts, tenant, id, {
    refuse: ({ status }) => (status === 'PAUSED' ? null : refused('template_not_paused')),
    ask: async (token, { metaTemplateId }) => parts.graph.unpause(token, metaTemplateId),
    note: async (client, { name, language }) => {
      await recordAudit(client, tenant, actor, {
        action: 'template.unpaused',
        subject: { kind: 'template', id },
        details: { name, language },
      })
    },
  })
}

async function changeAtMeta(
  { database, tokenOf, clock, notifier }: TemplateParts,
  tenant: TenantId,
  id: string,
  {
    refuse = () => null,
    ask,
    note,
  }: {
    readonly refuse?: (template: LibraryRow) => Refused | null
    readonly ask: (token: Secret, template: LibraryRow) => Promise<void>
    /** Last in the transaction. */
    readonly note: (client: Client, template: LibraryRow) => Promise<void>
  },
): Promise<Done> {
  const { template, channel } = await database.inTenant(tenant, async (client) => {
    const found = await selectTemplate(client, tenant, id)
    return { template: found, channel: found && (await selectChannelOf(client, tenant, found.wabaId)) }
  })
  if (template === null) return refused('template_not_found')
  const wrong = refuse(template)
  if (wrong !== null) return wrong
  const token = channel === null ? null : await tokenOf(tenant, channel)
  if (token === null) return refused('channel_disconnected')
  const because = await ask(token, template).then(() => null, refusalOf)
  await database.inTenant(tenant, async (client) => {
    await lockAccount(client, tenant, template.wabaId)
    // Also after an answer that was not heard: the pull finds out.
    await bringForward(client, tenant, template.wabaId, clock())
    if (because !== null) return
    await appendEvents(client, tenant, [['templates.changed']])
    await note(client, template)
  })
  notifier.notify('events', [tenant])
  return because ?? { ok: true }
}

/** Nothing of it is sent from now on; the pull takes the rows away. */
async function noteDeleted(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, wabaId, name }: LibraryRow,
  { allLanguages, now }: { readonly allLanguages: boolean; readonly now: number },
): Promise<void> {
  const rows = await selectMirror(client, tenant, wabaId, { names: [name], metaIds: [] })
  const gone = rows.filter((row) => row.name === name && (allLanguages || row.id === id))
  const by = { id: actor.id, name: actor.name }
  const nothing = { reason: null, detail: null, recommendation: null, pause: null }
  const word: Word = { aspect: 'status', event: 'DELETED', at: now, ...nothing }
  await moveRows(
    client,
    tenant,
    gone.map((row) => ({ ...row, ...applyWord({ ...row, statusAt: 0 }, word, now) })),
    now,
  )
  const words = gone.map(({ language, status }): HistoryWord => ({
    ...{ wabaId, name, language, source: 'us', by },
    told: { kind: 'status', at: now, from: status, to: 'DELETED', reason: null },
  }))
  await addHistory(client, tenant, words)
}
