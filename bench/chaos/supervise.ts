/** One process of Harkara under a small supervisor: when it ends, for whatever reason, it is started again at once. */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { note } from './undertaker.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const READY_MS_MAX = 60_000
/** After an end that we did not cause; a program that cannot start must not eat the machine. */
const RESTART_MS = 200
const STOP_MS_MAX = 15_000

export type Supervised = {
  readonly name: string
  /** Whether it has said that it is ready since it was last started. */
  readonly isReady: () => boolean
  readonly isPaused: () => boolean
  readonly ready: () => Promise<void>
  /** SIGKILL: no handler runs, no buffer is flushed. */
  readonly kill: () => void
  /** SIGSTOP, and SIGCONT after so many milliseconds: a machine that froze and does not know it. */
  readonly pause: (ms: number) => Promise<void>
  /** How often it ended without being killed by us, and what it said last. */
  readonly ownEnds: () => readonly string[]
  readonly stop: () => Promise<void>
}

export type SupervisedOptions = {
  readonly folder: string
  readonly name: string
  readonly roles: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export function supervise({ folder, name, roles, env }: SupervisedOptions): Supervised {
  const logFile = join(folder, `${name}.log`)
  const ownEnds: string[] = []
  let readAt = 0
  let isStopping = false
  let isPaused = false
  let isKilled = false
  let child = launch()

  function launch(): ChildProcess {
    isKilled = false
    const log = openSync(logFile, 'a')
    readAt = sizeOf(logFile)
    const started = spawn(process.execPath, [MAIN, ...roles], { env, stdio: ['ignore', log, log] })
    closeSync(log)
    if (started.pid !== undefined) note(folder, started.pid)
    started.once('exit', (code, signal) => {
      if (isStopping) return
      if (!isKilled) ownEnds.push(`${name} ended by itself (${code ?? signal}): ${lastWords(logFile)}`)
      setTimeout(() => (child = isStopping ? child : launch()), isKilled ? 0 : RESTART_MS)
    })
    return started
  }

  const isReady = (): boolean => readFileSync(logFile, 'utf8').slice(readAt).includes('ready in ')
  return {
    name,
    isReady,
    isPaused: () => isPaused,
    ready: async () => {
      for (let waited = 0; !isReady(); waited += 50) {
        if (waited > READY_MS_MAX)
          throw new Error(`${name} did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
        await delay(50)
      }
    },
    kill: () => {
      isKilled = true
      child.kill('SIGKILL')
    },
    pause: async (ms) => {
      const paused = child
      isPaused = paused.kill('SIGSTOP')
      await delay(ms)
      isPaused = false
      paused.kill('SIGCONT')
    },
    ownEnds: () => ownEnds,
    stop: async () => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((done) => child.once('exit', () => done()))
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
      await gone
      clearTimeout(patience)
    },
  }
}

const sizeOf = (file: string): number => readFileSync(file, 'utf8').length
const lastWords = (file: string): string => readFileSync(file, 'utf8').trimEnd().slice(-1500)
