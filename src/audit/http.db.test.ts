import { describe, expect } from 'vitest'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { FIRST_TENANT } from '#tenants/first-tenant.ts'
import { test as base } from '#test/database.ts'
import { openWebApp, type WebApp } from '#test/web-app.ts'
import { recordAudit } from './record-audit.ts'
import type { AuditFilters, AuditPage, AuditRow, AuditVerdict } from './shapes.ts'

const COUNT = 1203
const ASHA = { kind: 'user', id: 'u1', name: '=HYPERLINK("https://evil.example","Asha, आशा")' } as const

const test = base.extend<{ api: WebApp; log: TenantId }>({
  api: [
    async ({ database }, use) => {
      const app = await openWebApp(database)
      await use(app)
      await app.close()
    },
    { scope: 'file' },
  ],
  log: [
    async ({ database }, use) => {
      await database.inTenant(FIRST_TENANT, async (client) => {
        await createTenant(client, FIRST_TENANT, 'Shop')
        for (let nth = 1; nth <= COUNT; nth += 1)
          await recordAudit(client, FIRST_TENANT, ASHA, {
            action: nth % 100 === 0 ? 'label.deleted' : 'label.created',
            subject: { kind: 'label', id: String(nth) },
            details: { name: `Label ${nth}` },
          })
      })
      await use(FIRST_TENANT)
    },
    { scope: 'file' },
  ],
})

const get = async <T>(api: WebApp, path: string): Promise<T> => {
  const { status, body } = await api.ask<T>(null, 'GET', path)
  expect(status, path).toBe(200)
  return body
}

describe('the audit log over HTTP', () => {
  test('is read newest first, page by page, each entry once', async ({ api, log: _log }) => {
    const seqs: number[] = []
    let cursor = ''
    do {
      const page = await get<AuditPage>(api, `/api/v1/audit?limit=200${cursor}`)
      seqs.push(...page.items.map(({ seq }) => seq))
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
    } while (cursor !== '')
    expect(seqs).toEqual(Array.from({ length: COUNT }, (_, nth) => COUNT - nth))
  })

  test('is filtered, and says what by', async ({ api, log: _log }) => {
    const { items } = await get<AuditPage>(api, '/api/v1/audit?action=label.deleted&actorId=u1&limit=200')
    expect(items.map(({ seq }) => seq)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((nth) => nth * 100),
    )
    expect((await get<AuditPage>(api, '/api/v1/audit?actorId=nobody')).items).toEqual([])
    expect((await get<AuditPage>(api, '/api/v1/audit?to=1')).items).toEqual([])
    expect(await get<AuditFilters>(api, '/api/v1/audit/filters')).toEqual({
      actions: ['label.created', 'label.deleted'],
      actors: [ASHA],
    })
  })

  test('is whole', async ({ api, log: _log }) => {
    const whole = { isWhole: true, entries: COUNT, brokenAt: null, because: null }
    expect(await get<AuditVerdict>(api, '/api/v1/audit/verify')).toEqual(whole)
  })

  test('is taken away as JSON Lines, which hold what the list shows', async ({ api, log: _log }) => {
    const { headers, text } = await api.ask(null, 'GET', '/api/v1/audit/export')
    expect(headers.get('content-type')).toContain('application/jsonl')
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit-log.jsonl"')
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditRow)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: COUNT }, (_, nth) => COUNT - nth))
    const { items } = await get<AuditPage>(api, '/api/v1/audit?limit=1')
    expect(rows[0]).toEqual(items[0])
    for (const [nth, row] of rows.slice(1).entries()) expect(rows[nth]?.previousHash).toBe(row.hash)
  })

  test('is taken away as CSV in which no name is a formula', async ({ api, log: _log }) => {
    const { headers, text } = await api.ask(
      null,
      'GET',
      '/api/v1/audit/export?format=csv&action=label.deleted',
    )
    expect(headers.get('content-type')).toContain('text/csv')
    const lines = text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(13)
    expect(lines[1]).toContain(`,"'=HYPERLINK(""https://evil.example"",""Asha, आशा"")","label.deleted",`)
  })

  test.for([
    'audit?cursor=x',
    'audit?limit=0',
    'audit?from=soon',
    'audit?to=8640000000000001',
    'audit?action=%00',
    `audit?actorId=${'x'.repeat(201)}`,
    'audit/export?format=xml',
  ])('refuses %s', async (path, { api, log: _log }) => {
    const answer = await api.ask(null, 'GET', `/api/v1/${path}`)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request'])
  })
})
