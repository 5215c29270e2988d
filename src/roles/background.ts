/**
 * Worker and sender in a thread of their own, when they share a process with roles that answer requests: each of their
 * statements would otherwise wait behind every request of the moment (measured: lag in seconds instead of milliseconds at
 * full load), and requests behind their parsing.
 */
import { flushCompileCache } from 'node:module'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { readConfig, type Role } from '#platform/config.ts'
import { createLog } from '#platform/log.ts'
import { startRoles, type Running } from './start-roles.ts'

export const BACKGROUND_ROLES: ReadonlySet<Role> = new Set(['worker', 'sender'])

type Start = {
  readonly roles: readonly Role[]
  readonly databaseUrl: string
  readonly graphUrl: string
  readonly isAll: boolean
  readonly logFile: string | null
}

/** @param onDeath the thread ended by itself: the program must stop, so that whoever watches it starts it again. */
export async function startBackground(start: Start, onDeath: (error: unknown) => void): Promise<Running> {
  flushCompileCache() // the thread loads what has just been compiled here
  const thread = new Worker(new URL(import.meta.url), { workerData: start })
  let isClosing = false
  const exited = new Promise<void>((done) => thread.once('exit', () => done()))
  await new Promise<void>((done, failed) => {
    thread.once('message', () => done())
    thread.once('error', failed)
  })
  thread.on('error', onDeath)
  void exited.then(() => (isClosing ? undefined : onDeath(new Error('the background thread ended'))))
  return {
    url: null,
    close: async () => {
      isClosing = true
      thread.postMessage('close') // oxlint-disable-line unicorn/require-post-message-target-origin -- a thread has no origin
      await exited
    },
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort
  const { roles, databaseUrl, graphUrl, isAll, logFile } = workerData as Start
  const config = readConfig(process.env, isAll) // oxlint-disable-line node/no-process-env -- a thread is told nothing secret
  const log = createLog(config.logLevel, logFile)
  const running = await startRoles({
    config,
    databaseUrl,
    graphUrl,
    phoneUrl: null,
    roles: new Set(roles),
    log,
  })
  port.on('message', () => {
    void running.close().finally(() => port.close())
  })
  port.postMessage('ready')
}
