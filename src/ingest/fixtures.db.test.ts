/** Every example of Meta's webhooks that we have, and what it must leave in the database. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { test } from '#test/database.ts'
import { EFFECTS } from '#test/fixture-effects.ts'
import { asAdmin, connect, freshNumber, ingest, type TestNumber } from '#test/ingest.ts'

/** Collected from public documentation; not part of the repository because not all of it may be passed on. */
const DIRECTORY = new URL('../../../shared/fixtures/', import.meta.url)
const isPresent = existsSync(new URL('INDEX.tsv', DIRECTORY))
const files = isPresent
  ? readdirSync(DIRECTORY)
      .filter((name) => name.startsWith('webhook__'))
      .toSorted()
  : []
const kindOf = (file: string): string => file.slice('webhook__'.length, file.lastIndexOf('__'))
const kinds = [...Map.groupBy(files, kindOf)]

type Place = { [key: string]: unknown }
/** All values of these keys, anywhere in the body. */
function valuesOf(json: unknown, keys: readonly string[]): string[] {
  if (Array.isArray(json)) return json.flatMap((item) => valuesOf(item, keys))
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json as Place).flatMap(([key, value]) =>
    keys.includes(key) && (typeof value === 'string' || typeof value === 'number')
      ? [String(value)]
      : valuesOf(value, keys),
  )
}

/** The numbers that a body is about, as if we had connected them all; a body about an account gets one number of that account. */
function numbersOf(body: string): TestNumber[] {
  const json = JSON.parse(body) as { entry: { id?: string }[] }
  const numbers: TestNumber[] = []
  for (const entry of json.entry) {
    const wabaId = valuesOf(entry, ['waba_id'])[0] ?? entry.id ?? ''
    const display = (valuesOf(entry, ['display_phone_number'])[0] ?? '').replaceAll(/\D/gu, '')
    const ids = valuesOf(entry, ['phone_number_id'])
    for (const phoneNumberId of new Set(ids.length === 0 ? [freshNumber().phoneNumberId] : ids))
      if (
        !numbers.some(
          (known) => known.phoneNumberId === phoneNumberId || (ids.length === 0 && known.wabaId === wabaId),
        )
      )
        numbers.push({ phoneNumberId, wabaId, display })
  }
  return numbers
}

const NAMES = (id: string): string =>
  `(select string_agg(kind || ':' || value, ' ' order by kind, value) from contact_identities i
    where i.tenant_id = current_tenant() and i.contact_id = ${id})`
/** Some examples have placeholders instead of moments: then it is ours. */
const AT = (column: string): string =>
  `case when ${column} > now() - interval '1 hour' then 'now' else to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') end`
const LINES = [
  `select concat_ws(' ', 'contact', nullif(c.kind, 'person'), ${NAMES('c.id')}, 'name=' || profile_name, 'username=' || username,
    'book=' || book_name) as line from contacts c`,
  `select concat_ws(' ', 'conversation', ${NAMES('c.contact_id')}, 'unread=' || unread_count, 'window=' || ${AT('last_inbound_at')},
    case when last_referral_at is not null then 'ad' end) as line from conversations c`,
  `select concat_ws(' ', m.direction, nullif(m.source, 'live'), m.type, '"' || left(m.text, 40) || '"', ${AT('m.at')},
    (select 'with ' || ${NAMES('c.contact_id')} from conversations c where c.tenant_id = m.tenant_id and c.id = m.conversation_id),
    'by ' || (m.author ->> 'phone'), 'media=' || (select mime_type from media d where d.tenant_id = m.tenant_id and d.id = m.media_id),
    'to=' || left(m.context ->> 'id', 12), case when m.context -> 'referred_product' is not null then 'product' end,
    case when m.context ->> 'forwarded' = 'true' then 'forwarded' end, 'ad=' || (m.referral ->> 'source_type'),
    'error=' || (m.content #>> '{errors,0,code}'), 'rank=' || nullif(m.status_rank, 0)) as line from messages m`,
  `select concat_ws(' ', 'status', status, ${AT('at')}, 'of ' || nullif(recipient, ''), 'error=' || (errors #>> '{0,code}'),
    'price=' || (pricing ->> 'category'), 'callback=' || callback) as line from statuses`,
  `select concat_ws(' ', kind, ${AT('at')}, type, '"' || text || '"') as line from message_amendments`,
  `select concat_ws(' ', 'reaction', direction, reactor, coalesce(emoji, 'none'), ${AT('at')}) as line from reactions`,
  `select concat_ws(' ', 'preference', ${NAMES('p.contact_id')}, category, value, ${AT('at')}) as line from contact_preferences p`,
  `select concat_ws(' ', 'update', field, coalesce(value ->> 'event', value ->> 'decision', value ->> 'type', value ->> 'status',
      value #>> '{groups,0,type}', value #>> '{automatic_events,0,event_name}', value #>> '{0,code}', value ->> 'new_quality_score'),
    ${AT('at')}, case when channel_id is not null then 'of the number' end) as line from updates`,
  `select concat_ws(' ', 'channel', 'quality=' || quality_rating, 'limit=' || messaging_limit, 'decision=' || name_decision,
    'name=' || nullif(verified_name, 'Test shop'), 'mps=' || nullif(throughput_mps, 80)) as line from channels
   where num_nonnulls(quality_rating, messaging_limit, name_decision) > 0 or throughput_mps <> 80`,
]

async function effectsOf(client: Client): Promise<string[]> {
  const lines: string[] = []
  for (const sql of LINES) {
    const { rows } = await client.query<{ line: string }>(sql)
    lines.push(...rows.map(({ line }) => line).toSorted())
  }
  return lines
}

/** Beside the tenant's own: what nobody could use. */
async function leftovers({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select concat_ws(' ', 'dead letter', code, pointer) as line from dead_letters
     union all select 'orphan of ' || route from orphans`,
  )
  return rows.map(({ line }) => line).toSorted()
}

async function receive(
  database: Database,
  adminUrl: string,
  tenant: TenantId,
  file: string,
): Promise<{ once: string[]; twice: string[] }> {
  // Some examples have a placeholder where Meta always has a moment.
  const body = readFileSync(new URL(file, DIRECTORY), 'utf8').replaceAll(
    /("timestamp"\s*:\s*)"(?!\d)[^"]*"/gu,
    '$1"1750000000"',
  )
  await asAdmin(adminUrl, async (admin) => {
    await admin.query('delete from channel_routes')
    await admin.query('truncate dead_letters, orphans')
  })
  await database.inTenant(tenant, async (client) => {
    for (const number of numbersOf(body)) await connect(client, tenant, number)
  })
  await ingest(database, [body])
  const once = [...(await database.inTenant(tenant, effectsOf)), ...(await leftovers(database))]
  await ingest(database, [body, body])
  const twice = await database.inTenant(tenant, effectsOf)
  return { once, twice: [...twice, ...new Set(await leftovers(database))] }
}

describe.skipIf(!isPresent)('an example of Meta', () => {
  test('has an expectation for its kind', () => {
    expect(kinds.map(([kind]) => kind).filter((kind) => EFFECTS[kind] === undefined)).toEqual([])
  })

  describe.each(kinds)('%s', (kind, examples) => {
    test.for(examples)(
      '%s has its effect, and none when it comes again',
      async (file, { database, adminUrl, tenant }) => {
        const { once, twice } = await receive(database, adminUrl, tenant, file)
        const nth = Number(/__(\d+)\.json$/u.exec(file)?.[1])
        expect(once).toEqual(EFFECTS[kind]?.[nth])
        expect(twice).toEqual(once)
      },
    )
  })
})
