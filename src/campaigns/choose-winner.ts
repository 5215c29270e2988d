/** Which of several messages did best among those that were tried. Pure. */
import { MINUTE_MS, type Instant } from '#platform/time.ts'
import type { Definition, Progress } from './shapes.ts'

/** null: there is nothing to choose, or it is too early. Of two that did alike, the one that stands first. */
export function chooseWinner(
  {
    definition,
    startedAt,
  }: { readonly definition: Pick<Definition, 'messages' | 'test'>; readonly startedAt: number | null },
  progress: Progress,
  waiting: readonly { readonly waitsForWinner: boolean; readonly count: number }[],
  now: Instant,
): number | null {
  const { test, messages } = definition
  if (test === null || messages.length < 2 || startedAt === null) return null
  const isTrying = waiting.some(({ waitsForWinner, count }) => !waitsForWinner && count > 0)
  if (isTrying || progress.queued > 0) return null
  const last = progress.minutes.at(-1)?.at ?? startedAt
  if (now < last + (test.afterMinutes + 1) * MINUTE_MS) return null
  const shareOf = (message: number): number => {
    const counts = progress.byMessage.find((one) => one.message === message)
    return counts === undefined || counts.delivered === 0 ? 0 : counts[test.winner] / counts.delivered
  }
  return messages
    .map((_, message) => message)
    .reduce((best, message) => (shareOf(message) > shareOf(best) ? message : best), 0)
}
