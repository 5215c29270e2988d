/** The mirror of Meta's templates and what was told of them. Whoever writes either has locked the account first. */
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Listed, Standing, Told } from '../mirror.ts'

/** A row without its components, which are large and looked at only where they changed. */
export type MirrorRow = Standing & {
  readonly id: string
  readonly wabaId: string
  readonly metaTemplateId: string
  readonly name: string
  readonly language: string
  readonly listedHash: string | null
  readonly changedAt: number
}

/** Pulls, webhooks and submissions of one account take turns: each sees what the one before has written. */
export async function lockAccount(client: Client, tenant: TenantId, wabaId: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `templates:${tenant}:${wabaId}`,
  ])
}

const STANDING = `t.category, t.status, t.correct_category as "correctCategory", t.previous_category as "previousCategory",
  t.rejected_reason as "rejectedReason", t.quality, t.rejection, ${millisecondsOf('t.status_at')} as "statusAt",
  ${millisecondsOf('t.category_at')} as "categoryAt", ${millisecondsOf('t.quality_at')} as "qualityAt",
  ${millisecondsOf('t.halted_at')} as "haltedAt", t.halted_because as "haltedBecause", ${millisecondsOf('t.paused_until')} as "pausedUntil"`
const ROW = `t.id, t.waba_id as "wabaId", t.meta_template_id as "metaTemplateId", t.name, t.language, t.listed_hash as "listedHash",
  ${millisecondsOf('t.changed_at')} as "changedAt", ${STANDING}`

/** All of an account, or those of these names or ids of Meta's. */
export async function selectMirror(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  only: { readonly names: readonly string[]; readonly metaIds: readonly string[] } | null = null,
): Promise<MirrorRow[]> {
  const { rows } = await client.query<MirrorRow>(
    `select ${ROW} from templates t where t.tenant_id = $1 and t.waba_id = $2
       and ($3::text[] is null or t.name = any($3) or t.meta_template_id = any($4))`,
    [tenant, wabaId, only?.names ?? null, only?.metaIds ?? null],
  )
  return rows
}

export type MovedRow = Standing & { readonly id: string }

/** What webhooks have moved. */
export async function moveRows(
  client: Client,
  tenant: TenantId,
  rows: readonly MovedRow[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `update templates t set category = r.category, status = r.status, correct_category = r."correctCategory",
       previous_category = r."previousCategory", rejected_reason = r."rejectedReason", quality = r.quality, rejection = r.rejection,
       status_at = ${momentOf('r."statusAt"')}, category_at = ${momentOf('r."categoryAt"')}, quality_at = ${momentOf('r."qualityAt"')},
       halted_at = to_timestamp(r."haltedAt" / 1000), halted_because = r."haltedBecause",
       paused_until = to_timestamp(r."pausedUntil" / 1000), listed_hash = null,
       changed_at = case when (t.category, t.status, t.quality, t.correct_category) is distinct from
         (r.category, r.status, r.quality, r."correctCategory") then to_timestamp($3::float8 / 1000) else t.changed_at end
     from json_to_recordset($2) as r (id uuid, ${STANDING_TYPES})
     where t.tenant_id = $1 and t.id = r.id`,
    [tenant, JSON.stringify(rows), now],
  )
}

/** JSON has no infinity: null is the moment before all others. */
const momentOf = (name: string): string => `coalesce(to_timestamp(${name} / 1000), '-infinity')`
const STANDING_TYPES = `category text, status text, "correctCategory" text, "previousCategory" text, "rejectedReason" text, quality text,
  rejection jsonb, "statusAt" float8, "categoryAt" float8, "qualityAt" float8, "haltedAt" float8, "haltedBecause" text, "pausedUntil" float8`

export type ListedRow = Listed &
  Standing & { readonly id: string; readonly listedHash: string; readonly changedAt: number }

