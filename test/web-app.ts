/** The real web role on a port of its own, asked over HTTP. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { diskStorage } from '#media/storage.ts'
import { createMetaParts, type MetaPartsOptions } from '#connection/meta-parts.ts'
import type { MetaParts } from '#connection/parts.ts'
import { createEgress } from '#platform/egress.ts'
import { createGraph } from '#whatsapp/graph.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import { addMember } from '#people/add-member.ts'
import type { Database } from '#platform/db/database.ts'
import { listen, type Topic } from '#platform/db/notifications.ts'
import { createMailer } from '#platform/mail.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { startWeb, type WebOptions } from '#roles/web.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'

export type Answer<T> = {
  readonly status: number
  readonly body: T
  readonly text: string
  readonly headers: Headers
}

/** Who asks: a key, sent as a bearer; a browser, by its cookie (NOBODY has none); null: the owner of the first business. */
export type Asking = string | null | { readonly cookie: string }
export const NOBODY: Asking = { cookie: '' }

export type WebApp = {
  readonly url: string
  readonly ask: <T = { readonly code: string; readonly title: string }>(
    who: Asking,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<T>>
  /** A browser of this person's, whom `hire` has made. */
  readonly as: (user: string) => Promise<{ readonly cookie: string }>
  /** What the notification of a commit does in the program. */
  readonly wake: () => void
  readonly close: () => Promise<void>
}

/** The owner of the first business, whom every app has. */
export const FIRST_OWNER = '00000000-0000-7000-8000-0000000000f1'

type WebAppOptions = Partial<
  Pick<
    WebOptions,
    'storage' | 'clock' | 'meta' | 'onRoute' | 'resolve' | 'signIn' | 'publicUrl' | 'domainEgress'
  >
> & {
  /** Hears notifications as the program does, from this database. */
  readonly listenUrl?: string
}

export async function openWebApp(
  database: Database,
  { listenUrl, ...options }: WebAppOptions = {},
): Promise<WebApp> {
  await addFirstOwner(database)
  const folder = mkdtempSync(join(tmpdir(), 'harkara-web-'))
  const closers: (() => Promise<void>)[] = []
  const listeners = new Map<Topic, (keys: string[]) => void>()
  const nowhere = openMeta('http://127.0.0.1:1')
  closers.push(nowhere.close)
  const { handle } = await startWeb({
    meta: nowhere.meta,
    database,
    storage: diskStorage(folder),
    clock: systemClock,
    log: pino({ enabled: false }),
    explain: explainFailure,
    vault: createVault(new Secret(Buffer.alloc(32).toString('base64'))),
    phoneUrl: null,
    signIn: openToAll(join(folder, 'mail')),
    closers,
    listeners,
    ...options,
  })
  if (listenUrl !== undefined)
    closers.push(
      listen(listenUrl, [...listeners.keys()], (topic, keys) => listeners.get(topic)?.(keys)).close,
    )
  const server = createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const send = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const isRaw = typeof body === 'string' || body instanceof FormData || body === undefined
    return fetch(url + path, {
      method,
      headers: { ...(!isRaw && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    })
  }
  const signIn = async (userId: string): Promise<{ readonly cookie: string }> => {
    const { status, headers } = await send('POST', '/api/v1/auth/demo', { userId }, {})
    if (status !== 200) throw new Error(`${userId} could not sign in: ${status}`)
    return { cookie: cookiesOf(headers) }
  }
  // Where others can reach us there is no demo to sign in to.
  const owner = (options.publicUrl ?? null) === null ? await signIn(FIRST_OWNER) : NOBODY
  return {
    url,
    as: signIn,
    ask: async (who, method, path, body, headers = {}) => {
      const asker = who ?? (headers['authorization'] === undefined ? owner : NOBODY)
      const response = await send(method, path, body, {
        ...(typeof asker === 'string' ? { authorization: `Bearer ${asker}` } : asker),
        ...headers,
      })
      return answerOf(response)
    },
    wake: () => listeners.get('events')?.([]),
    close: async () => {
      for (const step of closers.toReversed()) await step()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const openToAll = (mailFolder: string): WebOptions['signIn'] => ({
  mailer: createMailer({ smtpUrl: null, from: 'test@example.com', folder: mailFolder }),
  secret: randomBytes(32),
  signUp: 'open',
  setupCode: null,
  hasDemo: true,
})

async function answerOf(response: Response): Promise<Answer<never>> {
  const { status, headers } = response
  const text = await response.text()
  const isJson = /[/+]json\b/u.test(headers.get('content-type') ?? '')
  return { status, body: (isJson ? JSON.parse(text) : null) as never, text, headers }
}

/** Meta as the program sees it, at this address; by default without an app, and without numbers to practise with. */
export function openMeta(
  graphUrl: string,
  options: Partial<Omit<MetaPartsOptions, 'egress' | 'graph' | 'graphUrl'>> = {},
): { readonly meta: MetaParts; readonly close: () => Promise<void> } {
  const ours = options.publicUrl === undefined || options.publicUrl === null ? [] : [options.publicUrl]
  const egress = createEgress({ allowOrigins: [graphUrl, ...ours] })
  const meta = createMetaParts({
    graphUrl,
    egress,
    graph: createGraph({ egress, baseUrl: graphUrl }),
    graphVersion: 'v25.0',
    app: null,
    configId: null,
    practiceToken: null,
    publicUrl: null,
    verifyToken: new Secret('verify-me'),
    ...options,
  })
  return { meta, close: egress.close }
}

/** What a browser would send back. */
export const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

async function addFirstOwner(database: Database): Promise<void> {
  await database.inTenant(FIRST_TENANT, async (client) => {
    await createTenant(client, FIRST_TENANT, 'First shop')
    await client.query(
      `insert into users (id, name, email, is_demo) values ($1, 'Owner', 'owner@example.com', true) on conflict do nothing`,
      [FIRST_OWNER],
    )
    await addMember(client, FIRST_TENANT, FIRST_OWNER, 'owner')
  })
}
