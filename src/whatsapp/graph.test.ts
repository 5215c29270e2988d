import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

import { afterEach, describe, expect, test } from 'vitest'

import { createEgress } from '#platform/egress.ts'
import { Fault } from '#platform/errors.ts'
import { Secret } from '#platform/secrets.ts'

import type { Graph } from './graph.ts'

import { GraphFault } from './graph-call.ts'
import { createGraph } from './graph.ts'
import { appSecretKey } from './signature.ts'

const TOKEN = new Secret('EAAG-token')
const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

type Asked = { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer }
type Answer = (asked: Asked, response: ServerResponse) => void

const receive = async (request: IncomingMessage): Promise<Asked> => {
  const body = await buffer(request)
  return { method: request.method!, url: request.url!, headers: request.headers, body }
}

/** A server that answers as told, and a Graph that asks it. */
async function graphOver(answer: Answer): Promise<{ graph: Graph; asked: Asked[]; origin: string }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void receive(request).then((one) => {
      asked.push(one)
      return answer(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const egress = createEgress({ allowOrigins: [origin], headersTimeoutMs: 300, bodyTimeoutMs: 300 })
  open.push(egress)
  return { graph: createGraph({ egress, baseUrl: origin }), asked, origin }
}

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answer =>
  (_asked, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  }
const text =
  (status: number, body: string): Answer =>
  (_asked, response) => {
    response.writeHead(status).end(body)
  }
const faultOf = async (promise: Promise<unknown>): Promise<Fault> => {
  const error: unknown = await promise.then(
    () => expect.unreachable('expected a fault'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Fault)
  return error as Fault
}
const PAYLOAD = { messaging_product: 'whatsapp', to: '+919999999999', type: 'text', text: { body: 'नमस्ते' } }
const sendTo = async (answer: Answer) => (await graphOver(answer)).graph.sendMessage(TOKEN, 'N', PAYLOAD)

describe('sending', () => {
  test('goes to the number, with the token and the payload', async () => {
    const { graph, asked } = await graphOver(json(200, { messages: [{ id: 'wamid.1' }] }))
    await graph.sendMessage(TOKEN, 'N/../1', PAYLOAD)
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v25.0/N%2F..%2F1/messages' })
    expect(asked[0]!.headers).toMatchObject({
      authorization: 'Bearer EAAG-token',
      'content-type': 'application/json',
    })
    expect(JSON.parse(asked[0]!.body.toString())).toEqual(PAYLOAD)
  })

  test('an accepted message has an id', async () => {
    const contacts = [{ input: '+919999999999', wa_id: '919999999999' }]
    expect(
      await sendTo(json(200, { messaging_product: 'whatsapp', contacts, messages: [{ id: 'wamid.1' }] })),
    ).toEqual({
      outcome: 'accepted',
      wamid: 'wamid.1',
      messageStatus: null,
      waId: '919999999999',
      userId: null,
    })
  })

  test.each([
    ['accepted', 'accepted'],
    ['held_for_quality_assessment', 'held_for_quality_assessment'],
    ['paused', 'paused'],
    ['something_new', null],
  ])('a message status of %s', async (message_status, messageStatus) => {
    const contacts = [{ input: 'IN.7', user_id: 'IN.7' }]
    expect(
      await sendTo(json(200, { contacts, messages: [{ id: 'wamid.1', message_status }] })),
    ).toMatchObject({
      outcome: 'accepted',
      messageStatus,
      waId: null,
      userId: 'IN.7',
    })
  })

  test("Meta's no is refused, with everything it said", async () => {
    const error = {
      message: '(#131056) Pair rate limit hit',
      type: 'OAuthException',
      code: 131056,
      error_subcode: 5,
      error_data: { messaging_product: 'whatsapp', details: 'Too many' },
      fbtrace_id: 'trace',
    }
    expect(await sendTo(json(400, { error }))).toEqual({
      outcome: 'refused',
      error: {
        code: 131056,
        subcode: 5,
        message: '(#131056) Pair rate limit hit',
        details: 'Too many',
        httpStatus: 400,
        isTransient: false,
        retryAfterMs: null,
        traceId: 'trace',
      },
    })
  })

  test.each<[string, Record<string, string>, number | null]>([
    ['seconds in Retry-After', { 'retry-after': '7' }, 7000],
    [
      "minutes in Meta's own header",
      { 'x-business-use-case-usage': '{"1":[{"type":"whatsapp","estimated_time_to_regain_access":3}]}' },
      180_000,
    ],
    ['nothing', { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":0}]}' }, null],
    ['nonsense', { 'retry-after': 'soon', 'x-business-use-case-usage': '{' }, null],
  ])('until when: %s', async (_name, headers, retryAfterMs) => {
    const outcome = await sendTo(json(400, { error: { code: 80007, message: 'm' } }, headers))
    expect(outcome).toMatchObject({ outcome: 'refused', error: { retryAfterMs } })
  })

  test.each<[string, Answer]>([
    ['success without an id', json(200, { messages: [] })],
    ['success that cannot be read', text(200, '<html>')],
    ['success that is cut off', text(200, '{"messages":[{"id":"wam')],
    ['an empty success', text(200, '')],
    ["a proxy's 502", text(502, '<h1>Bad Gateway</h1>')],
    ["a proxy's 504 in JSON", json(504, { error: 'timeout' })],
    ["a proxy's object without Meta's code", json(503, { error: { message: 'overloaded' } })],
    ['a redirect', text(302, '')],
    ['no answer', () => undefined],
    ['a reset', (_asked, response) => response.socket!.resetAndDestroy()],
    [
      'half an answer',
      (_asked, response) => {
        response.writeHead(200, { 'content-length': '999' }).write('{"messages":')
      },
    ],
  ])('%s: nobody knows', async (_name, answer) => {
    expect((await sendTo(answer)).outcome).toBe('unknown')
  })

  test('nobody listens: not sent', async () => {
    const { origin } = await graphOver(() => undefined)
    for (const one of open.splice(0).toReversed()) await one.close()
    const egress = createEgress({ allowOrigins: [origin] })
    open.push(egress)
    const outcome = await createGraph({ egress, baseUrl: origin }).sendMessage(TOKEN, 'N', PAYLOAD)
    expect(outcome).toEqual({ outcome: 'not_sent', reason: 'egress.unreachable' })
  })

  test('marking read', async () => {
    const { graph, asked } = await graphOver(json(200, { success: true }))
    const payload = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.1',
      typing_indicator: { type: 'text' },
    }
    expect(await graph.markRead(TOKEN, 'N', payload)).toMatchObject({ outcome: 'accepted', wamid: '' })
    expect(JSON.parse(asked[0]!.body.toString())).toEqual(payload)
  })

  test('with an app secret, every call proves that it is ours', async () => {
    const { origin, asked } = await graphOver(json(200, { success: true }))
    const egress = createEgress({ allowOrigins: [origin] })
    open.push(egress)
    await createGraph({ egress, baseUrl: `${origin}/`, appSecret: appSecretKey('s') }).subscribeApp(
      TOKEN,
      'W',
    )
    // printf EAAG-token | openssl dgst -sha256 -hmac s
    const proof = '6c9c3ff5c463fafa193250cdcb5f680d0622af8f24133374d63799b119d6b802'
    expect(asked[0]!.url).toBe(`/v25.0/W/subscribed_apps?appsecret_proof=${proof}`)
  })
})

const parts = ({ headers, body }: Asked) => {
  const form = new Response(new Uint8Array(body), { headers: { 'content-type': headers['content-type']! } })
  return form.formData()
}

describe('files', () => {
  const FILE = Buffer.from('%PDF-1.7 नमस्ते')
  test.each<[string, () => Parameters<Graph['uploadMedia']>[2]]>([
    ['whole', () => FILE],
    [
      'piece by piece',
      () => ({ stream: Readable.from([FILE.subarray(0, 5), FILE.subarray(5)]), bytes: FILE.length }),
    ],
  ])('are uploaded %s', async (_name, file) => {
    const { graph, asked } = await graphOver(json(200, { id: 4_490_709_327_384_033 }))
    expect(await graph.uploadMedia(TOKEN, 'N', file(), 'application/pdf', 'Rechnung "ä".pdf')).toBe(
      '4490709327384033',
    )
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v25.0/N/media' })
    expect(asked[0]!.headers['content-length']).toBe(String(asked[0]!.body.length))
    const form = await parts(asked[0]!)
    expect([form.get('messaging_product'), form.get('type')]).toEqual(['whatsapp', 'application/pdf'])
    const sent = form.get('file') as File
    expect([sent.name, sent.type, Buffer.from(await sent.arrayBuffer())]).toEqual([
      'Rechnung "ä".pdf',
      'application/pdf',
      FILE,
    ])
  })

  test('a type that is none, and a name with line breaks, cannot write headers', async () => {
    const { graph, asked } = await graphOver(json(200, { id: '1' }))
    await graph.uploadMedia(TOKEN, 'N', FILE, 'text/plain\r\nx-evil: 1', 'a\r\nx-evil: 1"')
    expect(asked[0]!.body.toString()).not.toMatch(/^x-evil/m)
  })

  test('where a file is', async () => {
    const { graph, asked } = await graphOver(
      json(200, {
        url: 'https://lookaside.fbsbx.com/x',
        mime_type: 'image/jpeg',
        sha256: 'ab',
        file_size: '303833',
        id: 'M',
      }),
    )
    expect(await graph.mediaInfo(TOKEN, 'M', 'N')).toEqual({
      url: 'https://lookaside.fbsbx.com/x',
      mimeType: 'image/jpeg',
      sha256: 'ab',
      bytes: 303_833,
    })
    expect(asked[0]!.url).toBe('/v25.0/M?phone_number_id=N')
  })

  test('a file that is gone', async () => {
    const error = { code: 100, error_subcode: 33, message: 'Unsupported get request' }
    const { graph } = await graphOver(json(400, { error }))
    expect((await faultOf(graph.mediaInfo(TOKEN, 'M', 'N'))).kind).toBe('not_found')
  })

  test('are fetched as they come', async () => {
    const { graph, origin, asked } = await graphOver((_asked, response) => {
      response.writeHead(200, { 'content-type': 'audio/ogg', 'content-length': '6' }).write('abc')
      setTimeout(() => response.end('def'), 30)
    })
    const { body, mimeType, bytes } = await graph.downloadMedia(TOKEN, `${origin}/attachments/?mid=1`)
    expect([mimeType, bytes]).toEqual(['audio/ogg', 6])
    expect((await buffer(body)).toString()).toBe('abcdef')
    expect(asked[0]!.headers.authorization).toBe('Bearer EAAG-token')
  })

  test.each([
    'https://evil.example/x',
    'https://lookaside.fbsbx.com.evil.example/x',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://lookaside.fbsbx.com@evil.example/x',
    'https://graph.facebook.com/x', // this Graph is at another address
    'not a url',
  ])('the token does not go to %s', async (url) => {
    const { graph, asked } = await graphOver(text(200, ''))
    expect((await faultOf(graph.downloadMedia(TOKEN, url))).code).toBe('whatsapp.foreign_media')
    expect(asked).toHaveLength(0)
  })

  test.each<[number, string, string]>([
    [404, 'whatsapp.media_gone', 'not_found'],
    [401, 'whatsapp.media_refused', 'forbidden'],
    [500, 'whatsapp.media_refused', 'upstream'],
    [302, 'whatsapp.media_refused', 'upstream'], // and is not followed with the token
  ])('a download that is answered with %i', async (status, code, kind) => {
    const { graph, origin } = await graphOver((_asked, response) => {
      response.writeHead(status, { location: 'https://evil.example/' }).end('no')
    })
    expect(await faultOf(graph.downloadMedia(TOKEN, `${origin}/x`))).toMatchObject({ code, kind })
  })

  test('more than the limit is cut', async () => {
    const { graph, origin } = await graphOver((_asked, response) => {
      response.write('x'.repeat(100))
      response.end('x'.repeat(100))
    })
    const { body } = await graph.downloadMedia(TOKEN, `${origin}/x`, 150)
    expect((await faultOf(buffer(body))).code).toBe('egress.too_large')
  })
})

describe('managing', () => {
  test('a number', async () => {
    const answer = {
      id: '106540352242922',
      display_phone_number: '+1 555-078-3881',
      verified_name: 'Shop',
      quality_rating: 'GREEN',
      status: 'CONNECTED',
      platform_type: 'CLOUD_API',
      is_on_biz_app: true,
      throughput: { level: 'STANDARD' },
      whatsapp_business_manager_messaging_limit: 'TIER_2K',
    }
    const { graph } = await graphOver(json(200, answer))
    expect(await graph.getPhoneNumber(TOKEN, 'N')).toEqual({
      id: '106540352242922',
      displayPhoneNumber: '+1 555-078-3881',
      verifiedName: 'Shop',
      qualityRating: 'GREEN',
      status: 'CONNECTED',
      nameStatus: null,
      platformType: 'CLOUD_API',
      isOnBusinessApp: true,
      throughput: 'STANDARD',
      messagingLimit: 'TIER_2K',
      json: answer,
    })
  })

  test('templates, page by page, with ids that are longer than a number', async () => {
    const pages = [
      '{"data":[{"id":12345678901234567890,"name":"a"},{"id":"2","name":"b"}],"paging":{"cursors":{"after":"c1"},"next":"x"}}',
      '{"data":[{"id":"3","name":"c"}],"paging":{"cursors":{"after":"c2"}}}',
    ]
    const { graph, asked } = await graphOver((_asked, response) => response.end(pages[asked.length - 1]))
    const templates = await Array.fromAsync(graph.listTemplates(TOKEN, 'W'))
    expect(templates.map(({ id }) => id)).toEqual(['12345678901234567890', '2', '3'])
    expect(asked.map(({ url }) => new URL(url, 'http://x').searchParams.get('after'))).toEqual([null, 'c1'])
  })

  test('a cursor that leads back to itself ends the list', async () => {
    const page = { data: [{ id: '1' }], paging: { cursors: { after: 'same' }, next: 'x' } }
    const { graph, asked } = await graphOver(json(200, page))
    expect(await Array.fromAsync(graph.listTemplates(TOKEN, 'W'))).toHaveLength(2)
    expect(asked).toHaveLength(2)
  })

  test.each<[number, number, string, number | undefined]>([
    [190, 401, 'forbidden', undefined],
    [80007, 400, 'limited', 60_000],
    [131000, 500, 'upstream', undefined],
    [100, 400, 'invalid', undefined],
    [803, 400, 'not_found', undefined],
    [987_654, 400, 'upstream', undefined],
  ])('a refusal with %i is a fault of its kind', async (code, status, kind, retryAfterMs) => {
    const { graph } = await graphOver(json(status, { error: { code, message: 'with a token EAAG' } }))
    const fault = await faultOf(graph.subscribeApp(TOKEN, 'W'))
    expect(fault).toBeInstanceOf(GraphFault)
    expect(fault).toMatchObject({ kind, code: `whatsapp.${code}`, retryAfterMs })
    expect(fault.message).not.toContain('EAAG')
  })

  test('an answer that is none', async () => {
    const { graph } = await graphOver(text(200, '<html>'))
    expect(await faultOf(graph.getPhoneNumber(TOKEN, 'N'))).toMatchObject({
      kind: 'upstream',
      code: 'whatsapp.bad_answer',
    })
  })
})
