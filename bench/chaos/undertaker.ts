/**
 * Sees to it that nothing of a chaos run outlives it, however the run ends: also by SIGKILL, which no exit handler hears.
 *
 * It is a process of its own. Its standard input is a pipe from the run; when that closes, the run is over or dead. Then
 * every process that was noted in the folder is killed, PostgreSQL with them, and the folder is removed.
 *
 *   node bench/chaos/undertaker.ts <folder>
 */
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const THIS = fileURLToPath(import.meta.url)
const listOf = (folder: string): string => join(folder, 'pids')
/** A process number is given again, so the process must also look like one of ours. */
const OURS = /src\/main\.ts|bin\/postgres/u

/** Starts one for this folder. The result ends it, and resolves when the folder is gone. */
export function hireUndertaker(folder: string): () => Promise<void> {
  const child = spawn(process.execPath, [THIS, folder], {
    // Of its own group, so that a Ctrl-C in the terminal is not for it.
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  return async () => {
    child.stdin.end()
    await gone
  }
}

/** Notes a process that must not outlive the run. */
export const note = (folder: string, pid: number): void => appendFileSync(listOf(folder), `${pid}\n`)

async function bury(folder: string): Promise<void> {
  const noted = linesOf(listOf(folder)).map(Number)
  const postmaster = Number(linesOf(join(folder, 'postgres', 'postmaster.pid'))[0] ?? 0)
  for (const pid of noted) endOurs(pid, 'SIGKILL')
  // Immediate shutdown: unlike SIGKILL it also ends the server's children and frees the shared memory.
  endOurs(postmaster, 'SIGQUIT')
  for (let waited = 0; waited < 5000 && isOurs(postmaster); waited += 50) await delay(50)
  endOurs(postmaster, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

const isOurs = (pid: number): boolean =>
  pid > 1 && OURS.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout)

function endOurs(pid: number, signal: NodeJS.Signals): void {
  if (!isOurs(pid)) return
  try {
    process.kill(pid, signal)
  } catch {
    // It was faster.
  }
}

if (process.argv[1] === THIS) {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('which folder?')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.stdin.resume()
  process.stdin.once('close', () => void bury(folder))
}
