import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { readConfig, SettingsError, type Config } from './config.ts'

const folders: string[] = []
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'harkara-config-'))
  folders.push(path)
  return path
}
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

const KEY = Buffer.alloc(32, 9).toString('base64')
const FULL = {
  DATABASE_URL: 'postgres://harkara:hidden-password@db/harkara',
  META_APP_SECRET: 'hidden-app-secret',
  META_VERIFY_TOKEN: 'hidden-verify-token',
  HARKARA_SECRET_KEY: KEY,
}

function problemsOf(env: Record<string, string>, isAll = false): string {
  try {
    readConfig(env, isAll)
  } catch (error) {
    if (error instanceof SettingsError) return error.message
    throw error
  }
  return ''
}
const secretsOf = ({ appSecrets, verifyToken, secretKey }: Config): string[] =>
  [...appSecrets, verifyToken, secretKey].map((secret) => secret.reveal())

describe('separate roles', () => {
  test('are told every setting that is missing, one a line, with what it is for', () => {
    const lines = problemsOf({}).split('\n')
    expect(lines.map((line) => line.split(' ')[0])).toEqual(Object.keys(FULL))
    for (const line of lines) expect(line).toMatch(/^\w+ is missing: .{20,}/u)
  })

  test.each(Object.keys(FULL))('need %s', (name) => {
    const lines = problemsOf({ ...FULL, [name]: '' }).split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`${name} is missing`)
  })

  test('start with all of them, and write nothing to disk', () => {
    const dataFolder = join(folder(), 'data')
    const config = readConfig({ ...FULL, HARKARA_DATA: dataFolder }, false)
    expect(config).toMatchObject({ databaseUrl: FULL.DATABASE_URL, graphUrl: 'https://graph.facebook.com' })
    expect(() => statSync(dataFolder)).toThrow('ENOENT')
  })
})

describe('settings that cannot be used', () => {
  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://db'],
    ['META_GRAPH_URL', 'graph'],
    ['META_GRAPH_VERSION', '25'],
    ['META_APP_SECRET', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['HARKARA_SECRET_KEY', 'not-32-bytes'],
  ])('%s=%s stops the start with its name', (name, value) => {
    expect(problemsOf({ ...FULL, [name]: value })).toMatch(new RegExp(`^${name} is not usable`, 'u'))
  })

  test('are never repeated in the complaint, since they may be secret', () => {
    const problems = problemsOf({
      DATABASE_URL: 'hidden-1',
      META_APP_SECRET: 'hid-2',
      META_VERIFY_TOKEN: 'hid-3',
      META_GRAPH_URL: 'hidden-4',
    })
    expect(problems).not.toMatch(/hid/u)
    expect(problemsOf({ ...FULL, HARKARA_SECRET_KEY: 'hidden-5' })).not.toMatch(/hidden/u)
  })

  test('a number to connect needs all three of its settings', () => {
    const some = { ...FULL, META_PHONE_NUMBER_ID: '1', META_WABA_ID: '2' }
    expect(problemsOf(some)).toMatch(/^META_ACCESS_TOKEN is missing: /u)
    expect(readConfig({ ...some, META_ACCESS_TOKEN: 'token' }, false).firstChannel?.wabaId).toBe('2')
  })
})

describe('everything in one process', () => {
  test('makes its own secrets, and no two installations share any', () => {
    const [one, two] = [
      readConfig({ HARKARA_DATA: folder() }, true),
      readConfig({ HARKARA_DATA: folder() }, true),
    ]
    const all = [...secretsOf(one), ...secretsOf(two)]
    expect(new Set(all).size).toBe(6)
    expect(all.every((secret) => secret.length >= 32)).toBe(true)
  })

  test('keeps them for the next start, readable by nobody else', () => {
    const dataFolder = folder()
    const first = readConfig({ HARKARA_DATA: dataFolder }, true)
    expect(secretsOf(readConfig({ HARKARA_DATA: dataFolder }, true))).toEqual(secretsOf(first))
    expect(statSync(join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(join(dataFolder, 'secrets.json'), 'utf8'))).toHaveProperty(
      'HARKARA_SECRET_KEY',
    )
  })

  test('takes what it is given instead', () => {
    const config = readConfig(
      { ...FULL, META_APP_SECRET_PREVIOUS: 'hidden-previous', HARKARA_DATA: folder() },
      true,
    )
    expect(config.appSecrets.map((secret) => secret.reveal())).toEqual([
      'hidden-app-secret',
      'hidden-previous',
    ])
    expect(config).toMatchObject({ databaseUrl: FULL.DATABASE_URL, graphUrl: null, host: '127.0.0.1' })
  })
})

test('a configuration that is printed shows no secret but the database’s address, which nobody prints', () => {
  const config = readConfig(
    { ...FULL, META_PHONE_NUMBER_ID: '1', META_WABA_ID: '2', META_ACCESS_TOKEN: 'hidden-token' },
    false,
  )
  const { databaseUrl, ...rest } = config
  expect(databaseUrl).toContain('hidden-password')
  for (const text of [JSON.stringify(rest), inspect(rest, { depth: 9 })]) {
    expect(text).not.toMatch(/hidden/u)
    expect(text).not.toContain(KEY)
  }
})
