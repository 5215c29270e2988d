/** Bots of others: how well their test messages are understood from their training phrases, and how fast. */
import { IN_SCOPE_FROM, IntentModel } from '#nlu/intent-model.ts'
import type { Bot } from './labelled.ts'
import { figuresOf, intervalOf, type Figures, type Judged } from './metrics.ts'
import { RIVALS } from './rivals.ts'

export type BotResult = Figures & {
  readonly bot: string
  /** Of classifying one message. */
  readonly p95Ms: number
  readonly trainCpuSeconds: number
}

const WARM_UP = 50

export function measureBot({ name, training, test }: Bot): { result: BotResult; judged: Judged[] } {
  const before = process.cpuUsage()
  const model = IntentModel.train(training)
  const { user, system } = process.cpuUsage(before)
  for (const { text } of test.slice(0, WARM_UP)) model.classify(text)
  const times: number[] = []
  const judged = test.map(({ text, intent }) => {
    const from = performance.now()
    const ranked = model.classify(text)
    times.push(performance.now() - from)
    return { expected: intent, ranked }
  })
  times.sort((one, other) => one - other)
  const result = {
    bot: name,
    ...figuresOf(judged, IN_SCOPE_FROM),
    p95Ms: times[Math.floor(times.length * 0.95)] ?? NaN,
    trainCpuSeconds: (user + system) / 1e6,
  }
  return { result, judged }
}

const COLUMNS = ['MCC', 'top-1', 'AUROC', 'R@3'] as const

const row = (name: string, figures: readonly (number | undefined)[]): string =>
  [name.padEnd(12), ...figures.map((each) => (each === undefined ? '' : each.toFixed(3)).padStart(7))].join(
    '',
  )

/** With those who published theirs beside it, and how far chance may have moved ours. */
export function reportBot(
  bot: Bot,
  { result, judged }: ReturnType<typeof measureBot>,
  random: () => number,
): string {
  const interval = intervalOf(judged, (sample) => figuresOf(sample, IN_SCOPE_FROM).mcc, random)
  const rivals = RIVALS[bot.name.toLowerCase()] ?? []
  const outOfScope = bot.test.filter(({ intent }) => intent === null).length
  return [
    `${bot.name}: ${new Set(bot.training.map(({ intent }) => intent)).size} intents, ${bot.training.length} phrases, ${bot.test.length} messages, ${outOfScope} of them out of scope`,
    row('', []) + COLUMNS.map((name) => name.padStart(7)).join(''),
    row('harkara', [result.mcc, result.inScopeTop1, result.oosAuroc, result.r3]),
    ...rivals.map(({ name, mcc, inScopeTop1, oosAuroc, r3 }) => row(name, [mcc, inScopeTop1, oosAuroc, r3])),
    `MCC between ${interval.from.toFixed(3)} and ${interval.to.toFixed(3)} in 95 of 100 samples; ${result.p95Ms.toFixed(2)} ms a message (p95), ${result.trainCpuSeconds.toFixed(1)} CPU-seconds of training`,
  ].join('\n')
}
