import type { Client } from '#platform/db/database.ts'
import { millisecondsOf, wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, momentOf, type Instant } from '#platform/time.ts'

/** Those that count together with a number, and what they are known as. */
export type Portfolio = {
  readonly key: string
  readonly channels: readonly string[]
  /** What is known of them without a lock; null: no places were ever taken. */
  readonly peopleMax: number | null
  readonly isFilled: boolean
}

const PORTFOLIO_OF = (channel: string): string => `(
  select h.to_value from health_events h where h.tenant_id = $1 and h.channel_id = ${channel} and h.kind = 'portfolio' and h.subject = ''
  order by h.at desc, h.id desc limit 1)`

/** Looks each of the tenant's numbers up; they are few. null: the number is gone. */
export async function selectPortfolio(
  client: Client,
  tenant: TenantId,
  channel: string,
): Promise<Portfolio | null> {
  const { rows } = await client.query<{
    key: string
    channels: string[]
    people_max: number | null
    is_filled: boolean | null
  }>({
    name: 'select_portfolio',
    text: `with numbers as materialized (
        select c.id, c.waba_id, ${PORTFOLIO_OF('c.id')} as portfolio from channels c where c.tenant_id = $1),
      own as (select coalesce('portfolio:' || portfolio, 'waba:' || waba_id) as key from numbers where id = $2)
      select own.key, p.people_max, p.is_filled,
        array(select n.id from numbers n where coalesce('portfolio:' || n.portfolio, 'waba:' || n.waba_id) = own.key) as channels
      from own left join portfolios p on p.tenant_id = $1 and p.key = own.key`,
    values: [tenant, channel],
  })
  const row = rows[0]
  if (row === undefined) return null
  return {
    key: row.key,
    channels: row.channels,
    peopleMax: row.people_max,
    isFilled: row.is_filled ?? false,
  }
}

/**
 * What Meta said last of how many people these numbers may begin with, as Meta wrote it: by a webhook that may not have been made a word
 * of yet, as a word, or when a number was connected. null: it never did.
 */
export async function selectNewestLimit(
  client: Client,
  tenant: TenantId,
  channels: readonly string[],
): Promise<string | null> {
  const { rows } = await client.query<{ said: string | null }>({
    name: 'select_newest_limit',
    text: `select coalesce((
        select said from (
          select h.to_value as said, h.at from channels c, lateral (
            select to_value, at from health_events h where h.tenant_id = $1 and h.channel_id = c.id and h.kind = 'tier' and h.subject = ''
            order by at desc, id desc limit 1) h
          where c.tenant_id = $1 and c.id = any($2::uuid[])
          union all
          select u.said, u.at from (
            select coalesce(value ->> 'max_daily_conversations_per_business', value ->> 'max_daily_conversation_per_phone') as said,
              coalesce(at, created_at) as at from updates
            where tenant_id = $1 and field = 'business_capability_update'
              and waba_id = any(array(select waba_id from channels where tenant_id = $1 and id = any($2::uuid[])))
            order by created_at desc limit 50) u
          where u.said is not null) words
        order by at desc limit 1),
      (select max(messaging_limit) from channels where tenant_id = $1 and id = any($2::uuid[]))) as said`,
    values: [tenant, channels],
  })
  return rows[0]?.said ?? null
}

export type Locked = {
  readonly peopleMax: number | null
  readonly used: number
  readonly isFilled: boolean
}

/**
 * Locks the row, which is made if it is not there. `share` is enough while no places are taken: whoever begins to take them waits for
 * those who do not.
 */
export async function lockPortfolio(
  client: Client,
  tenant: TenantId,
  key: string,
  mode: 'share' | 'update',
): Promise<Locked> {
  const lock = async (): Promise<Locked | null> => {
    const { rows } = await client.query<{ people_max: number | null; used: number; is_filled: boolean }>({
      name: `lock_portfolio_${mode}`,
      text: `select people_max, used, is_filled from portfolios where tenant_id = $1 and key = $2 for ${mode}`,
      values: [tenant, key],
    })
    const row = rows[0]
    return row === undefined ? null : { peopleMax: row.people_max, used: row.used, isFilled: row.is_filled }
  }
  const known = await lock()
  if (known !== null) return known
  await client.query('insert into portfolios (tenant_id, key) values ($1, $2) on conflict do nothing', [
    tenant,
    key,
  ])
  return (await lock()) ?? { peopleMax: null, used: 0, isFilled: false }
}

