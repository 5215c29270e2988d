/** From the command line to running roles, and from Ctrl-C to none. */
import { join } from 'node:path'
import { readConfig, ROLES, SettingsError, type Role } from '#platform/config.ts'
import { createLog } from '#platform/log.ts'
import { startAll, type Started } from './all.ts'
import { prepareDatabase } from './prepare-database.ts'
import { runReplay } from './replay.ts'
import { startTogether } from './start-together.ts'

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A second Ctrl-C does not wait. */
const CLOSE_MS_MAX = 30_000

async function start(words: readonly string[]): Promise<Started> {
  const startedAt = performance.now() - process.uptime() * 1000
  if (words[0] === 'replay') return replayAndExit(words.slice(1))
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
  ready()
  return running
}

async function replayAndExit(words: readonly string[]): Promise<never> {
  // oxlint-disable-next-line node/no-process-env -- the same setting as for every role
  const isSame = await runReplay(words, process.env['DATABASE_URL'] ?? null, createLog('warn', null), say)
  process.exit(isSame ? 0 : 1)
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
