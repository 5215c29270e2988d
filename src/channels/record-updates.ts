/**
 * What Meta tells about accounts and numbers beside messages: every update is kept once, and the few that change how we
 * work are applied to the channel. The newest word counts, by Meta's own time where it gives one.
 */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { UpdateFact } from '#whatsapp/facts.ts'
import { HEALTH_FIELDS } from './health-fields.ts'

/** Keeps the updates; returns those that are new. */
export async function recordUpdates(
  client: Client,
  tenant: TenantId,
  updates: readonly { readonly fact: UpdateFact; readonly channel: string | null }[],
): Promise<readonly UpdateFact[]> {
  const byKey = new Map(updates.map((update) => [update.fact.key, update]))
  const fresh: UpdateFact[] = []
  for (const { fact, channel } of byKey.values()) {
    const { rowCount } = await client.query(
      `insert into updates (tenant_id, key, waba_id, channel_id, field, at, value) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing`,
      [
        tenant,
        fact.key,
        fact.wabaId,
        channel,
        fact.field,
        fact.at === null ? null : new Date(fact.at),
        JSON.stringify(fact.value),
      ],
    )
    if (rowCount === 0) continue
    fresh.push(fact)
  }
  const displayed = new Set(fresh.filter(({ field }) => field in APPLIED).map(({ wabaId }) => wabaId))
  if (displayed.size > 0) await client.query(APPLY_SQL, [tenant, [...displayed]])
  const about = new Set(
    fresh.filter(({ field }) => HEALTH_FIELDS.includes(field)).map(({ wabaId }) => wabaId),
  )
  if (about.size > 0) await client.query(DUE_SQL, [tenant, [...about]])
  return fresh
}

const DUE_SQL = `update channel_routes set health_due_at = '-infinity' where tenant_id = $1 and waba_id = any($2)`

/** Fields that say something about a number; see `APPLY_SQL`. */
const APPLIED = {
  phone_number_quality_update: true,
  phone_number_name_update: true,
  business_capability_update: true,
}

/** The newest word about a number, of updates that satisfy `which`. */
const NEWEST = (value: string, which: string): string => `(
    select ${value} from updates u where u.tenant_id = $1 and u.waba_id = c.waba_id and ${which}
    order by u.at desc nulls last, u.key desc limit 1)`
const OF_NUMBER = `u.value ->> 'display_phone_number' = c.display_phone_number`
const LIMIT = `coalesce(u.value ->> 'max_daily_conversations_per_business', u.value ->> 'max_daily_conversation_per_phone')`
const QUALITY = `u.field = 'phone_number_quality_update' and ${OF_NUMBER}`
const NAME = `u.field = 'phone_number_name_update' and ${OF_NUMBER}`

/**
 * Sets each number to what the newest updates say, aspect by aspect: a quality flag says nothing about throughput. It reads all
 * of them again, so their order cannot matter; they are few. These payloads carry no phone number id, only the displayed number
 * (Meta, "phone_number_quality_update", Nov 2025). Throughput is never taken back.
 */
const APPLY_SQL = `
  update channels c set
    quality_rating = coalesce(${NEWEST(`case u.value ->> 'event' when 'FLAGGED' then 'RED' else 'GREEN' end`, `${QUALITY} and u.value ->> 'event' in ('FLAGGED', 'UNFLAGGED')`)}, c.quality_rating),
    throughput_mps = coalesce(${NEWEST('1000', `${QUALITY} and u.value ->> 'event' = 'THROUGHPUT_UPGRADE'`)}, c.throughput_mps),
    name_decision = coalesce(${NEWEST(`u.value ->> 'decision'`, `${NAME} and u.value ->> 'decision' is not null`)}, c.name_decision),
    verified_name = coalesce(${NEWEST(`u.value ->> 'requested_verified_name'`, `${NAME} and u.value ->> 'decision' = 'APPROVED' and u.value ->> 'requested_verified_name' is not null`)}, c.verified_name),
    messaging_limit = coalesce(
      ${NEWEST(LIMIT, `u.field = 'business_capability_update' and ${LIMIT} is not null`)},
      ${NEWEST(`u.value ->> 'current_limit'`, `${QUALITY} and u.value ->> 'current_limit' is not null`)},
      c.messaging_limit)
  where c.tenant_id = $1 and c.waba_id = any($2)`
