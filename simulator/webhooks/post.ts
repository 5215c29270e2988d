/**
 * One POST to the app, over connections that stay open. How long Meta waits for an answer is not published; ten
 * seconds is longer than any receiver should need and shorter than a test is patient.
 */
import { Pool } from 'undici'
import type { Post } from '#simulator/webhooks/outbox.ts'

const ANSWER_MS_MAX = 10_000

export type Poster = { readonly post: Post; close(): Promise<void> }

/** @param connections per receiver. */
export function createPoster(connections: number): Poster {
  const pools = new Map<string, Pool>()
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin)
    if (known !== undefined) return known
    const options = {
      connections,
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
      connectTimeout: 3000,
    }
    const pool = new Pool(origin, options)
    pools.set(origin, pool)
    return pool
  }
  return {
    async post(url, body, signature) {
      try {
        const { origin, pathname, search } = new URL(url)
        const headers = {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signature,
        }
        const request = { path: pathname + search, method: 'POST' as const, headers, body }
        const answer = await poolOf(origin).request(request)
        await answer.body.dump()
        return answer.statusCode
      } catch {
        return 0
      }
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}
