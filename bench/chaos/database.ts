/** How the run itself looks into the database, which may be down at any moment. */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

const ATTEMPTS_MAX = 60
const AGAIN_MS = 250

/** The rows of one query on a connection of its own; tried again while the server is away. */
export async function queryRows<Row>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await queryOnce<Row>(url, text, values)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || isOurFault(error)) throw error
      await delay(AGAIN_MS)
    }
  }
}

async function queryOnce<Row>(url: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {}) // the query hears of it as well
  try {
    await client.connect()
    const { rows } = await client.query(text, [...values])
    return rows as Row[]
  } finally {
    await client.end().catch(() => {})
  }
}

/** Classes 42 (a wrong statement) and 22 (a wrong value): asking again changes nothing. */
const isOurFault = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^(42|22)/u.test(String(error.code))
