/** For tests: a browser with keys of its own, which reads pushes as RFC 8291 tells it to, and the push service before it. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TestBrowser = { readonly p256dh: Buffer; readonly auth: Buffer; readonly pair: ECDH }

export function openBrowser(): TestBrowser {
  const pair = createECDH('prime256v1')
  return { p256dh: pair.generateKeys(), auth: randomBytes(16), pair }
}

/** With HKDF as Node has it: none of what encrypts is used to decrypt. Throws if it was not meant for this browser. */
export function readPush(body: Buffer, { p256dh, auth, pair }: TestBrowser): Buffer {
  const salt = body.subarray(0, 16)
  const keyLength = body[20] ?? 0
  const sender = body.subarray(21, 21 + keyLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
  const ikm = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12))
  const sealed = body.subarray(21 + keyLength)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(sealed.subarray(-16))
  const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  const end = text.lastIndexOf(2)
  if (end < 0 || text.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('no last record')
  return text.subarray(0, end)
}

export type Told = { readonly headers: IncomingHttpHeaders; readonly path: string; readonly body: Buffer }
export type TestPushService = {
  readonly origin: string
  readonly told: Told[]
  /** What it answers, by path; 201 without, and nothing at all at 0. */
  readonly answers: Map<string, number>
  readonly close: () => Promise<void>
}

export async function openPushService(): Promise<TestPushService> {
  const told: Told[] = []
  const answers = new Map<string, number>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      told.push({ headers: request.headers, path, body: Buffer.concat(chunks) })
      const status = answers.get(path) ?? 201
      if (status > 0) response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    answers,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
