/** The real web role on a port of its own, asked over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { diskStorage } from '#media/storage.ts'
import { explainFailure } from '#outbound/explain-failure.ts'
import type { Database } from '#platform/db/database.ts'
import { createVault, Secret } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { startWeb, type WebOptions } from '#roles/web.ts'

export type Answer<T> = {
  readonly status: number
  readonly body: T
  readonly text: string
  readonly headers: Headers
}

export type WebApp = {
  readonly url: string
  /** `key`: sent as a bearer; null: nothing is said of who asks. */
  readonly ask: <T = { readonly code: string; readonly title: string }>(
    key: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<T>>
  readonly close: () => Promise<void>
}

export async function openWebApp(
  database: Database,
  options: Partial<Pick<WebOptions, 'clock' | 'onRoute' | 'resolve'>> = {},
): Promise<WebApp> {
  const folder = mkdtempSync(join(tmpdir(), 'harkara-web-'))
  const closers: (() => Promise<void>)[] = []
  const { handle } = await startWeb({
    database,
    storage: diskStorage(folder),
    clock: systemClock,
    log: pino({ enabled: false }),
    explain: explainFailure,
    vault: createVault(new Secret(Buffer.alloc(32).toString('base64'))),
    phoneUrl: null,
    closers,
    listeners: new Map(),
    ...options,
  })
  const server = createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    ask: async (key, method, path, body, headers = {}) => {
      const isForm = body instanceof FormData
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = /[/+]json\b/u.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        body: (isJson ? JSON.parse(text) : null) as never,
        text,
        headers: response.headers,
      }
    },
    close: async () => {
      for (const step of closers.toReversed()) await step()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
