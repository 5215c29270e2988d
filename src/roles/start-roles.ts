/** Builds the parts that the chosen roles need, and takes them down in the opposite order: the whole program in one file. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startAssigning } from '#assignment/assign-loop.ts'
import { startCampaigns } from '#campaigns/campaign-loop.ts'
import { createFeed } from '#campaigns/take-recipients.ts'
import { listTenants } from '#channels/all-tenants.ts'
import { createTokens, describeNumber } from '#channels/read-channels.ts'
import { wakeSnoozed } from '#conversations/wake-snoozed.ts'
import { startCharging } from '#costs/charge-loop.ts'
import { queueReconciliations, reconcileCostsJob, runReconciliation } from '#costs/reconcile-costs.ts'
import { startHealth } from '#health/health-loop.ts'
import { queueImports, runImportJob } from '#imports/import-jobs.ts'
import { runImport } from '#imports/run-import.ts'
import { forgetAnswers } from '#idempotency/answer-once.ts'
import { createGateway, isWebhook, type GatewayCounters } from '#ingest/gateway.ts'
import { startLaneLoop } from '#ingest/lane-loop.ts'
import { laneOf } from '#ingest/lane-of.ts'
import { createLaneProcessor } from '#ingest/process-lanes.ts'
import { createDeliveryStore } from '#ingest/store-deliveries.ts'
import { watchLag } from '#ingest/watch-lag.ts'
import { fetchMedia } from '#media/fetch-media.ts'
import { fetchMediaJob } from '#media/jobs.ts'
import { diskStorage, s3Storage } from '#media/storage.ts'
import { createMetaUploads } from '#media/upload-media.ts'
import { createDispatch } from '#outbound/dispatch.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { BULK_CALLS_MAX, URGENT_CALLS_MAX } from '#outbound/host-cap.ts'
import { startSender } from '#outbound/sender.ts'
import type { Config, Role } from '#platform/config.ts'
import { inTransaction, openDatabase, type Database } from '#platform/db/database.ts'
import { installationSecret } from '#platform/db/installation-secret.ts'
import { createLeases } from '#platform/db/leases.ts'
import { createNotifier, listen, type Notifier, type Topic } from '#platform/db/notifications.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { createEgress } from '#platform/egress.ts'
import { errorText } from '#platform/errors.ts'
import { every } from '#platform/every.ts'
import { openJobs, type JobQueue } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { createMailer } from '#platform/mail.ts'
import { forgetSessions } from '#people/forget-sessions.ts'
import { createMetaParts } from '#connection/meta-parts.ts'
import { countUnsigned } from '#connection/count-unsigned.ts'
import { syncBusinessApp, syncBusinessAppJob } from '#connection/sync-business-app.ts'
import { watchChannels } from '#connection/watch-channels.ts'
import type { MetaParts } from '#connection/parts.ts'
import { createVault, type Secret } from '#platform/secrets.ts'
import { systemClock, type Clock } from '#platform/time.ts'
import { startPrivacy } from '#privacy/privacy-loop.ts'
import { startPushes } from '#push/push-loop.ts'
import { forgetEvents } from '#realtime/forget-events.ts'
import { fireReminders } from '#reminders/fire-reminders.ts'
import { startIndexing } from '#search/index-loop.ts'
import { forgetHappenings } from '#sequences/record-event.ts'
import { startFlows } from '#flows/flow-loop.ts'
import { startSequences } from '#sequences/sequence-loop.ts'
import { startService } from '#service/service-loop.ts'
import { startCountingActivity } from '#segments/activity-loop.ts'
import { pullTemplates, pullTemplatesJob } from '#templates/pull-templates.ts'
import { watchTemplates } from '#templates/watch-templates.ts'
import { createGraphAccounts } from '#whatsapp/graph-accounts.ts'
import { createGraphHealth } from '#whatsapp/graph-health.ts'
import { createGraph } from '#whatsapp/graph.ts'
import { startWebhooks } from '#webhooks/run-webhooks.ts'
import { appSecretKey } from '#whatsapp/signature.ts'
import { setupCodeFor } from './setup-code.ts'
import { startWeb } from './web.ts'

export type Running = {
  /** Where the gateway and the web role answer; null if neither runs here. */
  readonly url: string | null
  readonly close: () => Promise<void>
}

