/**
 * Look-ups that come at the same time share a query: one runs, and meanwhile the next one gathers. So a burst costs as many queries
 * as fit one after the other, however many ask.
 */
export function batched<V>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): (key: string) => Promise<V | null> {
  type Asking = { readonly done: (value: V | null) => void; readonly failed: (error: unknown) => void }
  let waiting = new Map<string, Asking[]>()
  let isRunning = false

  const run = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, KEYS_MAX)
      waiting = new Map([...waiting].slice(KEYS_MAX))
      try {
        const found = await load(batch.map(([key]) => key))
        for (const [key, askers] of batch) for (const { done } of askers) done(found.get(key) ?? null)
      } catch (error) {
        for (const [, askers] of batch) for (const { failed } of askers) failed(error)
      }
    }
    isRunning = false
  }
  return async (key) =>
    new Promise((done, failed) => {
      const askers = waiting.get(key)
      if (askers === undefined) waiting.set(key, [{ done, failed }])
      else askers.push({ done, failed })
      if (isRunning) return
      isRunning = true
      setImmediate(() => void run())
    })
}

const KEYS_MAX = 500
