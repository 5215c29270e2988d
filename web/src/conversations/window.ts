/**
 * The customer-service window as a person reads it. The server says when it closes; how much is left is a matter of the
 * clock on the wall, so this is computed again as time passes. Pure.
 */
import type { Conversation } from '../platform/contract.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Below a quarter the ring turns amber. */
const LOW = 0.25

export type WindowView =
  | {
      readonly isOpen: true
      readonly tone: 'calm' | 'low'
      /** 0 to 1, for the ring. */
      readonly fraction: number
      readonly left: TimeLeft
      readonly closesAt: number
    }
  | { readonly isOpen: false; readonly tone: 'none'; readonly fraction: 0; readonly closedAt: number | null }

export type TimeLeft = { readonly unit: 'hour' | 'minute'; readonly value: number }

export function viewWindow(window: Conversation['window'], now: number): WindowView {
  const isOver = window.state === 'closed' || window.at === null || window.at <= now
  if (isOver) return { isOpen: false, tone: 'none', fraction: 0, closedAt: window.at }
  const leftMs = (window.at ?? now) - now
  const fraction = Math.min(1, leftMs / window.lengthMs)
  return {
    isOpen: true,
    tone: fraction >= LOW ? 'calm' : 'low',
    fraction,
    left: timeLeft(leftMs),
    closesAt: window.at ?? now,
  }
}

/** Rounded down: an agent who reads "1 h" must have an hour. */
export function timeLeft(ms: number): TimeLeft {
  if (ms >= HOUR_MS) return { unit: 'hour', value: Math.floor(ms / HOUR_MS) }
  return { unit: 'minute', value: Math.floor(ms / MINUTE_MS) }
}
