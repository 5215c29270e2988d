/** From the command line to running roles, and from Ctrl-C to none. */
import { join } from 'node:path'
import { isFirstRun } from '#people/people.ts'
import { readConfig, ROLES, SettingsError, type Config, type Role } from '#platform/config.ts'
import { openDatabase } from '#platform/db/database.ts'
import { createLog } from '#platform/log.ts'
import { startAll, type Started } from './all.ts'
import { prepareDatabase } from './prepare-database.ts'
import { runReplay } from './replay.ts'
import { setupCodeFor } from './setup-code.ts'
import { checkSealingKeys, runRotation } from './rotate-secrets.ts'
import { startTogether } from './start-together.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A second Ctrl-C does not wait. */
const CLOSE_MS_MAX = 30_000

async function start(words: readonly string[]): Promise<Started> {
  const startedAt = performance.now() - process.uptime() * 1000
  if (words[0] === 'replay') return replayAndExit(words.slice(1))
  if (words[0] === 'rotate-secrets') return rotateAndExit(words.slice(1))
  if (words[0] === 'templates') return lintAndExit(words.slice(1))
  if (words[0] === 'rates') return addRatesAndExit(words.slice(1))
  const isAll = words.length === 0 || words[0] === 'all'
  const unknown = words.filter((word) => word !== 'all' && !ROLES.includes(word as Role))
  if (unknown.length > 0)
    throw new SettingsError(`${unknown.join(', ')}: no such role; there are ${ROLES.join(', ')} and all`)
  // oxlint-disable-next-line node/no-process-env -- the one place that reads it
  const config = readConfig(process.env, isAll)
  const logFile = join(config.dataFolder, 'harkara.log')
  const log = createLog(config.logLevel, isAll ? logFile : null)
  const ready = (): void => say(`ready in ${Math.round(performance.now() - startedAt)} ms`)
  if (isAll) {
    const started = await startAll(config, log, logFile, say)
    ready()
    return started
  }
  const databaseUrl = config.databaseUrl ?? ''
  await prepareDatabase(databaseUrl, say)
  await checkSealingKeys(config, databaseUrl)
  const running = await startTogether({
    config,
    databaseUrl,
    graphUrl: config.graphUrl ?? '',
    phoneUrl: null,
    roles: new Set(words as Role[]),
    log,
    logFile: null,
    isAll,
  })
  say(`${words.join(', ')}${running.url === null ? '' : ` on ${running.url}`}`)
  if (words.includes('web')) await saySetUp(config, databaseUrl, say)
  ready()
  return running
}

/** Where the first owner signs up, with the code that nobody else has; nothing once somebody has. */
async function saySetUp(config: Config, databaseUrl: string, tell: (line: string) => void): Promise<void> {
  const code = setupCodeFor(config)
  if (code === null) return
  const database = openDatabase({ url: databaseUrl, poolSize: 1, name: 'start' })
  if (await isFirstRun(database))
    tell(`set up     ${config.publicUrl ?? `http://${config.host}:${config.port}`}/sign-in?code=${code}`)
  await database.close()
}

/** Exits with 1 if there is an error, as linters do. */
async function lintAndExit(words: readonly string[]): Promise<never> {
  const [command, ...files] = words
  if (command !== 'lint' || files.length === 0)
    throw new SettingsError('templates lint <file.json> …: which files?')
  const { lintFiles } = await import('#templates/lint-files.ts')
  const errors = lintFiles(files, say)
  say(errors === 0 ? 'no errors' : `${errors} error${errors === 1 ? '' : 's'}`)
  process.exit(errors === 0 ? 0 : 1)
}

async function addRatesAndExit(words: readonly string[]): Promise<never> {
  const { addRateCard } = await import('#costs/add-rate-card.ts')
  addRateCard(words, { say, today: new Date().toISOString().slice(0, 10) })
  process.exit(0)
}

async function replayAndExit(words: readonly string[]): Promise<never> {
  // oxlint-disable-next-line node/no-process-env -- the same setting as for every role
  const isSame = await runReplay(words, process.env['DATABASE_URL'] ?? null, createLog('warn', null), say)
  process.exit(isSame ? 0 : 1)
}

async function rotateAndExit(words: readonly string[]): Promise<never> {
  // oxlint-disable-next-line node/no-process-env -- the same settings as for every role
  const isDone = await runRotation(words, process.env, say)
  process.exit(isDone ? 0 : 1)
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `port ${port ?? ''} is taken: stop what uses it, or choose another with PORT`
  if (code === 'EACCES' && port !== undefined)
    return `port ${port} may not be opened by this user: choose another with PORT`
  return message.split('\n')[0] ?? ''
}

const starting = start(process.argv.slice(2))
let isClosing = false
const close = (): void => {
  if (isClosing) process.exit(1)
  isClosing = true
  setTimeout(() => process.exit(1), CLOSE_MS_MAX).unref()
  void stopInOrder()
}

/** Also what is only just starting: a database that was half way up would stay behind. */
async function stopInOrder(): Promise<void> {
  try {
    const started = await starting
    await started.close()
    process.exit(0)
  } catch (error) {
    fail(error)
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

process.on('SIGINT', close)
process.on('SIGTERM', close)
await starting.catch(fail)
