/**
 * Starts a system under test that is a Node program answering HTTP.
 */
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { end, start, untilReady } from '#bench/children.ts'
import type { Environment, Running } from '#bench/system.ts'

/** Starts `node …args` and waits until `url` answers anything at all; `says` is what it prints when all of it is up. */
export async function startNode(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  url: URL,
  environment: Environment,
  says = '',
): Promise<Running> {
  const { logFile } = environment
  const saidBefore = existsSync(logFile) ? readFileSync(logFile, 'utf8').length : 0
  const hasSaid = async (): Promise<boolean> => readFileSync(logFile, 'utf8').slice(saidBefore).includes(says)
  const child = start(process.execPath, args, logFile, {
    env: { ...process.env, NODE_ENV: 'production', ...variables },
  })
  await untilReady(child, logFile, () => answers(url))
  child.once('exit', (code) => {
    if (code !== null && code !== 0) console.error(readFileSync(logFile, 'utf8').slice(-2000))
  })
  return {
    url,
    whole: () => untilReady(child, logFile, hasSaid),
    kill9: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  }
}

const answers = (url: URL): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = request(url, { method: 'GET', agent: false }, (answer) => {
      answer.resume()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
    probe.end()
  })
