/** The library as it is shown: what Meta says of each template, and what we know of it. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { ARCHIVED_MS } from './archive-rules.ts'
import { editsOf, QUOTA_MS } from './edit-quota.ts'
import {
  selectChanges,
  selectEdits,
  selectLibrary,
  selectNamed,
  selectOurVersion,
  selectTemplate,
  type LibraryFilter,
  type LibraryRow,
} from './internal/library-sql.ts'
import { selectSamples } from './internal/samples-sql.ts'
import { lintTemplate } from './lint/lint-template.ts'
import { RULES } from './lint/rules.ts'
import { definitionOf } from './pull-templates.ts'
import { explainRejection } from './reject-reasons.ts'
import { parametersOf } from './render-template.ts'
import type { LibraryTemplate, TemplateDetail } from './shapes.ts'
import { handlesOf, isListedAs } from './template-content.ts'
import { readTemplate, type JsonObject } from './template-model.ts'

const HISTORY_MAX = 200

export async function readLibrary(
  client: Client,
  tenant: TenantId,
  filter: LibraryFilter,
): Promise<LibraryTemplate[]> {
  return (await selectLibrary(client, tenant, filter)).map(shownOf)
}

/** null: there is none. */
export async function readTemplateDetail(
  client: Client,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<TemplateDetail | null> {
  const row = await selectTemplate(client, tenant, id)
  if (row === null) return null
  const edits = editsOf(await selectEdits(client, tenant, row, now - QUOTA_MS), now)
  const changes = await selectChanges(client, tenant, row, HISTORY_MAX)
  const named = await selectNamed(client, tenant, row.wabaId, row.name)
  const written = await withOurHandles(client, tenant, row)
  return {
    ...shownOf(row),
    // Rejected and paused ones may be edited without end.
    edits: row.status === 'APPROVED' ? edits : { ...edits, nextAt: null },
    samples: (await keptSamples(client, tenant, [written]))(written),
    history: changes.map((change) => ({
      ...change,
      ...(change.kind === 'version' ? { from: null, to: null } : {}),
    })),
    siblings: named.filter(({ language }) => language !== row.language),
  }
}

/** What would make it again. Where Meta lists addresses of files it has the handles that we wrote, if it is still what we wrote. */
export async function withOurHandles(client: Client, tenant: TenantId, row: LibraryRow): Promise<JsonObject> {
  const ours = await selectOurVersion(client, tenant, row)
  const isOurs = ours !== null && isListedAs(ours['components'] ?? [], row.components)
  return isOurs ? { ...definitionOf(row), components: ours['components'] ?? [] } : definitionOf(row)
}

/** Of each of these: our copies of the files in its headers, in their order. */
export async function keptSamples(
  client: Client,
  tenant: TenantId,
  definitions: readonly JsonObject[],
): Promise<(definition: JsonObject) => TemplateDetail['samples']> {
  const handles = [...new Set(definitions.flatMap(handlesOf))]
  const rows = new Map((await selectSamples(client, tenant, handles)).map((row) => [row.handle, row.mediaId]))
  return (definition) =>
    handlesOf(definition).flatMap((handle) => {
      const mediaId = rows.get(handle)
      return mediaId === undefined ? [] : [{ handle, mediaId, url: `/api/v1/media/${mediaId}` }]
    })
}

function shownOf(row: LibraryRow): LibraryTemplate {
  const { components, archivedAt, rejectedReason: _, ttlSeconds: _ttl, ...shown } = row
  return {
    ...shown,
    components: components.map((component) => ({ ...component })),
    parameters: parametersOf(components),
    rejection: rejectionOf(row),
    deletesAt: archivedAt === null ? null : archivedAt + ARCHIVED_MS,
  }
}

/** In Meta's words and ours, with the rules that should have said it before Meta did. */
function rejectionOf(row: LibraryRow): LibraryTemplate['rejection'] {
  if (row.status !== 'REJECTED') return null
  const reason = row.rejection?.reason ?? row.rejectedReason ?? 'NONE'
  const { meaning, nextStep, rules } = explainRejection(reason)
  const found = new Set(lintTemplate(readTemplate(definitionOf(row))).map(({ rule }) => rule))
  return {
    ...{ reason, meaning, nextStep },
    detail: row.rejection?.detail ?? null,
    recommendation: row.rejection?.recommendation ?? null,
    rules: rules
      .map((rule) => ({ rule, isFound: found.has(rule), why: RULES[rule].why }))
      .toSorted((a, b) => Number(b.isFound) - Number(a.isFound)),
  }
}
