/**
 * What can be said on the command line.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

export type Options = {
  readonly asJson: boolean
  readonly rounds: number
  readonly seconds: number
  readonly withKill: boolean
  readonly isMixed: boolean
  readonly rate: number | null
  readonly connections: number
  readonly only: readonly string[] | null
}

const HELP = `npm run bench -- [options]
  --rounds N       measured rounds per system, interleaved (3)
  --seconds N      saturation per round and system (8)
  --no-kill        leave out the runs in which the process is killed
  --rate N         also offer N messages a second and measure the lag
  --mix            two statuses after every message
  --connections N  keep-alive connections of the load generator (64)
  --only a,b       of: published, publishedTuned, floor, harkara
  --json           one JSON object as the last line`

/** Reads the options, or prints the help and ends. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      kill: { type: 'boolean', default: true },
      mix: { type: 'boolean', default: false },
      rate: { type: 'string' },
      connections: { type: 'string', default: '64' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit()
  }
  return {
    asJson: values.json,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    withKill: values.kill,
    isMixed: values.mix,
    rate: values.rate === undefined ? null : positive('rate', values.rate),
    connections: positive('connections', values.connections),
    only: values.only?.split(',') ?? null,
  }
}

function positive(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isFinite(number) || number <= 0)
    throw new Error(`--${name} must be a positive number, not "${text}"`)
  return number
}

/** Said above every table: figures mean nothing without the machine. */
export const machine = (): string =>
  `${availableParallelism()} cores, Node ${process.version}, ${process.platform}`
