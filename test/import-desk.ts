/** `test` with a desk at which a business brings files of contacts, and with somebody else's beside it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { runImport, type RunParts } from '#imports/run-import.ts'
import type { ImportDetail, ImportPlan } from '#imports/shapes.ts'
import { diskStorage } from '#media/storage.ts'
import { systemClock } from '#platform/time.ts'
import { test as base } from '#test/database.ts'
import { keyOf } from '#test/keys.ts'
import { openOtherShop, type Shop } from '#test/shop.ts'
import { openWebApp, type Answer } from '#test/web-app.ts'

type Problem = { readonly code: string; readonly errors?: readonly { path: string; message: string }[] }
export type Desk = {
  readonly shop: Shop
  readonly upload: (text: string | Uint8Array, filename?: string) => Promise<ImportDetail>
  readonly ask: <T = Problem>(method: string, path: string, body?: unknown) => Promise<Answer<T & Problem>>
  readonly run: (id: string, options?: Partial<RunParts>) => Promise<void>
  /** Uploads, starts and works off. */
  readonly take: (text: string | Uint8Array, plan?: Partial<ImportPlan>) => Promise<ImportDetail>
}

export const PLAN: ImportPlan = {
  mapping: { phone: 1, name: 0, attributes: {} },
  defaultCountry: 'IN',
  known: 'fill',
  consent: null,
}
export const CONSENT = {
  purpose: 'marketing',
  source: 'Signed the loyalty form',
  date: '2026-05-03',
  noticeVersion: 'v2',
}

export const test = base.extend<{ folder: string; desk: Desk; other: Desk }>({
  folder: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixture's dependencies from this pattern
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'harkara-imports-'))
      await use(folder)
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'file' },
  ],
  desk: async ({ database, folder }, use) => {
    const desk = await openDesk(await openOtherShop(database), folder)
    await use(desk)
    await desk.close()
  },
  other: async ({ database, folder }, use) => {
    const desk = await openDesk(await openOtherShop(database), folder)
    await use(desk)
    await desk.close()
  },
})

async function openDesk(shop: Shop, folder: string): Promise<Desk & { readonly close: () => Promise<void> }> {
  const { database, tenant } = shop
  const storage = diskStorage(folder)
  const app = await openWebApp(database, { storage })
  const { secret } = await keyOf(database, tenant, ['contacts:import', 'contacts:read', 'audit:read'])
  const ask: Desk['ask'] = async (method, path, body) => app.ask(secret, method, `/api/v1${path}`, body)
  const upload: Desk['upload'] = async (text, filename = 'contacts.csv') => {
    const form = new FormData()
    form.append('file', new Blob([typeof text === 'string' ? text : new Uint8Array(text)]), filename)
    const { status, body, text: said } = await ask<ImportDetail>('POST', '/imports', form)
    expect(status, said).toBe(201)
    return body
  }
  const run: Desk['run'] = async (id, options = {}) =>
    runImport(
      { database, storage, notifier: { notify: () => {} }, clock: systemClock, ...options },
      tenant,
      id,
    )
  return {
    ...{ shop, upload, ask, run, close: app.close },
    take: async (text, plan = {}) => {
      const { id } = await upload(text)
      const started = await ask('POST', `/imports/${id}/start`, { ...PLAN, ...plan })
      expect(started.status, started.text).toBe(200)
      await run(id)
      return (await ask<ImportDetail>('GET', `/imports/${id}`)).body
    },
  }
}

type Known = {
  readonly id: string
  readonly name: string | null
  readonly phone: string
  readonly attributes: object | null
}
export const known = async ({ shop: { database, tenant } }: Desk): Promise<Known[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<Known>(
      `select k.id, k.given_name as name, i.value as phone, a.attributes from contacts k
       join contact_identities i on i.tenant_id = k.tenant_id and i.contact_id = k.id and i.kind = 'phone'
       left join contact_attributes a on a.tenant_id = k.tenant_id and a.contact_id = k.id
       where k.tenant_id = $1 order by i.value`,
      [tenant],
    )
    return rows
  })

/** A file with this many people. */
export const lines = (count: number): string =>
  `Name,Phone\n${Array.from({ length: count }, (_, nth) => `Person ${nth},98${String(nth).padStart(8, '0')}\n`).join('')}`
