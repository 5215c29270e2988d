/** The worker's side of webhooks without its clockwork: bodies are put in their lanes, and worked off until nothing is left. */
import { setTimeout as delay } from 'node:timers/promises'
import { Client as PgClient, type Pool } from 'pg'
import { pino } from 'pino'
import { connectChannel } from '#channels/connect-channel.ts'
import { createLaneProcessor, type LaneProcessor, type LaneWorker } from '#ingest/process-lanes.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import type { Client, Database } from '#platform/db/database.ts'
import { createLeases } from '#platform/db/leases.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock, type Clock } from '#platform/time.ts'
import { routesOf } from '#whatsapp/parse-webhook.ts'

const testVault = createVault(new Secret(Buffer.alloc(32, 7).toString('base64')))
const silence: Notifier = { notify: () => {} }

export type TestNumber = { readonly phoneNumberId: string; readonly wabaId: string; readonly display: string }

/** Four digits of this process's own, so that numbers made up in two do not meet. */
export const PROCESS_DIGITS = String(1000 + (process.pid % 9000))

let numbers = 0
/** A number that nobody else has. */
export function freshNumber(wabaId?: string): TestNumber {
  numbers += 1
  const tail = `${PROCESS_DIGITS}${String(numbers).padStart(5, '0')}`
  return { phoneNumberId: `10${tail}`, wabaId: wabaId ?? `20${tail}`, display: `9180${tail}` }
}

export const connect = async (
  client: Client,
  tenant: TenantId,
  { phoneNumberId, wabaId, display }: TestNumber,
): Promise<string> =>
  connectChannel(
    client,
    tenant,
    {
      phoneNumberId,
      wabaId,
      displayPhoneNumber: display,
      verifiedName: 'Test shop',
      accessToken: new Secret('token'),
      greeting: null,
    },
    testVault,
  )

/** Stores bodies in this order, through the program's own store. */
export async function deliver(pool: Pool, bodies: readonly (string | Buffer)[]): Promise<void> {
  const store = createDeliveryStore(pool, silence)
  await Promise.all(
    bodies.map(async (body) => {
      const bytes = Buffer.from(body)
      return store.store(routesOf(bytes), bytes)
    }),
  )
}

export type TestWorker = LaneWorker & LaneProcessor & { readonly drain: () => Promise<number> }

/** A worker that has leased what is free; `drain` works until there is nothing left and says how many deliveries that were. */
export async function createWorker(
  pool: Pool,
  options: Partial<Pick<LaneWorker, 'jobs'>> & { clock?: Clock } = {},
): Promise<TestWorker> {
  const leases = createLeases(pool, { table: 'lanes', key: 'lane', role: 'worker', busy: 'skip' })
  await leases.renew()
  const worker: LaneWorker = {
    pool,
    leases,
    notifier: silence,
    log: pino({ enabled: false }),
    clock: systemClock,
    jobs: { enqueue: async () => {} },
    ...options,
  }
  const { process } = createLaneProcessor(worker)
  return {
    ...worker,
    process,
    drain: async () => {
      let count = 0
      // A row stays hidden while any older transaction runs, also in other databases of the server.
      while (await isAnythingLeft(pool)) {
        const { deliveries } = await process([])
        count += deliveries
        if (deliveries === 0) await delay(5)
      }
      return count
    },
  }
}

async function isAnythingLeft(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query(
    'select from lanes l join deliveries d on d.lane = l.lane and (d.xid, d.id) > (l.cursor_xid, l.cursor_id) limit 1',
  )
  return rows.length > 0
}

/** Delivers the bodies and works them off. */
export async function ingest(
  { pool }: Pick<Database, 'pool'>,
  bodies: readonly (string | Buffer)[],
): Promise<void> {
  await deliver(pool, bodies)
  const worker = await createWorker(pool)
  await worker.drain()
  await worker.leases.release()
}

/** As the superuser, who sees everything. */
export async function asAdmin<T>(adminUrl: string, work: (client: PgClient) => Promise<T>): Promise<T> {
  const client = new PgClient({ connectionString: adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** One change, and the entry that it stands in. */
export type Told = { readonly entry: string; readonly time?: number; readonly change: object }

/** One webhook body with these changes, each in an entry of its own. */
export const bodyOf = (...changes: readonly Told[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: changes.map(({ entry, time, change }) => ({
      id: entry,
      ...(time === undefined ? {} : { time }),
      changes: [change],
    })),
  })

/** A change of field `messages` about this number. */
export const messagesOf = (number: TestNumber, value: object, field = 'messages'): Told => ({
  entry: number.wabaId,
  change: {
    field,
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: number.display, phone_number_id: number.phoneNumberId },
      ...value,
    },
  },
})
