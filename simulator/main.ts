/**
 * The simulator from the command line.
 *
 *   node simulator/main.ts --port 4001 --seed 7 --state .harkara/simulator.json --scenario simulator/scenarios/demo.json \
 *     --app-url http://127.0.0.1:3000/webhooks/meta --app-secret s3cret --verify-token hello
 *
 * The app need not be up yet: the verification is tried until it answers. Ctrl-C closes in order.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { App } from '#simulator/protocol.ts'
import type { Scenario } from '#simulator/scenario.ts'
import { startSimulator, type Simulator } from '#simulator/start.ts'

const VERIFY_AGAIN_MS = 1000
const LENIENT = {
  window: 'off',
  pairLimit: false,
  messagingLimit: false,
  managementLimit: false,
  sentinels: false,
} as const

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4001' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string' },
    state: { type: 'string' },
    clock: { type: 'string', default: 'real' },
    token: { type: 'string' },
    'app-url': { type: 'string' },
    'app-secret': { type: 'string', default: 'simulator-secret' },
    'verify-token': { type: 'string', default: 'simulator-verify' },
    scenario: { type: 'string' },
    /** For benchmarks: no window, no pair limit, no sentinels, and this many messages per second and number. */
    'messages-per-second': { type: 'string' },
    lenient: { type: 'boolean', default: false },
    /** `figures`: what was sent is counted and forgotten, for load. */
    keeps: { type: 'string', default: 'everything' },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function connect(simulator: Simulator, app: App, isOver: () => boolean): Promise<void> {
  for (let tries = 0; !isOver(); tries++) {
    try {
      await simulator.control.connectApp(app)
      say(`app      ${app.callbackUrl} (verified)`)
      return
    } catch {
      if (tries === 0)
        say(`app      ${app.callbackUrl} does not answer the verification yet; trying every second`)
      await new Promise((resolve) => setTimeout(resolve, VERIFY_AGAIN_MS))
    }
  }
}

async function main(): Promise<void> {
  const rate = values['messages-per-second']
  const simulator = await startSimulator({
    port: Number(values.port),
    host: values.host,
    clock: values.clock === 'virtual' ? 'virtual' : 'real',
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    ...(values.token === undefined ? {} : { accessToken: values.token }),
    rules: {
      ...(rate === undefined ? {} : { messagesPerSecond: Number(rate) }),
      ...(values.lenient ? LENIENT : {}),
      keeps: values.keeps === 'figures' ? 'figures' : 'everything',
    },
    log: say,
  })
  let isOver = false
  const stop = (): void => {
    if (isOver) return
    isOver = true
    void simulator.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  say(`graph    ${simulator.url}/v23.0   token ${simulator.accessToken}`)
  say(`phone    ${simulator.url}/phone`)
  const url = values['app-url']
  const app =
    url === undefined
      ? null
      : { callbackUrl: url, appSecret: values['app-secret'], verifyToken: values['verify-token'] }
  if (app !== null) await connect(simulator, app, () => isOver)
  // A state that was found again already holds the scenario.
  if (values.scenario !== undefined && simulator.control.state().numbers.length === 0) {
    simulator.control.loadScenario(JSON.parse(readFileSync(values.scenario, 'utf8')) as Scenario)
    say(`scenario ${values.scenario}`)
  }
}

await main()
