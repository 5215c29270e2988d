import { mergeRecipients } from '#campaigns/merge-recipients.ts'
import { mergeConsents } from '#consent/merge-consents.ts'
import { mergeDeals } from '#deals/merge-deals.ts'
import { mergeLinks } from '#links/merge-codes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import { mergeEnrolments } from '#sequences/merge-enrolments.ts'
import { putProfiles, type ProfileFact } from './internal/sql.ts'

/** Everything that a contact is by itself goes from `loser` to `winner`; then `loser` is gone. */
export async function mergeContactRows(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
  cause?: string,
): Promise<void> {
  await client.query(
    'update contact_identities set contact_id = $3 where tenant_id = $1 and contact_id = $2',
    [tenant, loser, winner],
  )
  await client.query(
    `insert into contact_preferences as p (tenant_id, contact_id, category, value, detail, at)
     select tenant_id, $3, category, value, detail, at from contact_preferences where tenant_id = $1 and contact_id = $2
     on conflict (tenant_id, contact_id, category) do update set value = excluded.value, detail = excluded.detail, at = excluded.at
     where (p.at, p.value) < (excluded.at, excluded.value)`,
    [tenant, loser, winner],
  )
  await client.query('delete from contact_preferences where tenant_id = $1 and contact_id = $2', [
    tenant,
    loser,
  ])
  await mergeConsents(client, tenant, loser, winner, cause)
  await mergeOwnWords(client, tenant, loser, winner)
  await mergeDeals(client, tenant, loser, winner)
  await mergeRecipients(client, tenant, loser, winner)
  await mergeEnrolments(client, tenant, loser, winner)
  await mergeLinks(client, tenant, loser, winner)
  const { rows } = await client.query<{
    profile_name: string | null
    profile_name_at: Date | null
    username: string | null
    username_at: Date | null
    book_name: string | null
    book_name_at: Date | null
  }>('delete from contacts where tenant_id = $1 and id = $2 returning *', [tenant, loser])
  const old = rows[0]
  if (old === undefined) return
  const word = (at: Date | null, fact: Omit<ProfileFact, 'contact' | 'at'>): ProfileFact[] =>
    at === null ? [] : [{ contact: winner, ...fact, at: at.getTime() as Instant }]
  await putProfiles(client, tenant, [
    ...word(old.profile_name_at, { profileName: old.profile_name, username: null, bookName: undefined }),
    ...word(old.username_at, { profileName: null, username: old.username, bookName: undefined }),
    ...word(old.book_name_at, { profileName: null, username: null, bookName: old.book_name }),
  ])
}

/** What the team wrote down: where both have something, what it says of the winner stays. */
async function mergeOwnWords(client: Client, tenant: TenantId, loser: string, winner: string): Promise<void> {
  await client.query(
    `update contacts w set given_name = l.given_name from contacts l
     where w.tenant_id = $1 and w.id = $3 and w.given_name is null and l.tenant_id = $1 and l.id = $2 and l.given_name is not null`,
    [tenant, loser, winner],
  )
  await client.query(
    `insert into contact_attributes as a (tenant_id, contact_id, attributes)
     select tenant_id, $3, attributes from contact_attributes where tenant_id = $1 and contact_id = $2
     on conflict (tenant_id, contact_id) do update set attributes = excluded.attributes || a.attributes`,
    [tenant, loser, winner],
  )
  await client.query('delete from contact_attributes where tenant_id = $1 and contact_id = $2', [
    tenant,
    loser,
  ])
}
