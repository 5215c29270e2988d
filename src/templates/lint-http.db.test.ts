import { expect } from 'vitest'
import { test } from '#test/database.ts'
import { openWebApp } from '#test/web-app.ts'

type Findings = {
  readonly findings: readonly { readonly rule: string; readonly why: string; readonly fix: object | null }[]
}

test('a template is linted over HTTP: each finding with its reason, and the whole template mended', async ({
  database,
}) => {
  const app = await openWebApp(database)
  const template = {
    ...{ name: 'Order Ready', language: 'en', category: 'UTILITY' },
    components: [{ type: 'BODY', text: 'Hello, your order is ready.' }],
  }
  const { status, body } = await app.ask<Findings>(null, 'POST', '/api/v1/templates/lint', { template })
  expect([status, body.findings.length]).toEqual([200, 1])
  expect(body.findings[0]).toMatchObject({
    rule: 'name.form',
    why: expect.stringContaining('small letters'),
    fix: { ...template, name: 'order_ready' },
  })
  const again = await app.ask<Findings>(null, 'POST', '/api/v1/templates/lint', {
    template: body.findings[0]?.fix,
  })
  expect(again.body.findings).toEqual([])
  const deep = Array.from({ length: 300 }).reduce<object>(
    (inner) => ({ type: 'CAROUSEL', cards: [inner] }),
    {},
  )
  const refused = await app.ask(null, 'POST', '/api/v1/templates/lint', { template: { components: [deep] } })
  expect(refused.status).toBe(400)
  expect((await app.ask(null, 'POST', '/api/v1/templates/lint', { template: [] })).status).toBe(400)
  await app.close()
})
