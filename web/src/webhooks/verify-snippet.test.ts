import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/platform/secrets.ts'
import { after, systemClock } from '../../../src/platform/time.ts'
import { newWebhookSecret, signedHeaders } from '../../../src/webhooks/signature.ts'
import { VERIFY_SNIPPET } from './verify-snippet.ts'

type Verify = (headers: Readonly<Record<string, string>>, body: string, secret: string) => boolean

describe('the lines that we give people to check our calls with', () => {
  test('take what we signed, also during a rotation, and nothing else', async () => {
    const source = `data:text/javascript,${encodeURIComponent(VERIFY_SNIPPET)}`
    const { isFromHarkara } = (await import(/* @vite-ignore */ source)) as { isFromHarkara: Verify }
    const [secret, older] = [newWebhookSecret(), newWebhookSecret()]
    const message = { id: 'a', at: systemClock(), body: '{"text":"नमस्ते"}' }
    const headers = signedHeaders(message, [secret, older])
    expect(isFromHarkara(headers, message.body, secret.reveal())).toBe(true)
    expect(isFromHarkara(headers, message.body, older.reveal())).toBe(true)
    expect(isFromHarkara(headers, message.body, newWebhookSecret().reveal())).toBe(false)
    expect(isFromHarkara(headers, `${message.body} `, secret.reveal())).toBe(false)
    const old = signedHeaders({ ...message, at: after(message.at, -301_000) }, [secret])
    expect(isFromHarkara(old, message.body, secret.reveal())).toBe(false)
    expect(isFromHarkara({}, message.body, new Secret('whsec_').reveal())).toBe(false)
  })
})
