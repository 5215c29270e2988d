/** Replies that people write while a campaign runs: how long accepting takes, and how long until Meta is called. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Program } from '#bench/send-world.ts'

export type Quantiles = { readonly p50: number; readonly p99: number }
export type ProbeResult = {
  readonly accepted: number
  readonly acceptMs: Quantiles
  /** From the acceptance to the call. */
  readonly replyMs: Quantiles
}

export type Probe = { readonly stop: () => Promise<ProbeResult> }

export function startProbe(program: Program, key: string, perSecond: number): Probe {
  const { url, talks } = program
  const acceptMs: number[] = []
  const ids: string[] = []
  let isOver = false
  const ask = async (nth: number): Promise<void> => {
    const startedAt = performance.now()
    const answer = await fetch(`${url}/api/v1/conversations/${talks[nth % talks.length]}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'text', text: { body: `Yes, we have it in stock (${nth}).` } }),
    })
    const body = (await answer.json()) as { id?: string }
    if (answer.status !== 201 || body.id === undefined)
      throw new Error(`not accepted: ${answer.status} ${JSON.stringify(body)}`)
    acceptMs.push(performance.now() - startedAt)
    ids.push(body.id)
  }
  const run = async (): Promise<void> => {
    const running = new Set<Promise<void>>()
    const startedAt = performance.now()
    for (let nth = 0; !isOver; nth += 1) {
      const one = ask(nth).finally(() => running.delete(one))
      running.add(one)
      await delay(Math.max(0, startedAt + ((nth + 1) * 1000) / perSecond - performance.now()))
    }
    await Promise.all(running)
  }
  const done = run()
  return {
    stop: async () => {
      isOver = true
      await done
      await delay(3000)
      return { accepted: ids.length, acceptMs: quantiles(acceptMs), replyMs: await readWaits(program, ids) }
    },
  }
}

async function readWaits({ database, tenant }: Program, ids: readonly string[]): Promise<Quantiles> {
  const { rows } = await database.inTenant(tenant, async (client) =>
    client.query<{ ms: number }>(
      `select extract(epoch from coalesce(dispatching_at, now()) - accepted_at)::float8 * 1000 as ms from sends
       where tenant_id = $1 and id = any($2::uuid[])`,
      [tenant, ids],
    ),
  )
  return quantiles(rows.map(({ ms }) => ms))
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (part: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { p50: at(0.5), p99: at(0.99) }
}
