import { useSyncExternalStore } from 'react'

type Ticker = { readonly subscribe: (listener: () => void) => () => void; readonly read: () => number }
const tickers = new Map<number, Ticker>()

/** The time, as of the last tick of `everyMs`; all who ask for the same beat share one timer. */
export function useNow(everyMs: number): number {
  let ticker = tickers.get(everyMs)
  if (ticker === undefined) tickers.set(everyMs, (ticker = makeTicker(everyMs)))
  return useSyncExternalStore(ticker.subscribe, ticker.read)
}

function makeTicker(everyMs: number): Ticker {
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: number | undefined
  const tick = () => {
    now = Date.now()
    for (const tell of listeners) tell()
  }
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    timer ??= window.setInterval(tick, everyMs)
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0) return
      window.clearInterval(timer)
      timer = undefined
    }
  }
  const read = () => {
    // The first to ask after a pause must not see the time of the pause's beginning.
    if (timer === undefined && Date.now() - now > everyMs) now = Date.now()
    return now
  }
  return { subscribe, read }
}
