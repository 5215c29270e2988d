/**
 * Fills the demo shop, "Kurta House", with people who do not exist and what they said: an inbox that looks like one on a
 * busy day, for whoever starts the program for the first time. The people on the simulator's phone are not among them, so
 * that the first message from there opens a new conversation.
 *
 * It happens once. The files come first, and the rows are one transaction; both have keys of their own, and a start that was killed
 * half-way writes them again. The same `now` gives the same shop.
 */
import type { Storage } from '#media/storage.ts'
import type { Client, Database } from '#platform/db/database.ts'
import { addDemoPeople } from '#people/demo-people.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { buildRows, FIRST_WAMID, type Files } from './build-rows.ts'
import { LINK_TAG } from './campaign-past.ts'
import { deliveredOf, type Delivered } from './deliveries.ts'
import { BENGALI, PUNJABI } from './dialogues-east-north.ts'
import { ENGLISH } from './dialogues-english.ts'
import { EVERY_KIND } from './dialogues-every-kind.ts'
import { HINDI } from './dialogues-hindi.ts'
import { HINGLISH } from './dialogues-hinglish.ts'
import { KANNADA, MALAYALAM } from './dialogues-kannada-malayalam.ts'
import { TAMIL, TELUGU } from './dialogues-tamil-telugu.ts'
import { ARABIC, URDU } from './dialogues-urdu-arabic.ts'
import { GUJARATI, MARATHI } from './dialogues-west.ts'
import { FILES, type FileName } from './files.ts'
import { insertRows } from './insert-rows.ts'
import { createRandom } from './random.ts'
import { wholesaleThread } from './wholesale-thread.ts'

/** Where Meta is played nearby: what it knows of the shop and ought to know. */
export type NearbyMeta = {
  /** The templates as it has them. */
  readonly library: readonly JsonObject[]
  /** Is told what has arrived, so that its bills are ours. */
  readonly deliver: (delivered: readonly Delivered[]) => void
}

export async function seedDemoShop(
  { database, storage }: { readonly database: Database; readonly storage: Storage },
  tenant: TenantId,
  channel: string,
  now: Instant,
  meta: NearbyMeta | null = null,
): Promise<void> {
  if (await database.inTenant(tenant, async (client) => isSeeded(client, tenant, channel))) return
  const files = makeFiles(tenant)
  await writeFiles(storage, files)
  const random = createRandom(1857)
  const dialogues = [
    ...[...HINDI, ...HINGLISH, ...MARATHI, ...GUJARATI, ...TAMIL, ...TELUGU, ...KANNADA, ...MALAYALAM],
    ...[...BENGALI, ...PUNJABI, ...URDU, ...ARABIC, ...ENGLISH, ...EVERY_KIND, wholesaleThread(random)],
  ]
  const rows = buildRows({ now, files, library: meta?.library ?? [] }, dialogues, random)
  await database.inTenant(tenant, async (client) => {
    // A first start has much else to do, and a small machine may not come back to this for seconds; nobody waits for it yet.
    await client.query(`set local idle_in_transaction_session_timeout = '60s'`)
    // Two programs may start at once: the second waits here for the first, and then finds its work.
    await client.query('select 1 from channels where tenant_id = $1 and id = $2 for no key update', [
      tenant,
      channel,
    ])
    if (!(await isSeeded(client, tenant, channel))) {
      await addDemoPeople(client, tenant) // who has which conversation
      await insertRows(client, tenant, channel, rows)
      await client.query('insert into link_tags (tag, tenant_id) values ($1, $2) on conflict do nothing', [
        LINK_TAG,
        tenant,
      ])
    }
  })
  meta?.deliver(deliveredOf(rows.statuses))
}

async function isSeeded(client: Client, tenant: TenantId, channel: string): Promise<boolean> {
  const { rows } = await client.query(
    'select 1 from messages where tenant_id = $1 and channel_id = $2 and wamid = $3',
    [tenant, channel, FIRST_WAMID],
  )
  return rows.length > 0
}

function makeFiles(tenant: TenantId): Files {
  const made = Object.entries(FILES).map(([name, { make }]) => [
    name,
    { key: `${tenant}/demo-${name}`, bytes: make() },
  ])
  return Object.fromEntries(made) as Files
}

const writeFiles = async (storage: Storage, files: Files): Promise<void> => {
  const names = Object.keys(FILES) as FileName[]
  await Promise.all(
    names.map(async (name) => storage.put(files[name].key, files[name].bytes, FILES[name].mimeType)),
  )
}
