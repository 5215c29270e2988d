/**
 * npm run eval:opt-outs -- [--trials 10000] [--per-second 40] [--without-lock] [--json]
 *
 * Campaigns whose recipients say STOP when it is their turn, and the order of the commits: nobody is sent an offer whose opt-out was
 * committed before the claim of the message. docs/opt-outs.md says what is real. Ends with 1 if somebody was.
 *
 * `--without-lock` takes the lock away that keeps claims and opt-outs apart, to see that the evaluation would find it missing; it
 * then ends with 1 if it found nothing.
 */
import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { cleanUpOnExit, temporaryFolder } from '#bench/children.ts'
import { startPostgres } from '#bench/postgres.ts'
import { openDatabase, type Database } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { openRace, type Trial } from '#test/opt-out-race.ts'
import { openShop, type Shop } from '#test/shop.ts'
import { COMMIT_ORDER_SETTINGS, readCommits, watchCommits } from './commit-order.ts'
import { countUp, sumOf, type Figures } from './count-up.ts'

const CAMPAIGN = 500
const SENDER_CONNECTIONS = 6
const OPT_OUT_CONNECTIONS = 8

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '40' },
    'without-lock': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const isLocked = !values['without-lock']
cleanUpOnExit()
await main(wholeNumber('trials', values.trials), wholeNumber('per-second', values['per-second']))

async function main(trials: number, perSecond: number): Promise<void> {
  const postgres = await startPostgres(temporaryFolder(), COMMIT_ORDER_SETTINGS)
  const url = await postgres.freshDatabase('opt_outs')
  await migrate(url, 'migrations')
  const database = open(url, 'sender', SENDER_CONNECTIONS)
  const optOuts = open(url, 'opt-outs', OPT_OUT_CONNECTIONS)
  const shop = await openUnlimitedShop(database)
  await watchCommits(url)
  const race = await openRace(shop, { optOuts, perSecond })
  let total: Figures | null = null
  for (let left = trials; left > 0; left -= CAMPAIGN) {
    const raced: Trial[] = await race.run(Math.min(CAMPAIGN, left))
    const figures = countUp(raced, await readCommits(url))
    total = total === null ? figures : sumOf(total, figures)
    if (!values.json) console.log(words(total))
  }
  await race.close()
  await Promise.all([database.close(), optOuts.close()])
  await postgres.stop()
  if (total === null) throw new Error('no trials')
  console.log(JSON.stringify({ ...total, isLocked }))
  const isRight = isLocked ? total.sentAfterOptOut === 0 : total.sentAfterOptOut > 0
  process.exitCode = isRight ? 0 : 1
}

function open(url: string, name: string, poolSize: number): Database {
  const database = openDatabase({ url, poolSize, name })
  if (!isLocked) forgetLocks(database.pool)
  return database
}

function isLock(asked: unknown): boolean {
  if (typeof asked !== 'object' || asked === null || !('name' in asked)) return false
  return String(asked.name).startsWith('consents_lock')
}

/** Whoever asks for the lock of consents over these connections gets none; everything else is as it is. */
function forgetLocks(pool: Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    Object.assign(client, {
      query: (...args: unknown[]) => (isLock(args[0]) ? query('select 1') : query(...args)),
    })
  })
}

/** How many people it writes to in a day is no matter here. */
async function openUnlimitedShop(database: Database): Promise<Shop> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Race'))
  const shop = await openShop(database, tenant)
  await database.inTenant(tenant, async (client) =>
    client.query(`update channels set messaging_limit = 'TIER_UNLIMITED' where tenant_id = $1 and id = $2`, [
      tenant,
      shop.channel,
    ]),
  )
  return shop
}

function words(figures: Figures): string {
  const { trials, dispatched, stopped, skipped } = figures
  return (
    `${trials} trials: ${dispatched} claimed, ${stopped} stopped at the claim, ${skipped} skipped before; ` +
    `${figures.raced} within 50 ms; claimed after the opt-out's commit: ${figures.sentAfterOptOut}; ` +
    `called after it, claimed before: ${figures.calledAfter}, at most ${figures.calledAfterMs} ms`
  )
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} wants a whole number`)
  return number
}
