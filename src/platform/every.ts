/**
 * Does something again and again: one after the other, never two at once, however long it takes. Closing waits for the one that
 * runs, so that nothing it uses is taken away under it.
 */
export function every(
  ms: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): { readonly close: () => Promise<void> } {
  let running: Promise<unknown> | null = null
  const timer = setInterval(() => {
    running ??= work()
      .catch(onError)
      .finally(() => (running = null))
  }, ms)
  return {
    close: async () => {
      clearInterval(timer)
      await running
    },
  }
}
