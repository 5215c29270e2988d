/** Many businesses on one installation: one with most of the numbers, which floods, and others with a number each. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { makeApiKeys } from '#bench/api-keys.ts'
import { withClient, type Postgres } from '#bench/postgres.ts'
import {
  beginCampaign,
  SECRET_KEY,
  startProcesses,
  STRANGERS_FROM,
  TOKEN,
  type Meta,
  type Program,
} from '#bench/send-world.ts'
import { connectChannel } from '#channels/connect-channel.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { createTenant } from '#tenants/create-tenant.ts'

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
/** What Meta allows a number unless it says otherwise (Meta, "Throughput", 21 Nov 2025). */
const USUAL_MPS = 80
/** Customers of each number who have just written. */
const TALKS = 20
export const CODE = { name: 'login_code', language: 'en', parameters: { 1: '471147' } } as const

/** A number, whose it is, and the conversations in which its customers have just written. */
export type Line = {
  readonly tenant: TenantId
  readonly channel: string
  readonly key: string
  readonly talks: readonly string[]
}

export type ManyShops = Pick<Program, 'url' | 'pids' | 'stop'> & {
  readonly database: Database
  /** Of the one that floods. */
  readonly flooding: readonly Line[]
  /** A number each. */
  readonly others: readonly Line[]
}

type Where = { readonly folder: string; readonly postgres: Postgres; readonly port: number }
type Counts = { readonly numbers: number; readonly tenants: number; readonly audience: number }

/** Everything is there and connected; nobody sends yet. */
export async function startManyShops(
  { folder, postgres, port }: Where,
  meta: Meta,
  { numbers, tenants, audience }: Counts,
): Promise<ManyShops> {
  const databaseUrl = await postgres.freshDatabase('fairness')
  await migrate(databaseUrl, MIGRATIONS)
  const database = openDatabase({ url: databaseUrl, poolSize: 4, name: 'bench' })
  const lines: Line[] = []
  const shops = Array.from({ length: tenants }, () => tenantId(randomUUID()))
  const keys = new Map<TenantId, string>()
  for (let nth = 0; nth < numbers; nth += 1) {
    // The first one has all numbers that are more than one each.
    const tenant = shops[Math.max(0, nth - (numbers - tenants))] as TenantId
    if (!keys.has(tenant)) {
      await database.inTenant(tenant, async (client) => createTenant(client, tenant, `Shop ${keys.size}`))
      const [key = ''] = await makeApiKeys(databaseUrl, tenant)
      keys.set(tenant, key)
    }
    const channel = await connect(database, meta, tenant, nth)
    const talks = await makeTalks(databaseUrl, tenant, channel, nth)
    lines.push({ tenant, channel, key: keys.get(tenant) ?? '', talks })
  }
  const [first] = shops as [TenantId]
  await makePeople(databaseUrl, first, audience)
  const running = await startProcesses({ folder, port, databaseUrl, graphUrl: meta.url })
  await templatesAreHere(database, lines)
  return {
    ...running,
    database,
    flooding: lines.filter(({ tenant }) => tenant === first),
    others: lines.filter(({ tenant }) => tenant !== first),
    stop: async () => {
      await running.stop()
      await database.close()
    },
  }
}

/** A campaign to everybody on each number of the one that floods. */
export async function flood({ database, flooding, ...rest }: ManyShops): Promise<void> {
  for (const { tenant, channel, talks } of flooding)
    await beginCampaign({ ...rest, database, databaseUrl: '', tenant, channel, talks })
}

async function connect(database: Database, meta: Meta, tenant: TenantId, nth: number): Promise<string> {
  const digits = String(nth + 1).padStart(3, '0')
  const [phoneNumberId, wabaId] = [`100000000000${digits}`, `20000000000${digits}0`]
  const display = `919800000${digits}`
  await meta.addNumber({ phoneNumberId, wabaId, display }, USUAL_MPS)
  await meta.addTemplate(wabaId, {
    ...{ name: CODE.name, category: 'AUTHENTICATION' },
    components: [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }] },
    ],
  })
  const vault = createVault(new Secret(SECRET_KEY))
  const channel = await database.inTenant(tenant, async (client) =>
    connectChannel(
      client,
      tenant,
      {
        ...{ phoneNumberId, wabaId, displayPhoneNumber: display, verifiedName: `Shop ${nth}` },
        ...{ accessToken: new Secret(TOKEN), greeting: null },
      },
      vault,
    ),
  )
  await database.inTenant(tenant, async (client) =>
    client.query(`update channels set messaging_limit = 'TIER_UNLIMITED' where tenant_id = $1 and id = $2`, [
      ...[tenant, channel],
    ]),
  )
  return channel
}

async function makeTalks(
  databaseUrl: string,
  tenant: TenantId,
  channel: string,
  nth: number,
): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const named = `md5('talk' || $2::int || '/' || n)::uuid`
    await client.query(
      `insert into contacts (tenant_id, id) select $1, ${named} from generate_series(1, ${TALKS}) n`,
      [tenant, nth],
    )
    await client.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
       select $1, 'phone', (918800000000 + $2::int * 1000 + n)::text, ${named}, now() from generate_series(1, ${TALKS}) n`,
      [tenant, nth],
    )
    const { rows } = await client.query<{ id: string }>(
      `insert into conversations (tenant_id, id, channel_id, contact_id, last_inbound_at)
       select $1, gen_random_uuid(), $3, ${named}, now() from generate_series(1, ${TALKS}) n returning id`,
      [tenant, nth, channel],
    )
    return rows.map(({ id }) => id)
  })
}

async function makePeople(databaseUrl: string, tenant: TenantId, count: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(
      `insert into contacts (tenant_id, id) select $1, md5('person' || n)::uuid from generate_series(1, $2::int) n`,
      [tenant, count],
    )
    await client.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at)
       select $1, 'phone', (${STRANGERS_FROM} + n)::text, md5('person' || n)::uuid, now() from generate_series(1, $2::int) n`,
      [tenant, count],
    )
    await client.query('vacuum analyze contacts, contact_identities')
  })
}

/** The worker pulls them when it starts. */
async function templatesAreHere(database: Database, lines: readonly Line[]): Promise<void> {
  const end = performance.now() + 120_000
  for (const { tenant, channel } of lines)
    for (;;) {
      const { rows } = await database.inTenant(tenant, async (client) =>
        client.query(
          `select from templates t join channels c on c.tenant_id = t.tenant_id and c.waba_id = t.waba_id
           where t.tenant_id = $1 and c.id = $2 and t.status = 'APPROVED'`,
          [tenant, channel],
        ),
      )
      if (rows.length >= 2) break
      if (performance.now() > end) throw new Error('the templates never came')
      await delay(200)
    }
}
