/**
 * What the harness needs to know of a system under test.
 *
 * Every system gets the same machine, the same empty database, the same signed bodies and the same load generator.
 * It is one operating-system process, so that `kill9` means the same thing for all of them.
 */
export type SystemKey = 'published' | 'publishedTuned' | 'floor' | 'harkara'

export type Environment = {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly appSecret: string
  readonly port: number
  /** Where the process writes its output; shown if it does not start. */
  readonly logFile: string
}

/** A started process that answers at `url`. */
export type Running = {
  /** Where webhooks are posted to. */
  readonly url: URL
  /** Resolves when all of it is up, also what works behind the answers. */
  whole(): Promise<void>
  /** SIGKILL, and wait until the process is gone. */
  kill9(): Promise<void>
  /** Ask nicely, wait, then kill. */
  stop(): Promise<void>
}

export type System = {
  readonly key: SystemKey
  readonly title: string
  /** The share of the measured time that it is loaded for; 1 unless there is a reason. */
  readonly loadShare: number
  /** Why it cannot run here, or null if it can. */
  unavailable(): string | null
  /** Makes tables and fixtures in an empty database. */
  prepare(environment: Environment): Promise<void>
  /** Starts the process, also a second time after `kill9` on the same database and port. */
  start(environment: Environment): Promise<Running>
  /**
   * All effects, in the order in which a reader of the conversation sees them: columns `wamid` and `at_ms`.
   * `at_ms` is when the transaction of the row committed, from `pg_xact_commit_timestamp`: the same clock and the same
   * meaning for every system, whatever columns it has.
   */
  readonly effectsSql: string
  /** How many effects there are, cheaply: asked every half second while draining. */
  readonly countSql: string
  /** What is still queued, for systems whose queue is not the database. Zero means that nothing more will come. */
  pending?(environment: Environment): Promise<number>
}

/** SQL for the commit time of a row, in milliseconds since the epoch. Needs `track_commit_timestamp`. */
export const COMMITTED_AT_MS = `(extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000)::float8`
