/**
 * The floor as a system under test.
 */
import { fileURLToPath } from 'node:url'
import { INBOX } from '#bench/floor/consumer.ts'
import { startNode } from '#bench/node-child.ts'
import { withClient } from '#bench/postgres.ts'
import type { System } from '#bench/system.ts'
import { COUNT_SQL, EFFECTS_SQL, TABLES } from '#bench/tables.ts'

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url))

export const floor: System = {
  key: 'floor',
  title: 'floor: inbox and two inserts',
  loadShare: 1,
  unavailable: () => null,
  prepare: async ({ databaseUrl }) => {
    await withClient(databaseUrl, (client) => client.query(TABLES + INBOX))
  },
  start: (environment) =>
    startNode(
      [SERVER],
      {
        PORT: String(environment.port),
        DATABASE_URL: environment.databaseUrl,
        META_APP_SECRET: environment.appSecret,
      },
      new URL(`http://127.0.0.1:${environment.port}/webhook`),
      environment,
    ),
  effectsSql: EFFECTS_SQL,
  countSql: COUNT_SQL,
}
