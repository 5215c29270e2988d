import type { Client } from '#platform/db/database.ts'

type Statement = string | { readonly text: string; readonly values: readonly unknown[] }

/** How PostgreSQL would carry out what `work` asks for: nothing is done, and every answer is empty. */
export async function plansOf(client: Client, work: (client: Client) => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  const explaining = {
    query: async (statement: Statement, given: readonly unknown[] = []) => {
      const { text, values } = typeof statement === 'string' ? { text: statement, values: given } : statement
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values])
      plans.push(...rows.map((row) => row['QUERY PLAN']))
      return { rows: [], rowCount: 0 }
    },
  }
  await work(explaining as unknown as Client).catch(() => {})
  return plans.join('\n')
}
