import { DAY, HOUR } from './starting-points.ts'

export type WaitUnit = 'minute' | 'hour' | 'day'
export const MINUTES: Readonly<Record<WaitUnit, number>> = { minute: 1, hour: HOUR, day: DAY }

/** In the largest unit that says it exactly. */
export function waitOf(minutes: number): { readonly count: number; readonly unit: WaitUnit } {
  if (minutes !== 0 && minutes % DAY === 0) return { count: minutes / DAY, unit: 'day' }
  return minutes % HOUR === 0 ? { count: minutes / HOUR, unit: 'hour' } : { count: minutes, unit: 'minute' }
}
