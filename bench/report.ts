/**
 * From trials to figures: medians, ratios, a table for people and an object for machines.
 */
import { median } from '#bench/check.ts'
import type { System, SystemKey } from '#bench/system.ts'
import type { Trial } from '#bench/trial.ts'

/** Everything that was measured of one system. */
export type Measured = {
  readonly system: System
  readonly rounds: readonly Trial[]
  readonly killed: Trial | null
  readonly paced: Trial | null
}

/** Medians over the rounds, except for the counts of what must not happen, which are added up. */
export function summary({ rounds, killed, paced }: Measured): object {
  return {
    acceptedPerSecond: middle(rounds, 'acceptedPerSecond'),
    effectsPerSecond: middle(rounds, 'effectsPerSecond'),
    effectsPerSecondMin: whole(Math.min(...rounds.map((trial) => trial.effectsPerSecond))),
    effectsPerSecondMax: whole(Math.max(...rounds.map((trial) => trial.effectsPerSecond))),
    effectsPerSecondUnderLoad: middle(rounds, 'effectsPerSecondUnderLoad'),
    answerP50Ms: middle(rounds, 'answerP50Ms'),
    answerP99Ms: middle(rounds, 'answerP99Ms'),
    lagP50Ms: middle(rounds, 'lagP50Ms'),
    lagP99Ms: middle(rounds, 'lagP99Ms'),
    ...wrongs(rounds),
    refused: sum(rounds, 'refused'),
    broken: sum(rounds, 'broken'),
    isUnfinished: rounds.some((trial) => trial.isUnfinished),
    kill: killed && {
      ...wrongs([killed]),
      restartMs: whole(median(killed.restartsMs)),
      isUnfinished: killed.isUnfinished,
    },
    paced: paced && {
      effectsPerSecond: whole(paced.effectsPerSecondUnderLoad),
      answerP99Ms: whole(paced.answerP99Ms),
      lagP50Ms: whole(paced.lagP50Ms),
      lagP99Ms: whole(paced.lagP99Ms),
    },
  }
}

const wrongs = (trials: readonly Trial[]): object => ({
  accepted: sum(trials, 'accepted'),
  lost: sum(trials, 'lost'),
  late: sum(trials, 'late'),
  doubled: sum(trials, 'doubled'),
  misordered: sum(trials, 'misordered'),
  unexpected: sum(trials, 'unexpected'),
})

/**
 * How many times as many effects per second, by round and then the median: two runs of one round met the same
 * neighbours, so their ratio is steadier than either figure.
 */
export function ratios(all: readonly Measured[]): Readonly<Record<string, number>> {
  const wanted: readonly (readonly [string, SystemKey, SystemKey])[] = [
    ['harkaraToPublished', 'harkara', 'published'],
    ['harkaraToPublishedTuned', 'harkara', 'publishedTuned'],
    ['harkaraToFloor', 'harkara', 'floor'],
    ['floorToPublished', 'floor', 'published'],
    ['floorToPublishedTuned', 'floor', 'publishedTuned'],
  ]
  return Object.fromEntries(
    wanted.flatMap(([name, ours, theirs]) => {
      const upper = all.find(({ system }) => system.key === ours)
      const lower = all.find(({ system }) => system.key === theirs)
      if (upper === undefined || lower === undefined) return []
      const byRound = upper.rounds.map(
        (trial, round) => trial.effectsPerSecond / (lower.rounds[round]?.effectsPerSecond ?? Number.NaN),
      )
      return [[name, Math.round(median(byRound) * 100) / 100]]
    }),
  )
}

/** The table for people. */
export function table(all: readonly Measured[]): string {
  const head = [
    '',
    'accepted/s',
    'answer p50/p99 ms',
    'effects/s',
    'lag p50/p99 ms',
    'lost',
    'doubled',
    'out of order',
  ]
  const isKilled = all.some(({ killed }) => killed !== null)
  const isPaced = all.some(({ paced }) => paced !== null)
  if (isKilled) head.push('after kill -9: lost/doubled/out of order')
  if (isPaced) head.push('at fixed rate: lag p50/p99 ms')
  const rows = all.map(({ system, rounds, killed, paced }) => {
    const effects = rounds.map((trial) => trial.effectsPerSecond)
    const row = [
      system.title,
      `${middle(rounds, 'acceptedPerSecond')}`,
      `${middle(rounds, 'answerP50Ms')} / ${middle(rounds, 'answerP99Ms')}`,
      `${middle(rounds, 'effectsPerSecond')} [${whole(Math.min(...effects))}–${whole(Math.max(...effects))}]`,
      `${middle(rounds, 'lagP50Ms')} / ${middle(rounds, 'lagP99Ms')}`,
      `${sum(rounds, 'lost')} of ${sum(rounds, 'accepted')}${late(rounds)}`,
      `${sum(rounds, 'doubled')}`,
      `${sum(rounds, 'misordered')}`,
    ]
    if (isKilled) row.push(killed === null ? '–' : killCell(killed))
    if (isPaced) row.push(paced === null ? '–' : `${whole(paced.lagP50Ms)} / ${whole(paced.lagP99Ms)}`)
    return row
  })
  return aligned([head, ...rows])
}

const killCell = (trial: Trial): string =>
  `${trial.lost} / ${trial.doubled} / ${trial.misordered} of ${trial.accepted}${late([trial])}`

/** What was neither lost nor done when we stopped waiting. */
const late = (trials: readonly Trial[]): string =>
  trials.some((trial) => trial.isUnfinished) ? ` (${sum(trials, 'late') || 'some'} late)` : ''

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

type Numeric = { [Key in keyof Trial]: Trial[Key] extends number ? Key : never }[keyof Trial]

const middle = (trials: readonly Trial[], key: Numeric): number =>
  whole(median(trials.map((trial) => trial[key])))
const sum = (trials: readonly Trial[], key: Numeric): number =>
  trials.reduce((total, trial) => total + trial[key], 0)
const whole = (value: number): number => Math.round(value)