/** Under the row's lock. Where no places were taken, those who were begun with must be looked for first. */
export async function putLimit(
  client: Client,
  tenant: TenantId,
  key: string,
  peopleMax: number | null,
): Promise<void> {
  await client.query(
    `update portfolios set people_max = $3, is_filled = is_filled and people_max is not null and $3::int is not null
     where tenant_id = $1 and key = $2`,
    [tenant, key, peopleMax],
  )
}

/**
 * Under the row's lock: those whose day is over go, and those whose send Meta did not take. Whoever was reached later than their send
 * was called keeps the place from then on. Some hundreds at a time, the oldest first; what is left counts until its turn comes.
 * Returns how many places are used.
 */
export async function expirePlaces(
  client: Client,
  tenant: TenantId,
  key: string,
  since: Instant,
): Promise<number> {
  const { rows } = await client.query<{ used: number }>({
    name: 'expire_places',
    text: `with old as materialized (
        select p.person, greatest(p.at, m.at) as at from portfolio_places p
        left join lateral (select coalesce(delivered_at, read_at) as at from messages where tenant_id = $1 and id = p.send_id limit 1) m on true
        where p.tenant_id = $1 and p.key = $2 and p.at <= $3 and not p.is_returned order by p.at limit 500),
      returned as materialized (
        select person, before_at as at from portfolio_places where tenant_id = $1 and key = $2 and is_returned limit 500),
      moved as (
        update portfolio_places p set at = old.at, before_at = null from old
        where p.tenant_id = $1 and p.key = $2 and p.person = old.person and old.at > $3),
      restored as (
        update portfolio_places p set at = r.at, before_at = null, send_id = null, is_returned = false from returned r
        where p.tenant_id = $1 and p.key = $2 and p.person = r.person and r.at > $3),
      gone as (
        delete from portfolio_places where tenant_id = $1 and key = $2 and person = any(array(
          select person from old where at <= $3 union all select person from returned where coalesce(at, '-infinity') <= $3))
        returning 1)
      update portfolios set used = used - (select count(*) from gone) where tenant_id = $1 and key = $2 returning used`,
    values: [tenant, key, new Date(since)],
  })
  return rows[0]?.used ?? 0
}

/** Which of these people have a place. */
export async function selectPlaced(
  client: Client,
  tenant: TenantId,
  key: string,
  people: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ person: string }>({
    name: 'select_placed',
    text: 'select person from portfolio_places where tenant_id = $1 and key = $2 and person = any($3::uuid[])',
    values: [tenant, key, people],
  })
  return new Set(rows.map(({ person }) => person))
}

/** Under the row's lock: so many of these are new. Whoever has a place keeps it, from now on. */
export async function putPlaces(
  client: Client,
  tenant: TenantId,
  key: string,
  places: readonly { readonly person: string; readonly send: string }[],
  fresh: number,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'put_places',
    text: `with put as (
        insert into portfolio_places as p (tenant_id, key, person, at, send_id)
        select $1, $2, person, $5, send from unnest($3::uuid[], $4::uuid[]) as given (person, send)
        on conflict (tenant_id, key, person) do update set before_at = case when p.is_returned then p.before_at else p.at end,
          at = excluded.at, send_id = excluded.send_id, is_returned = false)
      update portfolios set used = used + $6 where tenant_id = $1 and key = $2`,
    values: [
      ...[tenant, key, places.map(({ person }) => person), places.map(({ send }) => send)],
      ...[new Date(now), fresh],
    ],
  })
}

/** When the one took a place who must leave before there is room; null: there is room. */
export async function selectBlocking(
  client: Client,
  tenant: TenantId,
  key: string,
  peopleMax: number,
): Promise<Instant | null> {
  const { rows } = await client.query<{ ms: number }>({
    name: 'select_blocking',
    text: `select ${millisecondsOf('at')} as ms from portfolio_places where tenant_id = $1 and key = $2 order by at
      offset (select greatest(0, used - $3) from portfolios where tenant_id = $1 and key = $2) limit 1`,
    values: [tenant, key, peopleMax],
  })
  return momentOf(rows[0]?.ms ?? null)
}

/** Marks the places of these sends as not needed; the next who takes one sweeps them up. Takes no lock of the portfolio's. */
export async function markReturned(
  client: Client,
  tenant: TenantId,
  sends: readonly string[],
): Promise<void> {
  if (sends.length === 0) return
  await client.query({
    name: 'return_places',
    text: 'update portfolio_places set is_returned = true where tenant_id = $1 and send_id = any($2::uuid[]) and not is_returned',
    values: [tenant, sends],
  })
}

/**
 * Everybody whom these numbers reached with a template outside an open window since then, or may have: those of whom Meta said so, and
 * those whose send was called and of whom nothing is said yet. Of a window that has moved since nobody knows; it counts as closed.
 */
