import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Message, MessagePage } from '#conversations/message-shapes.ts'
import type { ConversationPage } from '#conversations/shapes.ts'
import { call, eventually, run, startProgram, temporaryFolder, type Program } from './program.ts'

function folder(): string {
  const { path, forget } = temporaryFolder()
  onTestFinished(forget)
  return path
}

/** Whether a process is there and not only waiting to be buried. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const postgresOf = (dataFolder: string): number =>
  Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

/** Runs it until it ends by itself. */
async function runToEnd(
  words: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; lines: string[] }> {
  const { exit, output } = await run(words, env, null)
  const code = await exit
  return { code, lines: output().trim().split('\n') }
}
const STACK = /^\s+at |node:internal|Error:/mu

/** Lets go of what a program that was killed left behind. */
function buryPostgres(dataFolder: string): void {
  try {
    process.kill(postgresOf(dataFolder), 'SIGQUIT')
  } catch {
    // it has ended already
  }
}

describe('a start that cannot be', () => {
  test('because the port is taken says so in one line that names it, and leaves nothing running', async () => {
    const squatter = createServer()
    await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done))
    onTestFinished(() => void squatter.close())
    const { port } = squatter.address() as AddressInfo
    const dataFolder = folder()
    const { code, lines } = await runToEnd(['all'], {
      HARKARA_DATA: dataFolder,
      PORT: String(port),
      SIMULATOR_PORT: '0',
    })
    expect(code).toBe(1)
    expect(lines.at(-1)).toBe(`port ${port} is taken: stop what uses it, or choose another with PORT`)
    expect(lines.join('\n')).not.toMatch(STACK)
    expect(() => postgresOf(dataFolder)).toThrow('ENOENT')
    expect(() => readFileSync(join(dataFolder, 'harkara.pid'))).toThrow('ENOENT')
  })

  test('because the database cannot be reached says where it looked, without the password', async () => {
    const url = 'postgres://harkara:hidden-password@127.0.0.1:1/nowhere'
    const { code, lines } = await runToEnd(['all'], { HARKARA_DATA: folder(), PORT: '0', DATABASE_URL: url })
    expect(code).toBe(1)
    expect(lines.at(-1)).toMatch(
      /^the database at 127\.0\.0\.1:1\/nowhere cannot be reached: .*ECONNREFUSED/u,
    )
    expect(lines.join('\n')).not.toMatch(STACK)
    expect(lines.join('\n')).not.toContain('hidden-password')
  })

  test('because a separate role is not told what it needs names each setting and what it is for', async () => {
    const { code, lines } = await runToEnd(['gateway', 'web'], { HARKARA_DATA: folder() })
    expect(code).toBe(1)
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'DATABASE_URL is missing',
      'META_APP_SECRET is missing',
      'META_VERIFY_TOKEN is missing',
      'HARKARA_SECRET_KEY is missing',
    ])
    for (const line of lines) expect(line.length).toBeGreaterThan(40)
  })

  test('because there is no such role says which there are', async () => {
    const { code, lines } = await runToEnd(['gateway', 'worke'], {})
    expect(code).toBe(1)
    expect(lines).toEqual(['worke: no such role; there are gateway, worker, sender, web and all'])
  })
})

/** Everything that the inbox shows, in one text. */
async function inboxOf(program: Program): Promise<string> {
  const { body } = await call<ConversationPage>('GET', `${program.inbox}/api/v1/conversations?limit=200`)
  const threads = await Promise.all(
    body.items.map(
      async ({ id }) =>
        (await call<MessagePage>('GET', `${program.inbox}/api/v1/conversations/${id}/messages?limit=200`))
          .body.items,
    ),
  )
  return JSON.stringify([body.items.map((conversation) => ({ ...conversation, window: null })), threads])
}

const pieces = (text: string): Set<string> => new Set(text.split(/(?<=\}),/u))

