/**
 * How a thread is laid out: days, and inside a day runs of bubbles by one side. Only the first bubble of a run has a
 * tail, and runs stand further apart than the bubbles in them.
 */
import type { PhoneMessage } from '#simulator/protocol.ts'

/** A new run begins also when this much time passed, so that an answer after lunch does not stick to the morning. */
const RUN_GAP_MS = 30 * 60 * 1000

export type Bubble<M> = { readonly message: M; readonly isFirstOfRun: boolean }
export type Day<M> = { readonly key: string; readonly at: number; readonly bubbles: readonly Bubble<M>[] }

/** Groups messages that are already in order. Days are those of the viewer's own time zone. */
export function groupByDay<M extends Pick<PhoneMessage, 'at' | 'by' | 'type'>>(
  messages: readonly M[],
): Day<M>[] {
  const days: { key: string; at: number; bubbles: Bubble<M>[] }[] = []
  let before: M | null = null
  for (const message of messages) {
    const key = dayKey(message.at)
    let day = days.at(-1)
    const isNewDay = day?.key !== key
    if (day === undefined || isNewDay) {
      day = { key, at: message.at, bubbles: [] }
      days.push(day)
    }
    day.bubbles.push({ message, isFirstOfRun: isNewDay || before === null || beginsRun(before, message) })
    before = message
  }
  return days
}

/** The calendar day of a moment, as `2026-11-22`. */
export function dayKey(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Days from one calendar day to a later one; a day on which the clocks change counts as one, too. */
export function daysBetween(from: number, to: number): number {
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}

const two = (value: number) => String(value).padStart(2, '0')
const midnight = (at: number) => new Date(new Date(at).setHours(0, 0, 0, 0)).getTime()

function beginsRun(
  before: Pick<PhoneMessage, 'at' | 'by' | 'type'>,
  message: Pick<PhoneMessage, 'at' | 'by' | 'type'>,
) {
  return before.by !== message.by || before.type === 'system' || message.at - before.at > RUN_GAP_MS
}
