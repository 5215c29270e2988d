/** Starts the simulator: a world, a clock, and the HTTP server that is Meta. */
import { randomBytes, randomInt } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { controlRoutes } from '#simulator/control-routes.ts'
import { createControl, type Control } from '#simulator/control.ts'
import { GRAPH_PREFIX, graphRoutes, rewriteUrl } from '#simulator/graph/graph-routes.ts'
import { takeSend } from '#simulator/graph/send-door.ts'
import { errorBody, GraphError } from '#simulator/graph/graph-error.ts'
import { downloadRoute } from '#simulator/graph/media-routes.ts'
import { sampleRoute } from '#simulator/graph/samples.ts'
import { resumeUpgrades } from '#simulator/messages/upgrade.ts'
import { resumeAssessments } from '#simulator/messages/pacing.ts'
import { reactTo } from '#simulator/messages/population.ts'
import { release } from '#simulator/messages/send-message.ts'
import { createTally } from '#simulator/messages/tally.ts'
import { resumeLimits } from '#simulator/messages/messaging-limit.ts'
import { resumeTemplates } from '#simulator/messages/quality.ts'
import { markArrived, resumeDeliveries } from '#simulator/messages/progress.ts'
import { phoneFiles } from '#simulator/phone-files.ts'
import type { Faults } from '#simulator/protocol.ts'
import { createHub, DEFAULT_RULES, traceOf, type Rules, type Simulation } from '#simulator/simulation.ts'
import type { Update } from '#simulator/webhooks/envelope.ts'
import { Outbox, type Destination } from '#simulator/webhooks/outbox.ts'
import { createPoster } from '#simulator/webhooks/post.ts'
import { createClock } from '#simulator/world/clock.ts'
import { createIds } from '#simulator/world/ids.ts'
import { createMediaFiles } from '#simulator/world/media-files.ts'
import { createRandom } from '#simulator/world/random.ts'
import {
  createSaver,
  dumpWorld,
  loadWorld,
  readSaved,
  writeSavedNow,
  type Saved,
} from '#simulator/world/snapshot.ts'
import { createWorld, faultsOf, NO_FAULTS, type World } from '#simulator/world/world.ts'

/** The token that may do everything, unless another is given. */
export const DEFAULT_ACCESS_TOKEN = 'EAASIMULATOR'

const APP_ID = '790000000000001'
/** Where a virtual clock begins: 22 Nov 2026, noon in India. */
const VIRTUAL_START = Date.UTC(2026, 10, 22, 6, 30)
/** How much is kept for an app that has not connected yet: a demo's first words, not a load test's millions. */
const HELD_UPDATES_MAX = 10_000
/** POSTs to the app under way at once, and connections kept open for them. */
const WEBHOOK_CONNECTIONS = 64

export type SimulatorOptions = {
  /** 0 takes a free one. */
  readonly port: number
  readonly host?: string
  /** Makes ids and faults repeatable. Left out, every start is different. */
  readonly seed?: number
  /** Everything is kept here and found again after a restart. */
  readonly stateFile?: string | null
  readonly clock?: 'real' | 'virtual'
  readonly accessToken?: string
  readonly faults?: Partial<Faults>
  readonly rules?: Partial<Rules>
  readonly log?: (line: string) => void
}

export type Simulator = {
  /** Graph's base: `${url}/v23.0/…`. */
  readonly url: string
  readonly port: number
  readonly accessToken: string
  /** The one app that this Meta knows. */
  readonly appId: string
  readonly control: Control
  /** Stops taking calls, then webhooks, then saves. */
  close(): Promise<void>
}