/** Pieces that only one of the two has; a whole inbox is too long to read. */
const differences = (one: string, other: string): string[] => {
  return [...pieces(one).symmetricDifference(pieces(other))].map((piece) => piece.slice(0, 300))
}

/** The inbox once the demo shop's customers have said all that they say by themselves, and nothing is under way. */
async function settledInbox(program: Program): Promise<string> {
  let last = ''
  let sameSince = 0
  return eventually(
    async () => {
      const now = await inboxOf(program)
      if (now !== last) sameSince = performance.now()
      last = now
      return now
    },
    // The shop's history has messages in every state for ever, so what counts is that nothing changes any more.
    (text) => text.includes('T. Nagar') && performance.now() - sameSince > 2500,
    40_000,
  )
}

describe('a running program', () => {
  test('is not started twice on one folder; killed, it starts again with everything as it was; and Ctrl-C ends all of it', async () => {
    const dataFolder = folder()
    onTestFinished(() => buryPostgres(dataFolder))
    const first = await startProgram({ dataFolder })
    onTestFinished(() => void first.child.kill('SIGKILL'))
    const postgres = postgresOf(dataFolder)

    const second = await runToEnd(['all'], { HARKARA_DATA: dataFolder, PORT: '0' })
    expect(second.code).toBe(1)
    expect(second.lines).toEqual([
      `Harkara is already running on ${dataFolder} (process ${first.child.pid}): stop it first, or set HARKARA_DATA to another folder`,
    ])

    const { body: page } = await call<ConversationPage>('GET', `${first.inbox}/api/v1/conversations`)
    const open = page.items.find(({ window }) => window.state === 'open')
    const said = await call<Message>('POST', `${first.inbox}/api/v1/conversations/${open?.id}/messages`, {
      type: 'text',
      text: { body: 'before the end' },
    })
    expect(said.status).toBe(201)
    const before = await settledInbox(first)
    expect(before).toContain('before the end')

    await first.kill9()
    expect(isRunning(postgres)).toBe(true)
    const again = await startProgram({ dataFolder })
    onTestFinished(() => void again.child.kill('SIGKILL'))
    expect(again.output()).toContain('(was still running)')
    expect(postgresOf(dataFolder)).toBe(postgres)
    expect(differences(await inboxOf(again), before)).toEqual([])

    expect(await again.interrupt()).toBe(0)
    expect(isRunning(postgres)).toBe(false)
    expect(again.output()).not.toMatch(STACK)
  })

  test('whose database is killed with it finds everything again', async () => {
    const dataFolder = folder()
    onTestFinished(() => buryPostgres(dataFolder))
    const first = await startProgram({ dataFolder })
    const before = await settledInbox(first)
    const postgres = postgresOf(dataFolder)
    await first.kill9()
    process.kill(postgres, 'SIGKILL')
    const again = await startProgram({ dataFolder })
    expect(again.output()).not.toContain('(was still running)')
    expect(differences(await inboxOf(again), before)).toEqual([])
    const next = postgresOf(dataFolder)
    expect(await again.interrupt()).toBe(0)
    expect(isRunning(next)).toBe(false)
  })

  test('in a folder that only root may enter works all the same, and Ctrl-C while it starts leaves nothing behind', async () => {
    const dataFolder = folder()
    chmodSync(dataFolder, 0o700)
    const program = await startProgram({ dataFolder })
    expect((await call('GET', `${program.inbox}/healthz`)).status).toBe(200)
    expect(await program.interrupt()).toBe(0)

    const { child, exit } = await run(['all'], { HARKARA_DATA: dataFolder, PORT: '0' }, /^postgres /mu)
    const postgres = postgresOf(dataFolder)
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(isRunning(postgres)).toBe(false)
    expect(
      execFileSync('sh', ['-c', `ps -eo args | grep -c '[p]ostgres.*${dataFolder}' || true`])
        .toString()
        .trim(),
    ).toBe('0')
  })
})
