/**
 * Proof that the deliveries hold everything: they are fed into an empty database, and the state there must come out the same.
 * Nothing is sent, fetched or announced.
 *
 * What is compared is what `state-hash.ts` says; sends, our own messages and settings are not made by deliveries and stay away.
 * Run it while no worker is busy with the source: a batch of several tenants commits in several steps.
 */
import { createHash } from 'node:crypto'
import { inTransaction, openDatabase, setTenant, type Client, type Database } from '#platform/db/database.ts'
import { createLeases } from '#platform/db/leases.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import { systemClock } from '#platform/time.ts'
import { copyDeliveries, finishedDeliveries, hasBacklog, type DeliveryKey } from './internal/replay-sql.ts'
import { createLaneProcessor } from './process-lanes.ts'
import { stateHash } from './state-hash.ts'

export type ReplayOptions = {
  readonly sourceUrl: string
  /** Of a migrated database with nothing in it. */
  readonly targetUrl: string
  readonly log: Log
  /** Called now and then with the number of deliveries that were fed. */
  readonly onProgress?: (deliveries: number) => void
}

export type Replayed = {
  readonly deliveries: number
  /** Hashes over all tenants: equal, or something is wrong. */
  readonly source: string
  readonly target: string
  /** Tenants whose states differ. */
  readonly different: readonly TenantId[]
}

/** Bodies are up to 3 MB each. */
const PORTION = 200

export async function replay({ sourceUrl, targetUrl, log, onProgress }: ReplayOptions): Promise<Replayed> {
  const source = openDatabase({ url: sourceUrl, poolSize: 1, name: 'replay source' })
  const target = openDatabase({ url: targetUrl, poolSize: 4, name: 'replay target' })
  try {
    await refuseUnlessEmpty(target)
    return await inTransaction(source.pool, async (client) => {
      await client.query('set transaction isolation level repeatable read, read only')
      const tenants = await copyTenants(client, target)
      const keys = await finishedDeliveries(client)
      for (let at = 0; at < keys.length; at += PORTION) {
        await feed(client, target, keys.slice(at, at + PORTION))
        onProgress?.(Math.min(keys.length, at + PORTION))
      }
      await workOff(target, log)
      return { deliveries: keys.length, ...(await compare(client, target, tenants)) }
    })
  } finally {
    await source.close()
    await target.close()
  }
}

async function refuseUnlessEmpty({ pool }: Database): Promise<void> {
  const { rows } = await pool.query('select 1 from deliveries union all select 1 from channel_routes limit 1')
  if (rows.length > 0) throw new Error('the database to replay into is not empty')
}

/** Everybody who has a number: who has none has heard nothing. */
async function copyTenants(source: Client, target: Database): Promise<TenantId[]> {
  const { rows: routes } = await source.query<{ tenant_id: string; row: unknown }>(
    'select tenant_id, to_jsonb(r) as row from channel_routes r order by channel_id',
  )
  const tenants = [...new Set(routes.map(({ tenant_id: id }) => tenantId(id)))]
  for (const tenant of tenants) {
    await setTenant(source, tenant)
    const { rows: about } = await source.query('select * from tenants where tenant_id = $1', [tenant])
    const { rows: channels } = await source.query(
      `select to_jsonb(c) as row from channels c where tenant_id = $1`,
      [tenant],
    )
    await target.inTenant(tenant, async (client) => {
      await client.query('insert into tenants select * from json_populate_recordset(null::tenants, $1)', [
        JSON.stringify(about),
      ])
      await client.query('insert into channels select * from json_populate_recordset(null::channels, $1)', [
        JSON.stringify(channels.map(({ row }: { row?: unknown }) => row)),
      ])
    })
  }
  await target.pool.query(
    'insert into channel_routes select * from json_populate_recordset(null::channel_routes, $1)',
    [JSON.stringify(routes.map(({ row }) => row))],
  )
  return tenants
}

async function feed(source: Client, target: Database, keys: readonly DeliveryKey[]): Promise<void> {
  await inTransaction(target.pool, async (client) => copyDeliveries(source, client, keys))
}

/** The same worker as ever, with nobody beside it. */
async function workOff({ pool }: Database, log: Log): Promise<void> {
  const leases = createLeases(pool, { table: 'lanes', key: 'lane', role: 'worker', busy: 'skip' })
  const worker = { pool, leases, log, clock: systemClock, notifier: { notify: () => {} }, jobs: null }
  const { process } = createLaneProcessor(worker)
  await leases.renew()
  while (await hasBacklog(pool)) await process([])
  await leases.release()
}

async function compare(
  source: Client,
  target: Database,
  tenants: readonly TenantId[],
): Promise<Omit<Replayed, 'deliveries'>> {
  const all = { source: createHash('sha256'), target: createHash('sha256') }
  const different: TenantId[] = []
  for (const tenant of tenants.toSorted()) {
    await setTenant(source, tenant)
    const one = await stateHash(source)
    const other = await target.inTenant(tenant, stateHash)
    if (one !== other) different.push(tenant)
    all.source.update(`${tenant} ${one}\n`)
    all.target.update(`${tenant} ${other}\n`)
  }
  return { source: all.source.digest('hex'), target: all.target.digest('hex'), different }
}
