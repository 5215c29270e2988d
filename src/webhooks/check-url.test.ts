import { describe, expect, test } from 'vitest'
import { checkUrl } from './check-url.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  'hooks.example.com': ['93.184.216.34'],
  'inside.example.com': ['10.1.2.3'],
  'both.example.com': ['93.184.216.34', '127.0.0.1'],
}
const resolve = async (host: string): Promise<readonly string[]> => {
  const found = names[host]
  if (found === undefined) throw new Error('ENOTFOUND')
  return found
}

describe('a webhook’s address', () => {
  test.each(['https://hooks.example.com/harkara?x=1', 'https://hooks.example.com:8443/', 'https://8.8.8.8/'])(
    '%s may be called',
    async (url) => {
      expect(await checkUrl(url, resolve)).toBeNull()
    },
  )

  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.8/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::1]/',
    'https://localhost/',
    'https://localhost./',
    'https://a.localhost/',
    'https://inside.example.com/',
    'https://both.example.com/',
  ])('%s is refused as inside', async (url) => {
    expect(await checkUrl(url, resolve)).toMatch('private network')
  })

  test.each([
    ['http://hooks.example.com/', 'https'],
    ['ftp://hooks.example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['hooks.example.com', 'not a web address'],
    ['https://me:pw@hooks.example.com/', 'name or password'],
    ['https://hooks.example.com/#a', 'after #'],
    ['https://nowhere.example.com/', 'cannot be found'],
    [`https://hooks.example.com/${'a'.repeat(2000)}`, 'longer'],
  ])('%s is refused with words', async (url, words) => {
    expect(await checkUrl(url, resolve)).toMatch(words)
  })
})