/** What a pull has seen; a row that is new here gets the id that it brings. */
export async function putListed(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  rows: readonly ListedRow[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `insert into templates as t (tenant_id, id, waba_id, meta_template_id, name, language, parameter_format, components, ttl_seconds,
       sub_category, listed_hash, category, status, correct_category, previous_category, rejected_reason, quality, rejection, status_at,
       category_at, quality_at, halted_at, halted_because, paused_until, changed_at, pulled_at)
     select $1, id, $2, "metaTemplateId", name, language, "parameterFormat", components, "ttlSeconds", "subCategory", "listedHash",
       category, status, "correctCategory", "previousCategory", "rejectedReason", quality, rejection, ${momentOf('"statusAt"')},
       ${momentOf('"categoryAt"')}, ${momentOf('"qualityAt"')}, to_timestamp("haltedAt" / 1000), "haltedBecause",
       to_timestamp("pausedUntil" / 1000), to_timestamp("changedAt" / 1000), to_timestamp($4::float8 / 1000)
     from json_to_recordset($3) as r (id uuid, "metaTemplateId" text, name text, language text, "parameterFormat" text, components jsonb,
       "ttlSeconds" int, "subCategory" text, "listedHash" text, "changedAt" float8, ${STANDING_TYPES})
     on conflict (tenant_id, waba_id, name, language) do update set meta_template_id = excluded.meta_template_id,
       parameter_format = excluded.parameter_format, components = excluded.components, ttl_seconds = excluded.ttl_seconds,
       sub_category = excluded.sub_category, listed_hash = excluded.listed_hash, category = excluded.category, status = excluded.status,
       correct_category = excluded.correct_category, previous_category = excluded.previous_category,
       rejected_reason = excluded.rejected_reason, quality = excluded.quality, rejection = excluded.rejection,
       status_at = excluded.status_at, category_at = excluded.category_at, quality_at = excluded.quality_at,
       halted_at = excluded.halted_at, halted_because = excluded.halted_because, paused_until = excluded.paused_until,
       changed_at = excluded.changed_at, pulled_at = excluded.pulled_at`,
    [tenant, wabaId, JSON.stringify(rows), now],
  )
}

export async function deleteMirrored(
  client: Client,
  tenant: TenantId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length > 0)
    await client.query('delete from templates where tenant_id = $1 and id = any($2)', [tenant, ids])
}

/** By whom a word is; null of Meta's. */
export type Source =
  | { readonly source: 'webhook' | 'pull'; readonly by: null }
  | { readonly source: 'us'; readonly by: { readonly id: string; readonly name: string } | null }

export type HistoryWord = Source & {
  readonly wabaId: string
  readonly name: string
  readonly language: string
  readonly told: Told | VersionTold
}
/** From then on it had these parts. */
export type VersionTold = {
  readonly kind: 'version'
  readonly at: number
  /** The status that it had. */
  readonly from: string | null
  readonly to: string
  readonly reason: string | null
  readonly definition: JsonObject
}

/** Each word once, however often it is told. */
export async function addHistory(
  client: Client,
  tenant: TenantId,
  words: readonly HistoryWord[],
): Promise<void> {
  if (words.length === 0) return
  const rows = words.map(({ told, wabaId, name, language, source, by }) => ({
    ...{ id: newId(), wabaId, name, language, source, byId: by?.id ?? null, byName: by?.name ?? null },
    ...{ kind: told.kind, at: told.at, from: told.from, to: told.to, reason: told.reason },
    definition: told.kind === 'version' ? told.definition : null,
  }))
  await client.query(
    `insert into template_history (tenant_id, id, waba_id, name, language, kind, at, from_value, to_value, reason, source, by_id, by_name,
       definition)
     select $1, id, "wabaId", name, language, kind, to_timestamp(at / 1000), "from", "to", reason, source, "byId", "byName", definition
     from json_to_recordset($2) as r (id uuid, "wabaId" text, name text, language text, kind text, at float8, "from" text, "to" text,
       reason text, source text, "byId" text, "byName" text, definition jsonb)
     on conflict do nothing`,
    [tenant, JSON.stringify(rows)],
  )
}

export type LastVersion = {
  readonly name: string
  readonly language: string
  readonly hash: string
  readonly source: 'us' | 'webhook' | 'pull'
  readonly definition: JsonObject | null
}

/** The newest version of each of these. */
export async function selectLastVersions(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  keys: readonly { readonly name: string; readonly language: string }[],
): Promise<LastVersion[]> {
  if (keys.length === 0) return []
  const { rows } = await client.query<LastVersion>(
    `select k.name, k.language, h.to_value as hash, h.source, h.definition
     from unnest($3::text[], $4::text[]) as k (name, language), lateral (
       select to_value, source, definition from template_history h
       where h.tenant_id = $1 and h.waba_id = $2 and h.name = k.name and h.language = k.language and h.kind = 'version'
       order by h.at desc, h.id desc limit 1) h`,
    [tenant, wabaId, keys.map(({ name }) => name), keys.map(({ language }) => language)],
  )
  return rows
}

/** What a webhook or one of us has spoken of since then: newer than a pull that began then. */
export async function selectToldSince(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  since: string,
): Promise<{ readonly name: string; readonly language: string }[]> {
  const { rows } = await client.query<{ name: string; language: string }>(
    `select distinct name, language from template_history
     where tenant_id = $1 and waba_id = $2 and recorded_at > $3::timestamptz and source <> 'pull'`,
    [tenant, wabaId, since],
  )
  return rows
}
