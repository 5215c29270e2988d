import { inspect } from 'node:util'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createVault, Secret } from './secrets.ts'

const key = (byte: number): Secret => new Secret(Buffer.alloc(32, byte).toString('base64'))
const TOKEN = 'EAAG-canary-token'

describe('a secret', () => {
  test('prints as [secret] wherever it lands', () => {
    const secret = new Secret(TOKEN)
    const lines: string[] = []
    const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
    log.info({ secret, deep: { secret, list: [secret] } }, 'said')
    log.error(Object.assign(new Error('broken'), { secret }))
    const printed = [
      ...[String(secret), JSON.stringify({ secret }), inspect(secret)],
      ...[inspect({ deep: { secret } }, { showHidden: true, depth: 9 }), JSON.stringify([secret]), ...lines],
      ...[JSON.stringify(Object.entries(secret))],
    ]
    expect(printed.filter((text) => text.includes(TOKEN))).toEqual([])
    expect(secret.reveal()).toBe(TOKEN)
  })
})

describe('a vault', () => {
  const vault = createVault(key(1))

  test('gives back what it sealed, to its owner', () => {
    expect(vault.open(vault.seal(new Secret('नमस्ते 🙏'), 'tenant:channel'), 'tenant:channel').reveal()).toBe(
      'नमस्ते 🙏',
    )
    expect(vault.open(vault.seal(new Secret(''), 'a'), 'a').reveal()).toBe('')
  })

  test('never seals the same to the same bytes, and shows nothing of it', () => {
    const [one, two] = [vault.seal(new Secret(TOKEN), 'a'), vault.seal(new Secret(TOKEN), 'a')]
    expect(one.equals(two)).toBe(false)
    expect(one.includes(TOKEN)).toBe(false)
  })

  test('opens nothing for another owner, with another key, or under another key’s number', () => {
    const sealed = vault.seal(new Secret(TOKEN), 'tenant:channel')
    expect(() => vault.open(sealed, 'other:channel')).toThrow(/./u)
    expect(() => createVault(key(2)).open(sealed, 'tenant:channel')).toThrow(/./u)
    expect(() => createVault(key(1), 2).open(sealed, 'tenant:channel')).toThrow('another key')
  })

  test('notices every changed byte and every cut', () => {
    const sealed = vault.seal(new Secret(TOKEN), 'a')
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => vault.open(changed, 'a'), `byte ${at}`).toThrow(/./u)
      expect(() => vault.open(sealed.subarray(0, at), 'a'), `cut at ${at}`).toThrow(/./u)
    }
  })

  test('takes no seal that is shorter than a whole one: a short tag can be guessed', () => {
    const sealed = vault.seal(new Secret(''), 'a')
    for (const bytes of [4, 8, 12, 15])
      expect(() => vault.open(sealed.subarray(0, sealed.length - 16 + bytes), 'a'), `${bytes} bytes`).toThrow(
        /./u,
      )
  })

  test('with a new key opens what the old one sealed, as long as it is given, and seals with the new one', () => {
    const sealed = vault.seal(new Secret(TOKEN), 'a')
    const both = createVault(key(2), 2, [{ id: 1, key: key(1) }])
    expect(both.open(sealed, 'a').reveal()).toBe(TOKEN)
    const anew = both.seal(both.open(sealed, 'a'), 'a')
    expect(createVault(key(2), 2).open(anew, 'a').reveal()).toBe(TOKEN)
    expect(() => vault.open(anew, 'a')).toThrow('another key')
    expect([both.keyId, [...both.keyIds].toSorted((a, b) => a - b)]).toEqual([2, [1, 2]])
  })

  test.each(['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is not made with a key that is not 32 bytes (%s)',
    (text) => {
      expect(() => createVault(new Secret(text))).toThrow('32 bytes')
    },
  )
})
