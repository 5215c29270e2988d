/** Writes a campaign's audience down, part by part, each in a short transaction that also says how far it is. */
import { countryOfRecipient } from '#costs/markets.ts'
import { addressOf } from '#platform/db/address-sql.ts'
import { uuidArray } from '#platform/db/arrays.ts'
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant, type Instant } from '#platform/time.ts'
import type { Compiled } from '#segments/compile.ts'
import { audienceQuery } from './audience-query.ts'
import { drawVariant } from './draw-variant.ts'
import { selectCampaign, updateCampaign, type CampaignRow } from './internal/campaigns-sql.ts'
import { insertRecipients, type NewRecipient } from './internal/recipients-sql.ts'
import { zoneOfCountry } from './quiet-hours.ts'

const BATCH = 500

/** Until the account's own is asked for, people whose number says nothing live where the shop does. */
export const SHOP_ZONE = 'Asia/Kolkata'

/**
 * The next part. `done`: nobody is left. A campaign whose segment is gone has an end, too: `problem` says so.
 * Days in the segment's conditions are counted from when the campaign was started.
 */
export async function writeAudience(
  database: Database,
  tenant: TenantId,
  id: string,
  now: Instant,
): Promise<{ readonly done: boolean; readonly problem: string | null }> {
  const part = await database.inTenant(tenant, async (client) => {
    const campaign = await selectCampaign(client, tenant, id, 'update')
    if (campaign === null || campaign.isAudienceWhole || !mayWrite(campaign))
      return { done: true, problem: null, isLarge: false }
    const from = instant(campaign.audienceFrom ?? campaign.startsAt ?? campaign.changedAt)
    const found = await audienceQuery(client, tenant, campaign, from)
    if (!found.ok) return { done: false, problem: found.because, isLarge: false }
    const isList = campaign.definition.audience?.from === 'list'
    // What is in a list came before this: planned as if it were a handful, each part of it would read all of it.
    if (isList && campaign.audienceAfter === null) await client.query('select analyze_recipients()')
    const last = isList
      ? await sortOutList(client, tenant, campaign, found.query, now)
      : await writeNext(client, tenant, campaign, found.query, now)
    await updateCampaign(client, tenant, id, {
      audienceAfter: last ?? campaign.audienceAfter,
      isAudienceWhole: last === null,
    })
    return { done: last === null, problem: null, isLarge: campaign.audienceAfter !== null }
  })
  if (part.done && part.isLarge)
    await database.inTenant(tenant, async (client) => client.query('select analyze_recipients()'))
  return part
}

/** As soon as it is started; and while it is paused, when people who joined since are looked for. */
const mayWrite = ({ state, audienceFrom }: CampaignRow): boolean =>
  state === 'preparing' || (state === 'paused' && audienceFrom !== null)

type Found = { readonly id: string; readonly address: string | null }

const WITH_ADDRESS = `left join lateral ${addressOf('$1', 'k.id')} a on true`

/** The next so many of the audience; null: there are no more. */
async function writeNext(
  client: Client,
  tenant: TenantId,
  { id, audienceAfter, definition }: CampaignRow,
  { text, values }: Compiled,
  now: Instant,
): Promise<string | null> {
  const next = values.length + 1
  await client.query(`set local work_mem = '64MB'`) // sets of up to all contacts must fit into memory
  const { rows } = await client.query<Found>(
    `select k.id, a.value as address from contacts k ${WITH_ADDRESS} where k.tenant_id = $1 and k.kind = 'person'
       and ($${next}::uuid is null or k.id > $${next}) and (${text}) order by k.id limit ${BATCH}`,
    [...values, audienceAfter],
  )
  const recipients = rows.map((row): NewRecipient => {
    const { variant, isHeldOut } = drawVariant(id, row.id, definition)
    return {
      contact: row.id,
      variant,
      zone: zoneOf(row.address),
      reason: isHeldOut ? 'held_out' : null,
      words: null,
    }
  })
  await insertRecipients(client, tenant, id, recipients, now)
  return rows.length < BATCH ? null : (rows.at(-1)?.id ?? null)
}

/** Who was put in by a file or the API is there already: they get their message, or are left out. */
async function sortOutList(
  client: Client,
  tenant: TenantId,
  { id, audienceAfter, definition }: CampaignRow,
  { text, values }: Compiled,
  now: Instant,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `select contact_id as id from campaign_recipients where tenant_id = $1 and campaign_id = $2 and ($3::uuid is null or contact_id > $3)
     order by contact_id limit ${BATCH}`,
    [tenant, id, audienceAfter],
  )
  const next = values.length + 1
  const { rows: kept } = await client.query<Found>(
    `select k.id, a.value as address from contacts k ${WITH_ADDRESS} where k.tenant_id = $1 and k.id = any($${next}::uuid[]) and (${text})`,
    [...values, uuidArray(rows.map((row) => row.id))],
  )
  const addresses = new Map(kept.map((row) => [row.id, row.address]))
  const drawn = rows.map((row) => ({ contact: row.id, ...drawVariant(id, row.id, definition) }))
  await client.query(
    `update campaign_recipients r set variant = n.variant, zone = n.zone, reason = n.reason,
       state = case when n.reason is null then 'waiting' else 'skipped' end, done_at = case when n.reason is not null then $7::timestamptz end
     from unnest($3::uuid[], $4::smallint[], $5::text[], $6::text[]) as n (contact_id, variant, zone, reason)
     where r.tenant_id = $1 and r.campaign_id = $2 and r.contact_id = n.contact_id and r.state = 'waiting'`,
    [
      ...[tenant, id],
      drawn.map(({ contact }) => contact),
      drawn.map(({ variant }) => variant),
      drawn.map(({ contact }) => zoneOf(addresses.get(contact) ?? null)),
      drawn.map(({ contact, isHeldOut }) =>
        addresses.has(contact) ? (isHeldOut ? 'held_out' : null) : 'removed',
      ),
      new Date(now),
    ],
  )
  return rows.length < BATCH ? null : (rows.at(-1)?.id ?? null)
}

export const zoneOf = (address: string | null): string =>
  zoneOfCountry(address === null ? '' : countryOfRecipient(address), SHOP_ZONE)
