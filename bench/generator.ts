/**
 * The near side of the load generator's process.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { adopt, end } from '#bench/children.ts'
import type { LoadResult, PrepareOrder, RunOrder } from '#bench/load.ts'

export type Generator = {
  /** Posts to a system until the time is over and everything posted is answered. */
  run(order: Omit<RunOrder, 'do'>): Promise<LoadResult>
  stop(): Promise<void>
}

/** Starts the process and has it write and sign all bodies. */
export async function startGenerator(order: Omit<PrepareOrder, 'do'>): Promise<Generator> {
  const child = adopt(fork(new URL('load.ts', import.meta.url), { serialization: 'advanced' }))
  const gone = once(child, 'exit').then(() => {
    throw new Error('the load generator ended')
  })
  gone.catch(() => undefined) // in the end it does; only a question left without an answer minds
  const ask = async (question: PrepareOrder | RunOrder): Promise<unknown> => {
    const answer = once(child, 'message')
    child.send(question)
    const [message] = (await Promise.race([answer, gone])) as unknown[]
    return message
  }
  await ask({ do: 'prepare', ...order })
  return {
    run: async (runOrder) => (await ask({ do: 'run', ...runOrder })) as LoadResult,
    stop: () => end(child, 'SIGTERM'),
  }
}
