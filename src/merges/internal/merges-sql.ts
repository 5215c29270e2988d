import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { Actor } from '#tenants/access.ts'
import type { Snapshot } from './journal-sql.ts'

/** What the merge made of conversations, with the rows. */
export type Before = {
  readonly rows: Snapshot
  readonly doubled: readonly { readonly from: string; readonly into: string }[]
  /** Entries of the winner's ledger. */
  readonly consents: readonly string[]
  /** What the winner went by. */
  readonly names: readonly string[]
}
export type MergeRow = {
  readonly id: string
  readonly winner: string
  readonly loser: string
  readonly loserName: string | null
  readonly by: string
  readonly at: number
  readonly undoneAt: number | null
  /** The one that stayed is there, and the other is not. */
  readonly isWhole: boolean
}
export type MergeJournal = MergeRow & {
  readonly before: Before
  readonly after: Snapshot
  readonly consents: readonly string[]
}

const COLUMNS = `m.id, winner_id as winner, loser_id as loser, loser_name as "loserName", actor ->> 'name' as by, ${wholeMillisecondsOf('at')} as at,
  ${wholeMillisecondsOf('undone_at')} as "undoneAt", exists (select from contacts k where k.tenant_id = m.tenant_id and k.id = m.winner_id)
    and not exists (select from contacts k where k.tenant_id = m.tenant_id and k.id = m.loser_id) as "isWhole"`

export async function insertMerge(
  client: Client,
  tenant: TenantId,
  merge: Pick<MergeRow, 'id' | 'winner' | 'loser' | 'loserName'> & {
    readonly actor: Actor
    readonly at: Instant
    readonly before: Before
  },
): Promise<void> {
  await client.query(
    `insert into contact_merges (tenant_id, id, winner_id, loser_id, loser_name, actor, at, before, after, consents)
     values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', '{}')`,
    [
      ...[tenant, merge.id, merge.winner, merge.loser, merge.loserName, JSON.stringify(merge.actor)],
      ...[new Date(merge.at), JSON.stringify(merge.before)],
    ],
  )
}

export async function putOutcome(
  client: Client,
  tenant: TenantId,
  id: string,
  after: Snapshot,
  consents: readonly string[],
): Promise<void> {
  await client.query('update contact_merges set after = $3, consents = $4 where tenant_id = $1 and id = $2', [
    ...[tenant, id, JSON.stringify(after), consents],
  ])
}

/** Newest first. Uses contact_merges_winner. */
export async function selectMerges(client: Client, tenant: TenantId, winner: string): Promise<MergeRow[]> {
  const { rows } = await client.query<MergeRow>(
    `select ${COLUMNS} from contact_merges m where tenant_id = $1 and winner_id = $2 order by id desc limit 50`,
    [tenant, winner],
  )
  return rows
}

export async function selectMerge(
  client: Client,
  tenant: TenantId,
  id: string,
): Promise<MergeJournal | null> {
  const { rows } = await client.query<MergeJournal>(
    `select ${COLUMNS}, before, after, consents from contact_merges m where tenant_id = $1 and id = $2`,
    [tenant, id],
  )
  return rows[0] ?? null
}

/** It is undone, and nothing of the journal is needed any more. */
export async function finishMerge(client: Client, tenant: TenantId, id: string, at: Instant): Promise<void> {
  await client.query('delete from contact_merge_rows where tenant_id = $1 and merge_id = $2', [tenant, id])
  await client.query(
    `update contact_merges set undone_at = $3, before = '{}', after = '{}' where tenant_id = $1 and id = $2`,
    [tenant, id, new Date(at)],
  )
}

/** Forgets some of the journals that are too old: they hold what people were called. */
export async function forgetMerges(client: Client, tenant: TenantId, until: Instant): Promise<void> {
  await client.query(
    `delete from contact_merges where tenant_id = $1 and id in (
       select id from contact_merges where tenant_id = $1 and at < $2 order by id limit 5)`,
    [tenant, new Date(until)],
  )
}

