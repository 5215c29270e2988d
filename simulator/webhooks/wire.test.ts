import { expect, it } from 'vitest'
import { exactNumber, serialise, signatureOf } from '#simulator/webhooks/wire.ts'

/** Signatures made with another program (Python's hmac) over the bytes in the middle column; the key is "app-secret". */
const vectors = [
  [
    'Hindi',
    { text: { body: 'नमस्ते' } },
    String.raw`{"text":{"body":"\u0928\u092e\u0938\u094d\u0924\u0947"}}`,
    '89134d270ce50e116407a77b3dde56706a7a54e4ec031cd531def3771491043d',
  ],
  [
    'emoji as a surrogate pair',
    { text: { body: '🙏 ok' } },
    String.raw`{"text":{"body":"\ud83d\ude4f ok"}}`,
    '046b58d54a7f1f4c2394ebe067b47fc67aad85956c1364f240133e799eb792c3',
  ],
  [
    'a slash, an ampersand and angle brackets',
    { url: 'https://example.com/a?b=1&c=<d>' },
    String.raw`{"url":"https:\/\/example.com\/a?b=1&c=<d>"}`,
    '21334ed88c0e932552011bd68336c1887ff02d9620364a3ce55bd3cf16818cfa',
  ],
  [
    'quotes and control characters',
    { text: { body: 'café \u2028 "q" \\ \n\t\u0001' } },
    String.raw`{"text":{"body":"caf\u00e9 \u2028 \"q\" \\ \n\t\u0001"}}`,
    '7c6392266e8062d596927ec2166ad4db4ba41e325ae24fc33715260591e3e0d0',
  ],
] as const

it.each(vectors)('writes %s as Meta does and signs exactly those bytes', (_name, value, bytes, signature) => {
  expect(serialise(value)).toBe(bytes)
  expect(signatureOf('app-secret', Buffer.from(bytes))).toBe(`sha256=${signature}`)
})

it('writes nothing but ASCII, and can be read back to the same', () => {
  const value = { body: 'नमस्ते 🙏 مرحبا / <b>&amp;</b> \u2028' }
  expect(serialise(value)).toMatch(/^[\u0020-\u007e]*$/)
  expect(JSON.parse(serialise(value))).toEqual(value)
})

it('writes an id of 17 digits as a number without losing one', () => {
  expect(serialise({ id: exactNumber('69287561400000001') })).toBe('{"id":69287561400000001}')
})
