/**
 * Harkara itself as a system under test: the real program with all its effects, gateway and worker in one process.
 */
import { fileURLToPath } from 'node:url'
import { PHONE_NUMBER_IDS, WABA_ID } from '#bench/bodies.ts'
import { startNode } from '#bench/node-child.ts'
import { COMMITTED_AT_MS, type Environment, type System } from '#bench/system.ts'
import { openDatabase } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { connectNumber } from '#roles/connect-number.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
const SECRET_KEY = Buffer.alloc(32, 7).toString('base64')

export const harkara: System = {
  key: 'harkara',
  title: 'harkara: all effects',
  loadShare: 1,
  unavailable: () => null,
  prepare: async ({ databaseUrl }) => {
    await migrate(databaseUrl, MIGRATIONS)
    const database = openDatabase({ url: databaseUrl, poolSize: 1, name: 'bench' })
    const vault = createVault(new Secret(SECRET_KEY))
    for (const phoneNumberId of PHONE_NUMBER_IDS)
      await connectNumber(database, vault, 'Bench', {
        phoneNumberId,
        wabaId: WABA_ID,
        displayPhoneNumber: phoneNumberId,
        verifiedName: null,
        accessToken: new Secret('none'),
        greeting: 'Welcome!',
      })
    await database.close()
  },
  start: (environment) =>
    startNode(
      [MAIN, 'gateway', 'worker'],
      variablesOf(environment),
      new URL(`http://127.0.0.1:${environment.port}/webhooks/meta`),
      environment,
      'ready in',
    ),
  effectsSql: `select wamid, ${COMMITTED_AT_MS} as at_ms from messages where direction = 'in' order by id`,
  countSql: "select count(*)::int as count from messages where direction = 'in'",
}

/** Nothing leaves the machine: no role here calls Graph for a text, and the address leads nowhere. */
const variablesOf = ({ databaseUrl, appSecret, port }: Environment): Readonly<Record<string, string>> => ({
  DATABASE_URL: databaseUrl,
  META_APP_SECRET: appSecret,
  META_VERIFY_TOKEN: 'bench-verify-token',
  META_GRAPH_URL: 'http://127.0.0.1:9',
  HARKARA_SECRET_KEY: SECRET_KEY,
  HOST: '127.0.0.1',
  PORT: String(port),
  LOG_LEVEL: 'warn',
})
