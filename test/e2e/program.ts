import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import type { SessionState } from '#people/shapes.ts'

/** The real program in a process of its own, as `npm start` runs it. */
export type Program = {
  readonly inbox: string
  readonly phone: string
  readonly dataFolder: string
  readonly child: ChildProcess
  /** All that it has printed. */
  readonly output: () => string
  /** Ctrl-C, and the exit code. */
  readonly interrupt: () => Promise<number | null>
  readonly kill9: () => Promise<void>
}

export type ProgramOptions = { readonly dataFolder?: string; readonly env?: Readonly<Record<string, string>> }

/** A folder that `forget` removes. */
export function temporaryFolder(): { readonly path: string; readonly forget: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'harkara-e2e-'))
  return { path, forget: () => rmSync(path, { recursive: true, force: true }) }
}

/** Starts `node src/main.ts …` and gathers what it prints; `until` names the line that it has started with. */
export async function run(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  until: RegExp | null,
): Promise<{
  readonly child: ChildProcess
  readonly output: () => string
  readonly exit: Promise<number | null>
}> {
  const child = spawn(process.execPath, ['src/main.ts', ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  const started = new Promise<void>((done) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString()
      if (until?.test(text) === true) done()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  await Promise.race([started, exit])
  return { child, output: () => text, exit }
}

export async function startProgram({ dataFolder, env = {} }: ProgramOptions = {}): Promise<Program> {
  const folder = dataFolder ?? temporaryFolder().path
  const { child, output, exit } = await run(
    ['all'],
    { HARKARA_DATA: folder, PORT: '0', ...env },
    /ready in \d+ ms/u,
  )
  const address = (name: string): string =>
    new RegExp(`^${name}\\s+(http://\\S+)`, 'mu').exec(output())?.[1] ?? ''
  if (child.exitCode !== null) throw new Error(`the program did not start:\n${output()}`)
  const inbox = address('inbox')
  await signInAsDemoOwner(inbox)
  return {
    inbox,
    phone: address('phone'),
    dataFolder: folder,
    child,
    output,
    interrupt: async () => {
      child.kill('SIGINT')
      return exit
    },
    kill9: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Asks until the answer satisfies, and gives it; fails with the last answer after `withinMs`: long, for two files run at a time. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const until = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (satisfies(answer)) return answer
    if (performance.now() > until)
      throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(answer)?.slice(0, 2000)}`)
    await new Promise((done) => setTimeout(done, 25))
  }
}

/** By origin: the cookie of whoever `call` and the browsers of tests are there. */
const cookies = new Map<string, string>()
export const signedIn = (): ReadonlyMap<string, string> => cookies

/** For a `fetch` of a test's own. */
export const cookieFor = (url: string): Readonly<Record<string, string>> => {
  const cookie = cookies.get(new URL(url).origin)
  return cookie === undefined ? {} : { cookie }
}

/** Meera, who owns the demo shop. A program without a demo shop has nobody to sign in as. */
async function signInAsDemoOwner(url: string): Promise<void> {
  const { origin } = new URL(url)
  const { demo } = (await (await fetch(`${origin}/api/v1/auth/session`)).json()) as SessionState
  const owner = demo.find(({ role }) => role === 'owner')
  if (owner === undefined) return
  const answer = await fetch(`${origin}/api/v1/auth/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: owner.id }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie !== undefined) cookies.set(origin, cookie)
  await templatesAreThere(origin)
}

/** The demo shop's templates come from Meta's stand-in a moment after the start. */
async function templatesAreThere(origin: string): Promise<void> {
  const api = `${origin}/api/v1`
  const { body } = await call<{ items: readonly { id: string }[] }>('GET', `${api}/channels`)
  const [channel] = body.items
  if (channel === undefined) return
  await eventually(
    async () => call<{ items: readonly unknown[] }>('GET', `${api}/templates?channelId=${channel.id}`),
    (answer) => answer.body.items.length > 0,
  )
}

/** JSON over HTTP, as the demo's owner where there is one; the caller says what it expects to read. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what a test expects is its own business
export async function call<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: T }> {
  const response = await fetch(url, {
    method,
    headers: {
      ...cookieFor(url),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T }
}
