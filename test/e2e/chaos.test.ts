import { expect, test } from 'vitest'
import { dropReplies } from '#bench/chaos/drop-replies.ts'
import { runChaos } from '#bench/chaos/run-chaos.ts'

/** A longer run, with other seeds: `npm run chaos -- --kills 100`. */
const SEED = 20_261_122
const RUN_MS_MAX = 300_000
const silence = (): void => {}

test(
  'nothing is lost, doubled, misordered or said twice while processes and the database are killed and frozen',
  { timeout: RUN_MS_MAX },
  async () => {
    const report = await runChaos({ kills: 12, seed: SEED, say: silence })
    const { lost, doubled, misordered, secondCopies, unexpected, settledMs, inbound, outbound } = report
    expect({ lost, doubled, misordered, secondCopies, unexpected }, report.examples.join('\n')).toEqual({
      lost: 0,
      doubled: 0,
      misordered: 0,
      secondCopies: 0,
      unexpected: 0,
    })
    expect(settledMs, 'everything settles once it is left alone').not.toBeNull()
    // A run in which nothing happened would prove nothing.
    expect(inbound.acknowledged).toBeGreaterThan(500)
    expect(outbound.accepted).toBeGreaterThan(50)
  },
)

test(
  'a message that Meta took without saying so is never sent again, and its fate is found out from its statuses',
  { timeout: RUN_MS_MAX },
  async () => {
    const { sends, secondCopies, unsettled, verdict } = await dropReplies({
      sends: 200,
      seed: SEED,
      say: silence,
    })
    expect({ sends, secondCopies, unsettled }, verdict.examples.join('\n')).toEqual({
      sends: 200,
      secondCopies: 0,
      unsettled: 0,
    })
  },
)
