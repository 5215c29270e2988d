/** What people are told before they agree, by version: only ever added to, so that a consent points at what was said then. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import { millisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'

export type PrivacyNotice = {
  readonly version: string
  readonly validFrom: number
  readonly createdAt: number
  readonly createdBy: string
  readonly texts: readonly { readonly language: string; readonly text: string }[]
}

/** Newest first. */
export async function listNotices(client: Client, tenant: TenantId): Promise<PrivacyNotice[]> {
  const { rows } = await client.query<PrivacyNotice>(
    `select version, ${millisecondsOf('max(valid_from)')} as "validFrom", ${millisecondsOf('max(created_at)')} as "createdAt",
       max(created_by_name) as "createdBy", jsonb_agg(jsonb_build_object('language', language, 'text', text) order by language) as texts
     from privacy_notices where tenant_id = $1 group by version order by max(valid_from) desc, max(created_at) desc limit 200`,
    [tenant],
  )
  return rows
}

/** False: there is such a version already; it says what it says for ever. */
export async function addNotice(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  notice: {
    readonly version: string
    readonly validFrom: Instant
    readonly texts: readonly { readonly language: string; readonly text: string }[]
  },
  now: Instant,
): Promise<boolean> {
  await client.query('select 1 from tenants where tenant_id = $1 for no key update', [tenant])
  const { rowCount: known } = await client.query(
    'select 1 from privacy_notices where tenant_id = $1 and version = $2 limit 1',
    [tenant, notice.version],
  )
  if ((known ?? 0) > 0) return false
  await client.query(
    `insert into privacy_notices (tenant_id, version, language, text, valid_from, created_at, created_by_name)
     select $1, $2, language, text, $5, $6, $7 from unnest($3::text[], $4::text[]) as n (language, text)`,
    [
      ...[
        tenant,
        notice.version,
        notice.texts.map(({ language }) => language),
        notice.texts.map(({ text }) => text),
      ],
      ...[new Date(notice.validFrom), new Date(now), actor.name],
    ],
  )
  const subject = { kind: 'notice', id: notice.version }
  const details = { languages: notice.texts.map(({ language }) => language), validFrom: notice.validFrom }
  await recordAudit(client, tenant, actor, { action: 'notice.published', subject, details })
  return true
}

/** The version that people are told at this moment; null: none was published. Uses privacy_notices_current. */
export async function currentNotice(client: Client, tenant: TenantId, now: Instant): Promise<string | null> {
  const { rows } = await client.query<{ version: string }>(
    `select version from privacy_notices where tenant_id = $1 and valid_from <= $2 order by valid_from desc, created_at desc limit 1`,
    [tenant, new Date(now)],
  )
  return rows[0]?.version ?? null
}

/**
 * The version to write down with a consent: the one that is named, else the current one. A business that has published notices
 * names one of them; before the first one it may name its own. null: named, but never published.
 */
export async function noticeFor(
  client: Client,
  tenant: TenantId,
  named: string | undefined,
  now: Instant,
): Promise<{ readonly version: string | undefined } | null> {
  if (named === undefined) return { version: (await currentNotice(client, tenant, now)) ?? undefined }
  const { rows } = await client.query<{ is_known: boolean; has_any: boolean }>(
    `select exists (select from privacy_notices where tenant_id = $1 and version = $2) as is_known,
       exists (select from privacy_notices where tenant_id = $1) as has_any`,
    [tenant, named],
  )
  return rows[0]?.has_any === true && !rows[0].is_known ? null : { version: named }
}
