/**
 * Child processes and temporary folders, and the promise that none of them outlives the benchmark.
 *
 * Whatever way we leave (the end, an error, Ctrl-C, SIGTERM), every child is killed and every folder removed. The
 * exit handler is synchronous on purpose: it is the last thing that surely runs.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Running children, and the signal that each ends cleanly on. */
const live = new Map<ChildProcess, NodeJS.Signals>()
const folders = new Set<string>()

/** A folder that is removed when we leave. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-bench-'))
  folders.add(folder)
  return folder
}

/** Counts this child among those that must not outlive us. */
export function adopt(child: ChildProcess, endsOn: NodeJS.Signals = 'SIGKILL'): ChildProcess {
  live.set(child, endsOn)
  child.once('exit', () => live.delete(child))
  return child
}

/** Starts a program whose output goes to `logFile`. */
export function start(
  command: string,
  args: readonly string[],
  logFile: string,
  options: SpawnOptions & { readonly endsOn?: NodeJS.Signals } = {},
): ChildProcess {
  const log = openSync(logFile, 'a')
  const child = adopt(spawn(command, args, { ...options, stdio: ['ignore', log, log] }), options.endsOn)
  closeSync(log)
  child.on('error', (error) => console.error(`${command}: ${error.message}`))
  return child
}

/** Sends a signal, waits for the end, and kills if that takes more than `patienceMs`. */
export async function end(child: ChildProcess, signal: NodeJS.Signals, patienceMs = 5000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await gone
  clearTimeout(patience)
}

/** Asks `isReady` every 25 ms until it says yes; throws with the end of the log if the child dies or time is up. */
export async function untilReady(
  child: ChildProcess,
  logFile: string,
  isReady: () => Promise<boolean>,
  patienceMs = 30_000,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  while (!(await isReady().catch(() => false))) {
    const isDead = child.exitCode !== null || child.signalCode !== null
    if (isDead || Date.now() > giveUpAt) {
      throw new Error(`${child.spawnfile} did not start:\n${readFileSync(logFile, 'utf8').slice(-3000)}`)
    }
    await sleep(25)
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/**
 * Installs the clean-up. Where there is time (Ctrl-C, an error), children get their own signal first: PostgreSQL frees its
 * shared memory segment on SIGQUIT, which SIGKILL would leave behind.
 */
export function cleanUpOnExit(): void {
  let isLeaving = false
  const leave = (code: number): void => {
    if (isLeaving) return
    isLeaving = true
    for (const [child, signal] of live) child.kill(signal)
    setTimeout(() => process.exit(code), 500)
  }
  process.once('exit', () => {
    for (const child of live.keys()) child.kill('SIGKILL')
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(130))
  process.on('uncaughtException', (error) => {
    // Once we leave, connections break; that says nothing.
    if (!isLeaving) console.error(error)
    leave(1)
  })
}