/** Starts it; it runs until it is closed. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { stateFile = null, host = '127.0.0.1', clock: mode = 'real' } = options
  const saved = stateFile === null ? null : readSaved(stateFile)
  const poster = createPoster(WEBHOOK_CONNECTIONS)
  const server = { url: '' }
  const { sim, save } = build(options, saved, poster.post, server)
  // The number of this start is on disk before the first id is made, so that a crash cannot make ids repeat.
  if (stateFile !== null) writeSavedNow(stateFile, save())
  const saver = stateFile === null ? null : createSaver(stateFile, save)
  const live: Simulation = { ...sim, touch: () => saver?.touch() }
  const control = createControl(live, mode === 'virtual')
  if (saved !== null) takeUp(live, saved)
  if (options.faults !== undefined) control.faults(options.faults)
  const app = await serve(live, control)
  await app.listen({ port: options.port, host })
  const { port } = app.server.address() as AddressInfo
  server.url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  return {
    url: server.url,
    port,
    accessToken: live.accessToken,
    appId: APP_ID,
    control,
    close: async () => {
      app.server.closeAllConnections()
      await app.close()
      live.clock.stop()
      saver?.close()
      live.outbox.clear()
      await poster.close()
    },
  }
}

type Built = { readonly sim: Simulation; readonly save: () => Saved }

function build(
  options: SimulatorOptions,
  saved: Saved | null,
  post: (url: string, body: Buffer, signature: string) => Promise<number>,
  server: { readonly url: string },
): Built {
  const seed = options.seed ?? saved?.seed ?? randomInt(2 ** 31)
  const starts = (saved?.starts ?? 0) + 1
  const run = options.seed === undefined ? randomBytes(16).toString('hex') : `${seed}/${starts}`
  const counter = { value: saved?.counter ?? 0 }
  const world = createWorld(APP_ID)
  if (saved !== null) loadWorld(world, saved.world)
  const log = options.log ?? (() => {})
  const mode = options.clock ?? 'real'
  const clock = createClock({
    mode,
    startAt: Math.max(VIRTUAL_START, saved?.now ?? 0),
    settle: () => outbox.settled(),
  })
  const outbox: Outbox = new Outbox({
    clock,
    random: createRandom(seed, 'webhooks'),
    post,
    // One at a time makes the order of everything repeatable, which is what a virtual clock is for.
    concurrency: mode === 'virtual' ? 1 : WEBHOOK_CONNECTIONS,
    gathersUnderLoad: mode === 'real',
    destinationOf: (update) => destinationOf(world, update, outbox.counts().waiting),
    // As long as no app has ever connected, everything is held back for it.
    faultsOf: (number) => (world.app === null ? { ...NO_FAULTS, mute: true } : faultsOf(world, number)),
    onDelivered: (update) => update.wamid !== null && markArrived(sim, update.wamid),
    log,
  })
  const sim: Simulation = {
    seed,
    run,
    world,
    clock,
    chance: createRandom(seed, 'sends'),
    traces: createRandom(seed, 'traces'),
    ids: createIds(run, counter),
    outbox,
    hub: createHub(),
    tally: createTally(),
    react: (chat, message, means) => reactTo(sim, chat, message, means),
    media: createMediaFiles(
      options.stateFile === undefined || options.stateFile === null ? null : `${options.stateFile}.media`,
    ),
    rules: { ...DEFAULT_RULES, ...options.rules },
    accessToken: options.accessToken ?? DEFAULT_ACCESS_TOKEN,
    baseUrl: () => server.url,
    touch: () => {},
    log,
  }
  const save = (): Saved => ({
    starts,
    counter: counter.value,
    now: clock.now(),
    seed,
    world: dumpWorld(world),
    waiting: outbox.waiting(),
  })
  return { sim, save }
}

/**
 * Where an update goes: the number's own callback, the account's, the app's. Overrides are for messages only. Null
 * loses it, as Meta loses what an account tells when no app is subscribed.
 */
function destinationOf(world: World, update: Update, waiting: number): Destination | null {
  const { app } = world
  const waba = world.wabas.get(update.wabaId)
  if (waba === undefined || !waba.isSubscribed) return null
  if (app === null) return waiting < HELD_UPDATES_MAX ? { url: '', appSecret: '' } : null
  const number = update.number === null ? null : world.numbers.get(update.number)
  const override = update.field === 'messages' ? (number?.override ?? waba.override) : null
  return { url: override?.uri ?? app.callbackUrl, appSecret: app.appSecret }
}

/** Goes on where the last run stopped. */
function takeUp(sim: Simulation, saved: Saved): void {
  for (const update of saved.waiting) sim.outbox.push(update)
  resumeDeliveries(sim)
  resumeTemplates(sim)
  resumeLimits(sim)
  resumeUpgrades(sim)
  resumeAssessments(sim, (held, isDropped) => release(sim, held, isDropped))
  recount(sim)
}

/** Of what the last run sent, only that is counted of which it was kept that it reached a phone. */
function recount({ tally, world }: Simulation): void {
  for (const { callback, phoneNumberId } of world.sends) {
    const send = { callback, number: phoneNumberId, template: null }
    tally.accept(send)
    tally.reach(send)
  }
}

async function serve(sim: Simulation, control: Control): Promise<FastifyInstance> {
  const versions = new WeakMap<object, string>()
  const app = fastify({
    bodyLimit: 4 * 1024 * 1024,
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: true,
    serverFactory: (handle) =>
      createServer((request, response) => takeSend(sim, request, response) || handle(request, response)),
    rewriteUrl: (request) => {
      const { url, version } = rewriteUrl(request.url ?? '/')
      if (version !== undefined) versions.set(request, version)
      return url
    },
  })
  app.setErrorHandler((error: Error, _request, reply) => {
    const refusal = error instanceof GraphError ? error : new GraphError(1, undefined, { status: 500 })
    return reply.code(refusal.status).send(errorBody(refusal, traceOf(sim)))
  })
  await app.register((scope) => graphRoutes(scope, sim, versions), { prefix: GRAPH_PREFIX })
  await app.register(
    (scope, _options, done) => {
      controlRoutes(scope, sim, control)
      done()
    },
    { prefix: '/_control' },
  )
  downloadRoute(app, sim)
  sampleRoute(app, sim)
  phoneFiles(app)
  return app
}