/** What somebody goes by, as kind:value. */
export async function selectNames(client: Client, tenant: TenantId, contact: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select kind || ':' || value as name from contact_identities where tenant_id = $1 and contact_id = $2`,
    [tenant, contact],
  )
  return rows.map(({ name }) => name)
}

/** A number of the loser's, and who has it now. */
export type Phone = {
  readonly phone: string
  readonly isContested: boolean
  readonly claimedBy: string | null
  /** By a name that is new since the merge: it is the loser's too. */
  readonly isNewName: boolean
  /** By a name of the winner's: Meta says that the two are one. */
  readonly isWinners: boolean
}

export async function selectPhones(
  client: Client,
  tenant: TenantId,
  { id, winner, before }: Pick<MergeJournal, 'id' | 'winner' | 'before'>,
): Promise<Phone[]> {
  const { rows } = await client.query<
    Omit<Phone, 'isNewName' | 'isWinners'> & { isOwn: boolean; isShared: boolean }
  >(
    `select i.value as phone, i.is_contested as "isContested", i.claimed_by as "claimedBy",
       exists (select from contact_merge_rows o where o.tenant_id = $1 and o.merge_id = $2
         and o.kind = 'contact_identities' and o.key = i.claimed_by) as "isOwn",
       exists (select from contact_identities w where w.tenant_id = $1 and w.contact_id = $3 and w.kind = 'phone'
         and w.claimed_by = i.claimed_by and 'phone:' || w.value = any($4::text[])) as "isShared"
     from contact_merge_rows j join contact_identities i
       on i.tenant_id = $1 and i.kind = 'phone' and j.key = 'phone:' || i.value and i.contact_id = $3
     where j.tenant_id = $1 and j.merge_id = $2 and j.kind = 'contact_identities'`,
    [tenant, id, winner, before.names],
  )
  return rows.map(({ isOwn, isShared, ...row }) => {
    const isWinners = isShared || (row.claimedBy !== null && before.names.includes(row.claimedBy))
    return { ...row, isWinners, isNewName: row.claimedBy !== null && !isOwn && !isWinners }
  })
}

/**
 * Under which merges these messages came, by a name of the one that was merged away. Uses contact_merges_winner; the primary key
 * of contact_merge_rows.
 */
export async function insertArrivals(
  client: Client,
  tenant: TenantId,
  messages: readonly { readonly id: string; readonly contact: string; readonly names: readonly string[] }[],
): Promise<void> {
  const rows = messages.flatMap(({ id, contact, names }) => names.map((name) => ({ id, contact, name })))
  await client.query({
    name: 'insert_arrivals',
    text: `insert into contact_merge_rows (tenant_id, merge_id, kind, key, owner_id)
      select $1, m.id, 'arrived', n.id::text, m.loser_id
      from unnest($2::uuid[], $3::uuid[], $4::text[]) as n (id, contact, name)
      cross join lateral (select id, loser_id from contact_merges
        where tenant_id = $1 and winner_id = n.contact and undone_at is null limit 20) m
      where exists (select from contact_merge_rows j where j.tenant_id = $1 and j.merge_id = m.id
        and j.kind = 'contact_identities' and j.key = n.name)
      on conflict do nothing`,
    values: [
      tenant,
      rows.map(({ id }) => id),
      rows.map(({ contact }) => contact),
      rows.map(({ name }) => name),
    ],
  })
}

export async function selectArrivals(client: Client, tenant: TenantId, merge: string): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `select key from contact_merge_rows where tenant_id = $1 and merge_id = $2 and kind = 'arrived' order by key`,
    [tenant, merge],
  )
  return rows.map(({ key }) => key)
}

/** Names that are new since, and numbers that a name of the loser's has claimed since, go with the loser. */
export async function moveClaimed(
  client: Client,
  tenant: TenantId,
  { id, winner, loser }: Pick<MergeRow, 'id' | 'winner' | 'loser'>,
  names: readonly string[],
): Promise<void> {
  await client.query(
    `update contact_identities set contact_id = $3
     where tenant_id = $1 and contact_id = $2 and kind || ':' || value = any($4::text[])`,
    [tenant, winner, loser, names],
  )
  await client.query(
    `update contact_identities i set contact_id = $4 from contact_merge_rows j
     where j.tenant_id = $1 and j.merge_id = $2 and j.kind = 'contact_identities' and i.tenant_id = $1 and i.contact_id = $3
       and i.kind = 'phone' and i.claimed_by = j.key`,
    [tenant, id, winner, loser],
  )
}