export type RoleOptions = {
  readonly config: Config
  readonly databaseUrl: string
  readonly graphUrl: string
  /** Shown in the inbox as the way to try things out. */
  readonly phoneUrl: string | null
  /** Given if the simulator is ours: what it lets us do. */
  readonly simulator?: { readonly appId: string; readonly accessToken: Secret } | null
  readonly roles: ReadonlySet<Role>
  readonly log: Log
}

/** Connections a role may use at once; together they stay far below PostgreSQL's default of 100. */
const POOL = { gateway: 4, worker: 8, sender: 8, web: 10 } as const

export async function startRoles(options: RoleOptions): Promise<Running> {
  const { config, databaseUrl, roles, log } = options
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const step of closers.toReversed()) await step()
  }
  const opened = (role: Role): Database => {
    const onIdleError = (error: Error): void =>
      log.warn({ evt: 'database.connection-lost', role, err: error.message })
    const looksUpOnly = role === 'worker' || role === 'sender'
    const database = openDatabase({
      url: databaseUrl,
      poolSize: POOL[role],
      name: role,
      onIdleError,
      looksUpOnly,
    })
    closers.push(database.close)
    return database
  }
  const listeners = new Map<Topic, (keys: string[]) => void>()
  try {
    const parts = await sharedParts(options, closers)
    const web = roles.has('web')
      ? await startWebRole(options, parts, opened('web'), closers, listeners)
      : null
    const gateway = roles.has('gateway') ? createGatewayRole(options, opened('gateway'), closers) : null
    if (roles.has('worker')) await startWorker(options, parts, opened('worker'), closers, listeners)
    if (roles.has('sender')) startSenderRole(options, parts, opened('sender'), closers, listeners)
    if (listeners.size > 0) {
      const listener = listen(databaseUrl, [...listeners.keys()], (topic, keys) =>
        listeners.get(topic)?.(keys),
      )
      closers.push(listener.close)
    }
    const url =
      web === null && gateway === null ? null : await serve(config, gateway, web?.handle ?? null, closers)
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startWebRole(
  options: RoleOptions,
  parts: Parts,
  database: Database,
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): Promise<Awaited<ReturnType<typeof startWeb>>> {
  const { config, phoneUrl } = options
  return startWeb({
    ...parts,
    ...options,
    publicUrl: config.publicUrl,
    keepDeliveriesDays: config.keepDeliveriesDays,
    database,
    signIn: {
      mailer: createMailer(mailsOf(config)),
      secret: await installationSecret(database.pool, parts.vault, 'sessions'),
      signUp: config.signUp,
      setupCode: setupCodeFor(config),
      hasDemo: phoneUrl !== null,
    },
    explain: explainFailure,
    meta: metaOf(options, parts),
    closers,
    listeners,
  })
}

/** Our own simulator knows one app, and gives practice numbers away. */
function metaOf({ config, graphUrl, simulator }: RoleOptions, { egress, graph }: Parts): MetaParts {
  const appId = simulator?.appId ?? config.metaApp.id
  const [secret] = config.appSecrets
  return createMetaParts({
    egress,
    graph,
    graphUrl,
    graphVersion: config.graphVersion,
    app: appId === null || secret === undefined ? null : { id: appId, secret },
    configId: simulator === undefined || simulator === null ? config.metaApp.configId : 'simulator',
    practiceToken: simulator?.accessToken ?? null,
    publicUrl: config.publicUrl,
    verifyToken: config.verifyToken,
  })
}

type Parts = Awaited<ReturnType<typeof sharedParts>>

/** A sender's calls at once, and some for everything else that asks Graph. */
const GRAPH_CONNECTIONS = BULK_CALLS_MAX + URGENT_CALLS_MAX + 64

async function sharedParts({ config, graphUrl }: RoleOptions, closers: (() => Promise<void>)[]) {
  // Our own address is probed, and may be one of this machine's.
  const ours = config.publicUrl === null ? [] : [config.publicUrl]
  const egress = createEgress({ allowOrigins: [graphUrl, ...ours], connectionsPerOrigin: GRAPH_CONNECTIONS })
  closers.push(egress.close)
  return {
    egress,
    vault: createVault(config.secretKey, config.secretKeyId, config.secretKeysOld),
    graph: createGraph({ egress, baseUrl: graphUrl, version: config.graphVersion }),
    storage: config.s3 === null ? diskStorage(join(config.dataFolder, 'media')) : await s3Storage(config.s3),
    clock: systemClock,
  }
}

function createGatewayRole(
  { config, log }: RoleOptions,
  database: Database,
  closers: (() => Promise<void>)[],
): ReturnType<typeof createGateway> {
  const watch = watchLag(database.pool)
  closers.push(async () => watch.close())
  const counters: GatewayCounters = { stored: 0, unsigned: 0, tooLarge: 0, unavailable: 0 }
  const counting = countUnsigned(database.pool, counters, systemClock)
  closers.push(counting.close)
  return createGateway({
    store: createDeliveryStore(database.pool, createNotifier(database.pool), watch),
    appSecrets: config.appSecrets.map((secret) => appSecretKey(secret.reveal())),
    verifyToken: config.verifyToken,
    counters,
    onStoreFailure: (error) =>
      log.error({
        evt: 'ingest.not-stored',
        err: errorText(error),
        ...counters,
      }),
  })
}

async function startWorker(
  options: RoleOptions,
  parts: Parts,
  database: Database,
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): Promise<void> {
  const { databaseUrl, log, config } = options
  const { graph, storage, vault, clock } = parts
  const { accounts } = metaOf(options, parts)
  const onError = (error: unknown): void => log.warn({ evt: 'jobs.failed', err: errorText(error) })
  const jobs = await openJobs(
    databaseUrl,
    [fetchMediaJob, pullTemplatesJob, runImportJob, syncBusinessAppJob, reconcileCostsJob],
    onError,
  )
  closers.push(jobs.close)
  const notifier = createNotifier(database.pool)
  const tokenOf = createTokens(database, vault)
  await jobs.work(fetchMediaJob, async (payload, attempt) =>
    fetchMedia({ database, graph, storage, notifier, tokenOf }, payload, attempt),
  )
  await jobs.work(syncBusinessAppJob, async (payload) =>
    syncBusinessApp({ database, accounts, tokenOf, log }, payload),
  )
  await jobs.work(runImportJob, async (payload) =>
    runImport({ database, storage, notifier, clock }, tenantId(payload.tenant), payload.import),
  )
  await startTemplates(options, parts, { database, jobs, notifier }, closers)
  closers.push(
    every(QUEUE_MS, async () => queueImports(database, jobs, clock), onError).close,
    every(FORGET_MS, async () => forgetAll(database, clock), onError).close,
    every(WAKE_MS, async () => wakeAllSnoozed(database, notifier, clock), onError).close,
    every(WAKE_MS, async () => fireAllReminders(database, notifier, clock), onError).close,
  )
  closers.push(startCampaigns({ database, notifier, clock, log, explain: explainFailure }).close)
  startJourneys({ database, notifier, clock, log }, closers, listeners)
  const watching = watchChannels({ database, jobs, notifier, clock, log })
  closers.push(watching.close)
  const leases = createLeases(database.pool, { table: 'lanes', key: 'lane', role: 'worker', busy: 'skip' })
  const worker = { pool: database.pool, leases, notifier, log, clock, jobs }
  const loop = startLaneLoop(worker, createLaneProcessor(worker))
  listeners.set('deliveries', loop.wake)
  closers.push(loop.close)
  const indexing = startIndexing({ database, log })
  closers.push(indexing.close)
  hear(listeners, 'events', indexing.wake)
  const assigning = startAssigning({ database, notifier, clock, log })
  closers.push(assigning.close)
  hear(listeners, 'events', assigning.wake)
  const serving = startService({ database, notifier, clock, log })
  closers.push(serving.close)
  hear(listeners, 'events', serving.wake)
  const counting = startCountingActivity({ database, log })
  closers.push(counting.close)
  hear(listeners, 'events', counting.wake)
  await startCosts(options, parts, { database, jobs, onError }, closers, listeners)
  const health = startHealth({
    ...{ database, notifier, clock, log, tokenOf, publicUrl: config.publicUrl },
    mailer: createMailer(mailsOf(config)),
    graph: healthGraphOf(options, parts),
  })
  closers.push(health.close)
  hear(listeners, 'events', health.wake)
  const deliveriesDays = config.keepDeliveriesDays
  const privacy = startPrivacy({ database, storage, vault, clock, log, deliveriesDays })
  closers.push(privacy.close)
  hear(listeners, 'events', privacy.wake)
  startWebhooksPart({ databaseUrl, log, config }, { vault, clock }, closers, listeners)
}

/** What goes on by itself with one customer after the other. */
function startJourneys(
  parts: Parameters<typeof startSequences>[0],
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): void {
  closers.push(startSequences(parts).close)
  const flows = startFlows(parts)
  closers.push(flows.close)
  hear(listeners, 'events', flows.wake)
}

/** Templates are fetched at the start, every hour, and whenever something is told of them. */
async function startTemplates(
  { log }: RoleOptions,
  { graph, vault, clock }: Parts,
  { database, jobs, notifier }: { database: Database; jobs: JobQueue; notifier: Notifier },
  closers: (() => Promise<void>)[],
): Promise<void> {
  const pulling = { database, graph, tokenOf: createTokens(database, vault), clock, notifier }
  await jobs.work(pullTemplatesJob, async (payload) => pullTemplates(pulling, payload))
  await pullAllTemplates(database, jobs)
  closers.push(watchTemplates({ database, jobs, clock, log }).close)
}

/** What was delivered is counted; once a day it is compared with what Meta says. */
async function startCosts(
  options: RoleOptions,
  parts: Parts,
  { database, jobs, onError }: { database: Database; jobs: JobQueue; onError: (error: unknown) => void },
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): Promise<void> {
  const { clock, vault } = parts
  const charging = startCharging({ database, log: options.log })
  closers.push(charging.close)
  hear(listeners, 'events', charging.wake)
  const graph = metaOf(options, parts).costs
  const reconciling = { database, graph, tokenOf: createTokens(database, vault), clock }
  await jobs.work(reconcileCostsJob, async (payload) => runReconciliation(reconciling, payload))
  const queueAll = async (): Promise<void> => {
    for (const tenant of await listTenants(database.pool))
      await database.inTenant(tenant, async (client) => queueReconciliations(client, tenant, jobs, clock()))
  }
  closers.push(every(RECONCILE_MS, queueAll, onError).close)
}

/** How often is looked whether a comparison is due. */
const RECONCILE_MS = 15 * 60_000

/** What asks Meta how numbers fare. */
function healthGraphOf({ graphUrl, config }: RoleOptions, { egress, graph }: Parts) {
  const options = { egress, baseUrl: graphUrl, version: config.graphVersion }
  const { numberHealth } = createGraphAccounts(options)
  return { getPhoneNumber: graph.getPhoneNumber, numberHealth, ...createGraphHealth(options) }
}

const mailsOf = ({ smtpUrl, mailFrom, dataFolder }: Config) => ({
  smtpUrl,
  from: mailFrom,
  folder: join(dataFolder, 'mail'),
})

/** With connections that plan each statement: a batch of events is read as the web role reads it. */
function startWebhooksPart(
  { databaseUrl, log, config }: Pick<RoleOptions, 'databaseUrl' | 'log' | 'config'>,
  { vault, clock }: Pick<Parts, 'vault' | 'clock'>,
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): void {
  const onIdleError = (error: Error): void =>
    log.warn({ evt: 'database.connection-lost', role: 'webhooks', err: error.message })
  const database = openDatabase({
    url: databaseUrl,
    poolSize: WEBHOOK_CONNECTIONS,
    name: 'webhooks',
    onIdleError,
  })
  closers.push(database.close)
  const egress = createEgress() // customers choose these addresses: no origin is exempt
  closers.push(egress.close)
  const webhooks = startWebhooks({
    database,
    egress,
    vault,
    clock,
    log,
    explain: explainFailure,
    random: Math.random,
  })
  closers.push(webhooks.close)
  hear(listeners, 'events', webhooks.wake)
  const pushes = startPushes({
    database,
    egress,
    vault,
    clock,
    log,
    explain: explainFailure,
    publicUrl: config.publicUrl,
  })
  closers.push(pushes.close)
  hear(listeners, 'events', pushes.wake)
}

const WEBHOOK_CONNECTIONS = 4

/** Several parts of a role may wait for the same news. */
function hear(
  listeners: Map<Topic, (keys: string[]) => void>,
  topic: Topic,
  part: (keys: readonly string[]) => void,
): void {
  const others = listeners.get(topic)
  listeners.set(topic, (keys) => {
    others?.(keys)
    part(keys)
  })
}

const FORGET_MS = 60_000
/** So late an import may begin that was just started, or whose worker was killed. */
const QUEUE_MS = 1000
/** So late may a snooze end, and a reminder come. */
const WAKE_MS = 5000

/** What nobody will ask for again. */
async function forgetAll(database: Database, clock: Clock): Promise<void> {
  for (const tenant of await listTenants(database.pool)) {
    await database.inTenant(tenant, async (client) => forgetEvents(client, tenant))
    await database.inTenant(tenant, async (client) => forgetAnswers(client, tenant, clock()))
    await database.inTenant(tenant, async (client) => forgetHappenings(client, tenant, clock()))
  }
  await forgetSessions(database.pool, clock())
}

async function wakeAllSnoozed(database: Database, notifier: Notifier, clock: Clock): Promise<void> {
  for (const tenant of await listTenants(database.pool)) {
    const woken = await database.inTenant(tenant, async (client) => wakeSnoozed(client, tenant, clock()))
    if (woken > 0) notifier.notify('events', [tenant])
  }
}

async function fireAllReminders(database: Database, notifier: Notifier, clock: Clock): Promise<void> {
  const told = await fireReminders(database, clock())
  if (told.length > 0) notifier.notify('events', told)
}

/** At each start, because what happened to templates while we were away was told to nobody. */
async function pullAllTemplates(database: Database, jobs: JobQueue): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    const { rows } = await client.query<{ tenant: string; channel: string }>(
      'select distinct on (tenant_id, waba_id) tenant_id as tenant, channel_id as channel from channel_routes',
    )
    await jobs.enqueue(client, pullTemplatesJob, rows)
  })
}