export async function selectReached(
  client: Client,
  tenant: TenantId,
  channels: readonly string[],
  since: Instant,
): Promise<{ person: string; at: Instant }[]> {
  const { rows } = await client.query<{ person: string; ms: number }>(
    `select person, ${millisecondsOf('max(at)')} as ms from (
       select c.contact_id as person, t.delivered_at as at from template_sends t
       join conversations c on c.tenant_id = $1 and c.id = t.conversation_id
       where t.tenant_id = $1 and t.is_outside and t.delivered_at > $3 and t.channel_id = any($2::uuid[])
       union all
       select c.contact_id, s.dispatching_at from sends s
       join conversations c on c.tenant_id = $1 and c.id = s.conversation_id
       where s.tenant_id = $1 and s.channel_id = any($2::uuid[]) and s.dispatching_at > $3 and s.kind = 'message'
         and s.state in ('dispatching', 'unknown', 'accepted', 'held') and s.payload ->> 'type' = 'template'
         and not exists (select from template_sends t where t.tenant_id = $1 and t.message_id = s.id
           and (not t.is_outside or t.failed_at is not null))
         and (c.last_inbound_at is null or c.last_inbound_at > s.dispatching_at
           or c.last_inbound_at <= s.dispatching_at - interval '24 hours')) reached
     group by person`,
    [tenant, channels, new Date(since)],
  )
  return rows.map(({ person, ms }) => ({ person, at: instant(Math.round(ms)) }))
}

/** Takes the filling up, from whoever had it; false: there is nothing to fill. Under the row's lock. */
export async function beginFilling(
  client: Client,
  tenant: TenantId,
  key: string,
  filler: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update portfolios set filler = $3 where tenant_id = $1 and key = $2 and not is_filled and people_max is not null`,
    [tenant, key, filler],
  )
  return rowCount === 1
}

/** False: somebody else has taken it up. The row is locked until the end of the transaction. */
export async function isStillFilling(
  client: Client,
  tenant: TenantId,
  key: string,
  filler: string,
): Promise<boolean> {
  const { rows } = await client.query(
    'select from portfolios where tenant_id = $1 and key = $2 and not is_filled and filler = $3 for update',
    [tenant, key, filler],
  )
  return rows.length === 1
}

export async function fillIn(
  client: Client,
  tenant: TenantId,
  key: string,
  reached: readonly { readonly person: string; readonly at: Instant }[],
): Promise<void> {
  await client.query(
    `insert into portfolio_places as p (tenant_id, key, person, at)
     select $1, $2, person, at from unnest($3::uuid[], $4::timestamptz[]) as given (person, at)
     on conflict (tenant_id, key, person) do update set at = greatest(p.at, excluded.at), is_returned = false`,
    [tenant, key, reached.map(({ person }) => person), reached.map(({ at }) => new Date(at))],
  )
}

export async function endFilling(client: Client, tenant: TenantId, key: string): Promise<void> {
  await client.query(
    `update portfolios set is_filled = true, filler = null,
       used = (select count(*) from portfolio_places where tenant_id = $1 and key = $2)
     where tenant_id = $1 and key = $2`,
    [tenant, key],
  )
}

export type Use = {
  readonly used: number
  readonly blocksAt: Instant | null
  readonly leaving: { readonly at: Instant; readonly count: number }[]
}

/** How many places are taken since then, when there is room for one more, and by which whole hour how many are free again. */
export async function selectUse(
  client: Client,
  tenant: TenantId,
  key: string,
  since: Instant,
  peopleMax: number,
): Promise<Use> {
  const { rows } = await client.query<{
    used: number
    blocks_ms: number | null
    leaving: { at: number; count: number }[]
  }>(
    `with taken as materialized (
       select at from portfolio_places where tenant_id = $1 and key = $2 and at > $3 and not (is_returned and before_at is null)),
     total as (select count(*)::int as used from taken)
     select used,
       case when used >= $4 then (select ${wholeMillisecondsOf('at')} from taken order by at offset (select used from total) - $4 limit 1) end as blocks_ms,
       coalesce((select json_agg(h order by h.at) from (
         select ${wholeMillisecondsOf(`date_trunc('minute', at, 'UTC') + interval '24 hours 2 minutes'`)} as at, count(*)::int as count
         from taken group by date_trunc('minute', taken.at, 'UTC')) h), '[]') as leaving
     from total`,
    [tenant, key, new Date(since), peopleMax],
  )
  const row = rows[0]
  return {
    used: row?.used ?? 0,
    blocksAt: momentOf(row?.blocks_ms ?? null),
    leaving: (row?.leaving ?? []).map(({ at, count }) => ({ at: instant(at), count })),
  }
}
