/**
 * Starts a system under test that is a Node program answering HTTP.
 */
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { end, start, untilReady } from '#bench/children.ts'
import type { Environment, Running } from '#bench/system.ts'

/** Starts `node …args` and waits until `url` answers anything at all. */
export async function startNode(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  url: URL,
  environment: Environment,
): Promise<Running> {
  const child = start(process.execPath, args, environment.logFile, {
    env: { ...process.env, NODE_ENV: 'production', ...variables },
  })
  await untilReady(child, environment.logFile, () => answers(url))
  child.once('exit', (code) => {
    if (code !== null && code !== 0) console.error(readFileSync(environment.logFile, 'utf8').slice(-2000))
  })
  return { url, kill9: () => end(child, 'SIGKILL'), stop: () => end(child, 'SIGTERM') }
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
