/** The scales of the fault sliders, and what "normal" means. */
import type { Faults } from '#simulator/protocol.ts'
import type { StringKey } from '../strings.ts'

export type SliderKind = {
  readonly steps: number
  readonly fromStep: (step: number) => number
  /** The nearest step, for a value that a test or a scenario has set. */
  readonly toStep: (value: number) => number
  readonly words: (value: number) => string
}

const onScale = (values: readonly number[], words: SliderKind['words']): SliderKind => ({
  steps: values.length - 1,
  fromStep: (step) => values[step] ?? 0,
  toStep: (value) => {
    const distances = values.map((one) => Math.abs(one - value))
    return distances.indexOf(Math.min(...distances))
  },
  words,
})

const TIMES = [0, 50, 100, 250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000]
const timeWords = (ms: number) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)

const chance: SliderKind = {
  steps: 20,
  fromStep: (step) => step / 20,
  toStep: (value) => Math.round(value * 20),
  words: (value) => `${Math.round(value * 100)} %`,
}
const time = onScale(TIMES, timeWords)
const timeOrNever = onScale([-1, ...TIMES], timeWords)
const bundle = onScale([1, 2, 5, 10, 25, 50, 100, 250, 500, 1000], String)

type SliderKey = { [K in keyof Faults]: Faults[K] extends number ? K : never }[keyof Faults]

export const SLIDERS: readonly {
  readonly key: SliderKey
  readonly label: StringKey
  readonly hint: StringKey
  readonly kind: SliderKind
}[] = [
  { key: 'duplicate', label: 'faultDuplicate', hint: 'faultDuplicateHint', kind: chance },
  { key: 'reorder', label: 'faultReorder', hint: 'faultReorderHint', kind: chance },
  { key: 'delayMs', label: 'faultDelayMs', hint: 'faultDelayMsHint', kind: time },
  { key: 'batch', label: 'faultBatch', hint: 'faultBatchHint', kind: bundle },
  { key: 'dropReply', label: 'faultDropReply', hint: 'faultDropReplyHint', kind: chance },
  { key: 'serverError', label: 'faultServerError', hint: 'faultServerErrorHint', kind: chance },
  { key: 'slowMs', label: 'faultSlowMs', hint: 'faultSlowMsHint', kind: time },
  { key: 'deliverAfterMs', label: 'faultDeliverAfterMs', hint: 'faultDeliverAfterMsHint', kind: time },
  { key: 'readAfterMs', label: 'faultReadAfterMs', hint: 'faultReadAfterMsHint', kind: timeOrNever },
]

/** Nothing is broken. How fast customers receive and read is a habit, not a fault, and stays as it is. */
export const NORMAL: Partial<Faults> = {
  duplicate: 0,
  reorder: 0,
  delayMs: 0,
  batch: 1,
  dropReply: 0,
  serverError: 0,
  slowMs: 0,
  mute: false,
  tokenExpired: false,
}

/** A bit of everything that a platform must survive. */
export const BAD_DAY: Partial<Faults> = {
  ...NORMAL,
  duplicate: 0.3,
  reorder: 0.3,
  delayMs: 250,
  batch: 10,
  dropReply: 0.1,
  serverError: 0.1,
  slowMs: 500,
}

/** Which faults are on. */
export const faultsOn = (faults: Faults): string[] =>
  Object.entries(NORMAL).flatMap(([key, normal]) => (faults[key as keyof Faults] === normal ? [] : [key]))

/** Whether none is. */
export const isNormal = (faults: Faults): boolean => faultsOn(faults).length === 0
