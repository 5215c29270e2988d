import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describedApi } from './described-api.ts'

type Described = {
  openapi: string
  paths: Record<string, Record<string, { security?: unknown; responses?: Record<string, unknown> }>>
}

test('the committed description is the API of this tree (npm run openapi writes it)', async () => {
  const committed = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')
  expect(`${JSON.stringify(await describedApi(), null, 2)}\n`).toBe(committed)
})

test('every operation says what it answers, and all but the public ones who may ask', async () => {
  const { openapi, paths } = (await describedApi()) as Described
  expect(openapi).toBe('3.1.0')
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  )
  expect(operations.length).toBeGreaterThan(8)
  for (const { name, security } of operations) expect(security, name).toBeDefined()
})
