/**
 * Leases: who works on what, decided by PostgreSQL's clock. Each row of a lease table has one owner at a time and an epoch
 * that rises with every change of owner. Owners prove themselves inside the transaction that does the work (`fence` of the
 * user), so one that slept through its lease cannot write.
 *
 * Live members of a role share the rows evenly: each takes at most its part, and gives back what is over it.
 */
import type { Pool } from 'pg'
import { newId } from '../ids.ts'

/** Short: a killed owner's work stands still for this long. Renewed three times within it. */
export const LEASE_MS = 6000
export const RENEW_MS = 2000

/** In SQL: until when a lease that is renewed now holds. */
export const RENEWED = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`

export type LeaseTable = {
  readonly table: 'lanes' | 'number_leases'
  readonly key: 'lane' | 'channel_id'
  readonly role: string
  /**
   * A row of ours that a transaction has locked is being worked on. `wait` for it: after a renewal every lease is fresh. Or
   * `skip` it, because the work renews the lease itself (with `RENEWED`): a renewal that waits is a running transaction, and
   * deliveries newer than that stay hidden.
   */
  readonly busy: 'wait' | 'skip'
}

/** What is held: key → epoch. */
export type Held = ReadonlyMap<string, bigint>

export type Leases = {
  readonly owner: string
  readonly held: () => Held
  /** Renews, takes its fair part of what is free, gives back what is over it. Returns the keys that are new. */
  readonly renew: () => Promise<readonly string[]>
  /** What was found out by a failed fence: these are not ours any more. */
  readonly lost: (keys: Iterable<string>) => void
  /** Gives everything back at once, so that others need not wait for the lease to end. */
  readonly release: () => Promise<void>
}

export function createLeases(pool: Pool, { table, key, role, busy }: LeaseTable): Leases {
  const owner = newId()
  let held = new Map<string, bigint>()
  return {
    owner,
    held: () => held,
    lost: (keys) => {
      for (const lost of keys) held.delete(lost)
    },
    renew: async () => {
      const { rows } = await pool.query<{ key: string; epoch: string }>({
        name: `renew_${table}`,
        text: renewal(table, key, busy),
        values: [owner, role],
      })
      const next = new Map(rows.map((row) => [row.key, BigInt(row.epoch)]))
      const fresh = [...next].filter(([name, epoch]) => held.get(name) !== epoch).map(([name]) => name)
      held = next
      return fresh
    },
    release: async () => {
      held = new Map()
      await pool.query(`update ${table} set owner = null, leased_until = '-infinity' where owner = $1`, [
        owner,
      ])
      await pool.query('delete from members where id = $1', [owner])
    },
  }
}

/** Locks in key order, so that two members never wait for each other in a ring. What was skipped stays ours. */
const renewal = (table: string, key: string, busy: LeaseTable['busy']): string => `
  with seen as (
    insert into members (id, role, seen_until)
    values ($1, $2, ${RENEWED})
    on conflict (id) do update set seen_until = excluded.seen_until),
  gone as (delete from members where seen_until < clock_timestamp() - interval '1 minute'),
  fair as (
    select ceil((select count(*) from ${table})::numeric
      / (1 + (select count(*) from members where role = $2 and id <> $1 and seen_until > clock_timestamp()))) as part),
  mine as (select ${key} as key, epoch from ${table} where owner = $1 and leased_until > clock_timestamp()),
  idle as (select ${key} as key from ${table} where owner = $1 and leased_until > clock_timestamp()
    order by ${key} for update ${busy === 'skip' ? 'skip locked' : ''}),
  numbered as (
    select key, (select count(*) from mine) - (select count(*) from idle) + row_number() over (order by key) as nth from idle),
  kept as (
    update ${table} t set leased_until = ${RENEWED}
    from numbered, fair where t.${key} = numbered.key and numbered.nth <= fair.part
    returning t.${key}::text as key, t.epoch),
  given_back as (
    update ${table} t set owner = null, leased_until = '-infinity'
    from numbered, fair where t.${key} = numbered.key and numbered.nth > fair.part),
  free as (
    select ${key} as key from ${table} where leased_until <= clock_timestamp() order by ${key}
    limit (select greatest(0, part - (select count(*) from mine)) from fair) for update skip locked),
  taken as (
    update ${table} t set owner = $1, epoch = t.epoch + 1, leased_until = ${RENEWED}
    from free where t.${key} = free.key
    returning t.${key}::text as key, t.epoch)
  select key, epoch from kept union all select key, epoch from taken
  ${busy === 'skip' ? 'union all select key::text, epoch from mine where key not in (select key from idle)' : ''}`
