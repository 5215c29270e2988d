/**
 * What is done to a template at Meta beside writing it: deleting it, ending its pause, putting it into the archive and bringing it
 * back. Meta is asked first, then it is noted.
 */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Secret } from '#platform/secrets.ts'
import { SECOND_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import type { Archived } from '#whatsapp/graph-templates.ts'
import { isArchivable } from './archive-rules.ts'
import { bringForward } from './internal/due-sql.ts'
import { selectChannelOf, selectStatuses, selectTemplate, type LibraryRow } from './internal/library-sql.ts'
import {
  addHistory,
  lockAccount,
  moveRows,
  selectMirror,
  type HistoryWord,
  type MirrorRow,
} from './internal/mirror-sql.ts'
import { applyWord, type Word } from './mirror.ts'
import type { TemplateParts } from './parts.ts'
import { refusalOf, refused, refusedByMeta, type Refused } from './refusal.ts'

type Done = { readonly ok: true } | Refused

/** Deletes it at Meta, in its language or in all that it has. */
export async function deleteTemplate(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  { id, allLanguages }: { readonly id: string; readonly allLanguages: boolean },
): Promise<Done> {
  return changeAtMeta(parts, tenant, actor, id, {
    action: 'template.deleted',
    allLanguages,
    ask: async (token, { wabaId, name, metaTemplateId }) => {
      await parts.graph.remove(token, wabaId, name, allLanguages ? null : metaTemplateId)
      return null
    },
    note: async (client, template) => {
      const { wabaId, name } = template
      const now = parts.clock()
      const rows = await selectMirror(client, tenant, wabaId, { names: [name], metaIds: [] })
      const gone = rows.filter((row) => row.name === name && (allLanguages || row.id === id))
      await noteStatus(client, tenant, actor, template, gone, { to: 'DELETED', at: now, now })
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
  return changeAtMeta(parts, tenant, actor, id, {
    action: 'template.unpaused',
    refuse: ({ status }) => (status === 'PAUSED' ? null : refused('template_not_paused')),
    ask: async (token, { metaTemplateId }) => {
      await parts.graph.unpause(token, metaTemplateId)
      return null
    },
    note: async () => {},
  })
}

/** Puts it away: it cannot be sent, and Meta deletes it 28 days later. */
export async function archiveTemplate(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<Done> {
  return changeAtMeta(parts, tenant, actor, id, {
    action: 'template.archived',
    refuse: ({ status }) => (isArchivable(status) ? null : refused('template_not_archivable')),
    ask: async (token, { wabaId, metaTemplateId }) =>
      failureOf(await parts.graph.archive(token, wabaId, [metaTemplateId]), metaTemplateId),
    note: async (client, template, at) => {
      const { wabaId, metaTemplateId } = template
      const put = await selectMirror(client, tenant, wabaId, { names: [], metaIds: [metaTemplateId] })
      await noteStatus(client, tenant, actor, template, put, { to: 'ARCHIVED', at, now: parts.clock() })
    },
  })
}

/** Brings it back to whatever it was before: Meta does not say what that is, the pull that follows does. */
export async function unarchiveTemplate(
  parts: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
): Promise<Done> {
  return changeAtMeta(parts, tenant, actor, id, {
    action: 'template.unarchived',
    refuse: ({ status }) => (status === 'ARCHIVED' ? null : refused('template_not_archived')),
    ask: async (token, { wabaId, metaTemplateId }) =>
      failureOf(await parts.graph.unarchive(token, wabaId, [metaTemplateId]), metaTemplateId),
    note: async (client, template, at) =>
      addHistory(client, tenant, [wordOfOurs(actor, template, 'UNARCHIVED', at)]),
  })
}

/** Meta answers 200 also where it did nothing. */
function failureOf({ done, failed }: Archived, metaTemplateId: string): Refused | null {
  if (done.has(metaTemplateId)) return null
  const why = failed.get(metaTemplateId)
  return why === undefined ? refused('meta_unreachable') : refusedByMeta(why)
}

async function changeAtMeta(
  { database, tokenOf, clock, notifier }: TemplateParts,
  tenant: TenantId,
  actor: Actor,
  id: string,
  {
    action,
    allLanguages = false,
    refuse = () => null,
    ask,
    note,
  }: {
    /** As the audit log calls it. */
    readonly action: string
    readonly allLanguages?: boolean
    readonly refuse?: (template: LibraryRow) => Refused | null
    readonly ask: (token: Secret, template: LibraryRow) => Promise<Refused | null>
    /** `at`: when it was done, for the history. */
    readonly note: (client: Client, template: LibraryRow, at: number) => Promise<void>
  },
): Promise<Done> {
  const { template, channel, lastAt } = await database.inTenant(tenant, async (client) => {
    const found = await selectTemplate(client, tenant, id)
    const last = found && (await selectStatuses(client, tenant, found))[0]
    return {
      ...{ template: found, lastAt: last?.at ?? 0 },
      channel: found && (await selectChannelOf(client, tenant, found.wabaId)),
    }
  })
  if (template === null) return refused('template_not_found')
  const wrong = refuse(template)
  if (wrong !== null) return wrong
  const token = channel === null ? null : await tokenOf(tenant, channel)
  if (token === null) return refused('channel_disconnected')
  // The webhook of the same change tells whole seconds: our word comes first, so that the history says who it was.
  const at = Math.max(Math.floor(clock() / SECOND_MS) * SECOND_MS - 1, lastAt + 1)
  const because = await ask(token, template).catch(refusalOf)
  await database.inTenant(tenant, async (client) => {
    await lockAccount(client, tenant, template.wabaId)
    // Also after an answer that was not heard: the pull finds out.
    await bringForward(client, tenant, template.wabaId, clock())
    if (because !== null) return
    await appendEvents(client, tenant, [['templates.changed']])
    await note(client, template, at)
    const { name, language } = template
    await recordAudit(client, tenant, actor, {
      ...{ action, subject: { kind: 'template', id } },
      details: allLanguages ? { name, allLanguages } : { name, language },
    })
  })
  notifier.notify('events', [tenant])
  return because ?? { ok: true }
}

/** What we have just had done is so at once: nothing is sent of what is deleted or archived. The pull that follows tells the rest. */
async function noteStatus(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  before: LibraryRow,
  moved: readonly MirrorRow[],
  { to, at, now }: { readonly to: 'DELETED' | 'ARCHIVED'; readonly at: number; readonly now: Instant },
): Promise<void> {
  // The webhook of this change may have been quicker than the answer.
  const rows = moved.map((row) => (row.id === before.id ? { ...row, status: before.status } : row))
  const nothing = { reason: null, detail: null, recommendation: null, pause: null }
  const word: Word = { aspect: 'status', event: to, at: now, ...nothing }
  await moveRows(
    client,
    tenant,
    rows.map((row) => ({ ...row, ...applyWord({ ...row, statusAt: 0 }, word, now) })),
    now,
  )
  await addHistory(
    client,
    tenant,
    rows.map((row) => wordOfOurs(actor, row, to, at)),
  )
}

const wordOfOurs = (
  actor: Actor,
  { wabaId, name, language, status }: Pick<MirrorRow, 'wabaId' | 'name' | 'language' | 'status'>,
  to: string,
  at: number,
): HistoryWord => ({
  ...{ wabaId, name, language, source: 'us', by: { id: actor.id, name: actor.name } },
  told: { kind: 'status', at, from: status, to, reason: null },
})
