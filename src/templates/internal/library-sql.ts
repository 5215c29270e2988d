import type { Client } from '#platform/db/database.ts'
import { patternOf, wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import type { Listed, Standing } from '../mirror.ts'

export type LibraryRow = Listed &
  Pick<Standing, 'rejection' | 'haltedAt' | 'haltedBecause' | 'pausedUntil'> & {
    readonly id: string
    readonly wabaId: string
    readonly changedAt: number
    /** Of an archived one: since when, if anybody saw that. */
    readonly archivedAt: number | null
  }

const ROW = `t.id, t.waba_id as "wabaId", t.meta_template_id as "metaTemplateId", t.name, t.language, t.category, t.status,
  t.parameter_format as "parameterFormat", t.components, t.correct_category as "correctCategory",
  t.previous_category as "previousCategory", t.rejected_reason as "rejectedReason", t.rejection, t.quality, t.ttl_seconds as "ttlSeconds",
  t.sub_category as "subCategory", ${wholeMillisecondsOf('t.halted_at')} as "haltedAt", t.halted_because as "haltedBecause",
  ${wholeMillisecondsOf('t.paused_until')} as "pausedUntil", ${wholeMillisecondsOf('t.changed_at')} as "changedAt",
  case when t.status = 'ARCHIVED' then (
    select max(${wholeMillisecondsOf('h.at')}) from template_history h
    where h.tenant_id = t.tenant_id and h.waba_id = t.waba_id and h.name = t.name and h.language = t.language and h.kind = 'status'
      and h.to_value = 'ARCHIVED' and (h.source <> 'pull' or h.from_value is not null)) end as "archivedAt"`

export type LibraryFilter = {
  readonly wabaId: string | null
  readonly status: string | null
  readonly category: string | null
  readonly language: string | null
  /** Part of a name, or of any text. */
  readonly q: string | null
  readonly after: { readonly name: string; readonly language: string; readonly id: string } | null
  readonly limit: number
}

/** By name and language. */
export async function selectLibrary(
  client: Client,
  tenant: TenantId,
  { wabaId, status, category, language, q, after, limit }: LibraryFilter,
): Promise<LibraryRow[]> {
  const { rows } = await client.query<LibraryRow>(
    `select ${ROW} from templates t
     where t.tenant_id = $1 and ($2::text is null or t.waba_id = $2) and ($3::text is null or t.status = $3)
       and ($4::text is null or t.category = $4) and ($5::text is null or t.language = $5)
       and ($6::text is null or t.name ilike $6 or t.components::text ilike $6)
       and ($7::text is null or (t.name, t.language, t.id) > ($7, $8, $9::uuid))
     order by t.name, t.language, t.id limit $10`,
    [
      ...[tenant, wabaId, status, category, language, q === null ? null : patternOf(q)],
      ...[after?.name ?? null, after?.language ?? null, after?.id ?? null, limit],
    ],
  )
  return rows
}

export async function selectTemplate(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<LibraryRow | null> {
  const { rows } = await client.query<LibraryRow>(
    `select ${ROW} from templates t where t.tenant_id = $1 and t.id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** Of one name, by language. */
export async function selectNamed(
  client: Client,
  tenant: TenantId,
  wabaId: string,
  name: string,
): Promise<{ readonly id: string; readonly language: string; readonly status: string }[]> {
  const { rows } = await client.query<{ id: string; language: string; status: string }>(
    'select id, language, status from templates where tenant_id = $1 and waba_id = $2 and name = $3 order by language',
    [tenant, wabaId, name],
  )
  return rows
}

/** The others of the account and language that could be sent, or are reviewed, with this very text. */
export async function selectSayingSame(
  client: Client,
  tenant: TenantId,
  { wabaId, name, language }: Key,
  body: string,
): Promise<Pick<LibraryRow, 'name' | 'category' | 'components'>[]> {
  const { rows } = await client.query<Pick<LibraryRow, 'name' | 'category' | 'components'>>(
    `select name, category, components from templates
     where tenant_id = $1 and waba_id = $2 and language = $3 and name <> $4 and status in ('APPROVED', 'PAUSED', 'PENDING')
       and jsonb_path_exists(components, '$[*] ? (@.type like_regex "^body$" flag "i" && @.text == $body)',
         jsonb_build_object('body', $5::text))
     order by name`,
    [tenant, wabaId, language, name, body],
  )
  return rows
}

export type ChangeRow = {
  readonly id: string
  readonly at: number
  readonly kind: 'version' | 'status' | 'quality' | 'category'
  readonly from: string | null
  readonly to: string
  readonly reason: string | null
  readonly source: 'us' | 'webhook' | 'pull'
  readonly by: string | null
  readonly definition: JsonObject | null
}
type Key = { readonly wabaId: string; readonly name: string; readonly language: string }

/** Newest first. What it was before is what was told before it, as far as anything was. */
export async function selectChanges(
  client: Client,
  tenant: TenantId,
  { wabaId, name, language }: Key,
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await client.query<ChangeRow>(
    `select id, ${wholeMillisecondsOf('at')} as at, kind, coalesce(before_value, from_value) as "from", to_value as "to", reason, source,
       by_name as by, definition
     from template_changes where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4
     order by template_changes.at desc, id desc limit $5`,
    [tenant, wabaId, name, language, limit],
  )
  return rows
}

/** When its parts were changed while it was approved, newest first. */
export async function selectEdits(
  client: Client,
  tenant: TenantId,
  { wabaId, name, language }: Key,
  since: number,
): Promise<number[]> {
  const { rows } = await client.query<{ at: number }>(
    `select ${wholeMillisecondsOf('h.at')} as at from template_history h
     where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4 and kind = 'version' and from_value = 'APPROVED'
       and h.at > to_timestamp($5::float8 / 1000)
     order by h.at desc`,
    [tenant, wabaId, name, language, since],
  )
  return rows.map(({ at }) => at)
}

/** What its status became, newest first. */
export async function selectStatuses(
  client: Client,
  tenant: TenantId,
  { wabaId, name, language }: Key,
): Promise<{ readonly at: number; readonly to: string }[]> {
  const { rows } = await client.query<{ at: number; to: string }>(
    `select ${wholeMillisecondsOf('h.at')} as at, to_value as "to" from template_history h
     where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4 and kind = 'status'
     order by h.at desc, h.id desc limit 50`,
    [tenant, wabaId, name, language],
  )
  return rows
}

/** What we wrote last of it. */
export async function selectOurVersion(
  client: Client,
  tenant: TenantId,
  { wabaId, name, language }: Key,
): Promise<JsonObject | null> {
  const { rows } = await client.query<{ definition: JsonObject | null }>(
    `select definition from template_history
     where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4 and kind = 'version' and source = 'us'
     order by at desc, id desc limit 1`,
    [tenant, wabaId, name, language],
  )
  return rows[0]?.definition ?? null
}

export async function selectAccount(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<{ readonly wabaId: string; readonly isConnected: boolean } | null> {
  const { rows } = await client.query<{ wabaId: string; isConnected: boolean }>(
    `select waba_id as "wabaId", access_token_sealed is not null as "isConnected" from channels where tenant_id = $1 and id = $2`,
    [tenant, channel],
  )
  return rows[0] ?? null
}

/** A connected number of the account; any of them will do to ask Meta. */
export async function selectChannelOf(
  client: Client,
  tenant: TenantId,
  wabaId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select id from channels where tenant_id = $1 and waba_id = $2 and access_token_sealed is not null order by id limit 1`,
    [tenant, wabaId],
  )
  return rows[0]?.id ?? null
}
