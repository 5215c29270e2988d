/** What the routes about people share: better-auth, who is signed in, mail, and what this installation allows. */
import type { FastifyRequest } from 'fastify'
import type { Database } from '#platform/db/database.ts'
import type { Notifier } from '#platform/db/notifications.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import type { Mailer } from '#platform/mail.ts'
import type { Clock } from '#platform/time.ts'
import { createSessions, type Sessions } from './authenticate.ts'
import { createAttempts, type Attempts } from './internal/attempts.ts'
import { createAuth, type Auth } from './internal/create-auth.ts'
import { deleteProofs, hasPeople } from './internal/sql.ts'

export type PeopleOptions = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly mailer: Mailer
  /** 32 bytes of this installation's that sign sessions and seal second factors. */
  readonly secret: Buffer
  /** Where people open us, if that is not this machine. */
  readonly publicUrl: string | null
  /** Who may sign up once there is an owner. */
  readonly signUp: 'open' | 'invited'
  /** What the first owner must bring, since others could be faster; null: nobody else can reach us. */
  readonly setupCode: string | null
  /** Whether one may look around as a made-up colleague of the demo shop, from this machine. */
  readonly hasDemo: boolean
  readonly notifier: Notifier
  /** Takes away from somebody who is about to leave what they have to do. */
  readonly release: (tenant: TenantId, user: string) => Promise<unknown>
}

export type People = Omit<PeopleOptions, 'secret'> & {
  readonly auth: Auth
  readonly sessions: Sessions
  readonly attempts: Attempts
}

export function createPeople({ secret, ...options }: PeopleOptions): People {
  const { database, clock, publicUrl } = options
  const auth = createAuth({
    pool: database.pool,
    secret,
    isSecure: publicUrl?.startsWith('https:') === true,
    onReset: async (user) => {
      await deleteProofs(database.pool, user)
      sessions.forget(user)
    },
  })
  const sessions = createSessions({ auth, database, clock })
  return { ...options, auth, sessions, attempts: createAttempts() }
}

export const isFirstRun = async ({ pool }: Database): Promise<boolean> => !(await hasPeople(pool))

/** Where this person opens us, for their own eyes: the Host header says what they call us. */
export const originOf = (
  { publicUrl }: Pick<People, 'publicUrl'>,
  { headers, protocol }: FastifyRequest,
): string => (publicUrl === null ? `${protocol}://${headers.host ?? 'localhost'}` : new URL(publicUrl).origin)

/**
 * Where we are, for a mail to somebody else than who asks: a Host header of their choice would lead that person, and the secret in
 * the link, to them. Without a PUBLIC_URL it is the address at which the question came in.
 */
export function ownOriginOf(people: Pick<People, 'publicUrl'>, request: FastifyRequest): string {
  const { localAddress = '127.0.0.1', localPort = 80 } = request.socket
  const address = localAddress.replace(/^::ffff:/u, '')
  const here = `http://${address.includes(':') ? `[${address}]` : address}:${localPort}`
  return people.publicUrl === null ? new URL(here).origin : originOf(people, request)
}