function startSenderRole(
  { log }: RoleOptions,
  { graph, storage, vault, clock }: Parts,
  database: Database,
  closers: (() => Promise<void>)[],
  listeners: Map<Topic, (keys: string[]) => void>,
): void {
  const tokenOf = createTokens(database, vault)
  const notifier = createNotifier(database.pool)
  const sender = startSender({
    pool: database.pool,
    leases: createLeases(database.pool, {
      table: 'number_leases',
      key: 'channel_id',
      role: 'sender',
      busy: 'wait',
    }),
    notifier,
    feed: createFeed({ database, notifier }),
    log,
    clock,
    dispatch: createDispatch({
      graph,
      tokenOf,
      metaMediaId: createMetaUploads({ database, storage, graph, clock, tokenOf }),
    }),
    describe: async (channel) => {
      const number = await describeNumber(database, channel)
      return number === null ? null : { ...number, channel, lane: laneOf(number.phoneNumberId) }
    },
  })
  listeners.set('sends', sender.wake)
  closers.push(sender.close)
}

type Handle = (
  request: Parameters<ReturnType<typeof createGateway>>[0],
  response: Parameters<ReturnType<typeof createGateway>>[1],
) => void

/** One port for both: Meta's webhooks go straight to the gateway, everything else to the web role. */
async function serve(
  config: Config,
  gateway: Handle | null,
  web: Handle | null,
  closers: (() => Promise<void>)[],
): Promise<string> {
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    if (gateway !== null && isWebhook(request.url)) gateway(request, response)
    else if (web !== null) web(request, response)
    else {
      const isHealthy = request.url === '/healthz'
      response
        .writeHead(isHealthy ? 200 : 404, { 'content-type': 'application/json' })
        .end(isHealthy ? '{"ok":true}' : '{}')
    }
  })
  await listenOn(server, config)
  closers.push(async () => closeServer(server))
  const { port } = server.address() as AddressInfo
  return `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`
}

async function listenOn(server: Server, { port, host }: Config): Promise<void> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, host, done)
  })
}

/** Answers what has come in; connections that wait for nothing are closed at once. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()))
  server.closeIdleConnections()
  const impatience = setTimeout(() => server.closeAllConnections(), 3000)
  await closed
  clearTimeout(impatience)
}
