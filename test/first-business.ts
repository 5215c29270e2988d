/** `test` with the web role, asked over HTTP by the owner of the first business, and with somebody else's shop beside it. */
import type { Problem } from '#platform/problem-shape.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openOtherShop, openShop, type Shop } from '#test/shop.ts'
import { FIRST_OWNER, openWebApp, type Answer } from '#test/web-app.ts'

export type Api = {
  readonly url: string
  /** The owner's. */
  readonly cookie: string
  readonly ask: <T = Problem>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<T>>
  /** What the notification of a commit does in the program. */
  readonly wake: () => void
}

export const test = base.extend<{ api: Api; shop: Shop; other: Shop }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      const { cookie } = await app.as(FIRST_OWNER)
      await use({
        url: app.url,
        cookie,
        ask: async (method, path, body, headers) => app.ask({ cookie }, method, path, body, headers) as never,
        wake: app.wake,
      })
      await app.close()
    },
    { scope: 'file' },
  ],
  shop: [
    // The business is made together with the API.
    async ({ database, api: _api }, use) => use(await openShop(database, FIRST_TENANT)),
    { scope: 'file' },
  ],
  other: [async ({ database }, use) => use(await openOtherShop(database)), { scope: 'file' }],
})
