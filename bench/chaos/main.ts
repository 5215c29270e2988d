/**
 * npm run chaos -- --kills 20 [--seed N] [--json]     kills and freezes processes under load, then counts
 * npm run chaos -- --drop-replies 1000 [--json]       Meta takes every message and never answers
 *
 * Ends with 1 if anything was lost, doubled, out of order or said twice.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { dropReplies, type DropRepliesReport } from './drop-replies.ts'
import { runChaos, type ChaosReport } from './run-chaos.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    'drop-replies': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const say = (line: string): void => console.log(line)
const seed = wholeNumber('seed', values.seed)

if (values['drop-replies'] === undefined) {
  const report = await runChaos({ kills: wholeNumber('kills', values.kills), seed, say })
  printChaos(report)
  const { lost, doubled, misordered, secondCopies, unexpected, settledMs } = report
  finish(report, lost + doubled + misordered + secondCopies + unexpected === 0 && settledMs !== null)
} else {
  const sends = wholeNumber('drop-replies', values['drop-replies'])
  const report = await dropReplies({ sends, seed, say })
  printDropReplies(report)
  finish(report, report.secondCopies + report.unsettled === 0)
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} wants a whole number`)
  return value
}

function finish(report: object, isWell: boolean): void {
  if (values.json) say(JSON.stringify(report))
  process.exitCode = isWell ? 0 : 1
}

function printChaos(report: ChaosReport): void {
  const { inbound, outbound } = report
  const blows = Object.entries(report.blows)
    .map(([blow, count]) => `${count} × ${blow}`)
    .join(', ')
  say(
    `\nseed ${report.seed}: ${blows}; ${seconds(report.loadMs)} of load, settled ${settledIn(report.settledMs)}`,
  )
  table([
    ['', 'inbound', 'outbound'],
    ['tried', inbound.attempted, ''],
    ['acknowledged', inbound.acknowledged, `${outbound.accepted} + ${outbound.greetings} greetings`],
    ['effects', inbound.effects, outbound.copies],
    ['lost', inbound.lost, outbound.lost],
    ['doubled', inbound.doubled + inbound.miscounted, outbound.secondCopies],
    ['misordered', inbound.misordered, outbound.misordered],
    ['unexpected', inbound.unexpected, outbound.unexpected],
    ['recovered', inbound.recovered, ''],
    ['unconfirmed', '', outbound.unconfirmed],
    ['failed', '', outbound.failed],
    ['ticks missing', '', outbound.ticksMissing],
    ['asked again', '', report.askedAgain],
    ['p50 / p99 / max', timesIn(report.times.inbound), timesIn(report.times.outbound)],
    ['until accepted', '', timesIn(report.times.asked)],
  ])
  for (const line of [...report.examples, ...report.ownEnds]) say(`  ${line}`)
}

function printDropReplies(report: DropRepliesReport): void {
  say(`\nseed ${report.seed}: accepted in ${seconds(report.sendMs)}, settled ${settledIn(report.settledMs)}`)
  table([
    ['sends', report.sends],
    ['second copies', report.secondCopies],
    ['unsettled', report.unsettled],
    ['misordered', report.verdict.misordered],
  ])
  for (const line of report.verdict.examples) say(`  ${line}`)
}

function table(rows: readonly (readonly (string | number)[])[]): void {
  for (const [name, ...cells] of rows)
    say(`  ${String(name).padEnd(16)}${cells.map((cell) => String(cell).padStart(24)).join('')}`)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function timesIn({ p50Ms, p99Ms, maxMs }: ChaosReport['times']['inbound']): string {
  return `${p50Ms} / ${p99Ms} / ${maxMs} ms`
}

function settledIn(ms: number | null): string {
  return ms === null ? 'never' : `in ${seconds(ms)}`
}
