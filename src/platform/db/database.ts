import { Pool, type PoolClient } from 'pg'
import type { TenantId } from './tenant-id.ts'

/** A connection inside a transaction: what every query function takes first. */
export type Client = PoolClient

/**
 * The program's database. Its connections work as `harkara_app`, which owns nothing and is held to row-level security:
 * outside `inTenant` the tables of tenants look empty.
 */
export type Database = {
  readonly pool: Pool
  /** Runs `work` in one transaction as this tenant; commits if it returns, rolls back if it throws. */
  readonly inTenant: <T>(tenant: TenantId, work: (client: Client) => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

export type DatabaseOptions = {
  readonly url: string
  readonly poolSize: number
  /** Shown in pg_stat_activity. */
  readonly name: string
  /** A connection broke while idle; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void
  /**
   * For connections whose statements all find what they name by its key, however large the tables are: plans are made once
   * and never scan a table. The statements must do their part (`lateral … limit 1`, `= any`, upserts): a plain join with an array
   * is planned as a walk through a tenant's whole index while the statistics are old or missing.
   */
  readonly looksUpOnly?: boolean
}

/** As long as a lease: whoever is silent for this long inside a transaction has lost what it was working on. */
const FROZEN_MS = 6000

/**
 * Rows are dear: of two indexes on a table that looked empty when the plan was made, the one that finds fewer rows wins. At
 * the usual costs they are as good as equal, and which one is taken depends on which was made last.
 */
const LOOK_UPS =
  ' -c plan_cache_mode=force_generic_plan -c enable_hashjoin=off -c enable_mergejoin=off' +
  ' -c cpu_tuple_cost=10 -c cpu_index_tuple_cost=10'

/** Connects lazily: this succeeds while the database is down, and queries fail until it is back. */
export function openDatabase({
  url,
  poolSize,
  name,
  onIdleError,
  looksUpOnly = false,
}: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    application_name: `harkara ${name}`,
    // jit: planning beats it for our short statements, and it costs tens of milliseconds the first time.
    // enable_seqscan: every key begins with the tenant, so an index reads the tenant's rows; where statistics are old or one tenant
    // is most of a table, PostgreSQL would read everybody's.
    // A process that freezes inside a transaction would hold its locks, and hide newer rows from everybody: see the rule on
    // short transactions in ARCHITECTURE.md.
    options: `-c role=harkara_app -c jit=off -c enable_seqscan=off -c idle_in_transaction_session_timeout=${FROZEN_MS}${looksUpOnly ? LOOK_UPS : ''}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  pool.on('error', (error) => onIdleError?.(error))
  pool.on('connect', (client) => client.on('error', ignore))
  return {
    pool,
    inTenant: async (tenant, work) =>
      inTransaction(pool, async (client) => {
        await setTenant(client, tenant)
        return work(client)
      }),
    close: async () => pool.end(),
  }
}

/** Runs `work` in a transaction. A connection whose transaction could not be ended is thrown away. */
export async function inTransaction<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure))
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** For the rest of the transaction; it is gone at its end. */
export const setTenant = async (client: Client, tenant: TenantId): Promise<void> => {
  await client.query({
    name: 'set_tenant',
    text: `select set_config('harkara.tenant', $1, true)`,
    values: [tenant],
  })
}

/** A constraint or a value that PostgreSQL refuses: the data's fault, not the connection's. Trying again changes nothing. */
export const isDataError = (error: unknown): boolean => /^(22|23|54)/u.test(sqlState(error))
/** Somebody else was faster; the same transaction may succeed when it is run again. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01', '55P03'].includes(sqlState(error))
/** A foreign or unique key that did not hold: the data's fault, unless another transaction has just changed what it names. */
export const isRace = (error: unknown): boolean => ['23503', '23505'].includes(sqlState(error))

/**
 * A connection that dies tells its query, and as an event those who listen. It may do so in the very moment in which it goes
 * from hand to hand, when nobody does, and an event of this name that nobody listens to ends the program.
 */
const ignore = (): void => {}

const sqlState = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
