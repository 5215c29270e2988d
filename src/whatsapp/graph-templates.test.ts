import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

import { afterEach, describe, expect, test } from 'vitest'

import { createEgress } from '#platform/egress.ts'
import { Secret } from '#platform/secrets.ts'

import { graphRequest } from './graph-call.ts'
import { type GraphTemplates, createGraphTemplates, graphErrorIn } from './graph-templates.ts'

const TOKEN = new Secret('EAAG-token')
const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

type Asked = { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer }
type Answer = (asked: Asked, response: ServerResponse) => void

async function graphOver(answer: Answer): Promise<{ graph: GraphTemplates; asked: Asked[]; origin: string }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const read = async (): Promise<void> => {
      const body = await buffer(request)
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      asked.push(one)
      answer(one, response)
    }
    void read()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const egress = createEgress({ allowOrigins: [origin], headersTimeoutMs: 300, bodyTimeoutMs: 300 })
  open.push({ close: () => (server.closeAllConnections(), server.close()) }, egress)
  return { graph: createGraphTemplates({ egress, baseUrl: origin }), asked, origin }
}

const json =
  (status: number, value: unknown): Answer =>
  (_asked, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
const refusal = (code: number, more: object = {}): Answer =>
  json(400, { error: { message: 'Invalid parameter', code, ...more } })

describe('submitting a template', () => {
  test('posts it as it is to the account, and reads what Meta made of it', async () => {
    const { graph, asked } = await graphOver(json(200, { id: '9', status: 'PENDING', category: 'MARKETING' }))
    const definition = { name: 'cart', language: 'en', components: [{ type: 'BODY', text: 'नमस्ते' }] }
    expect(await graph.create(TOKEN, 'W', definition)).toEqual({
      ...{ outcome: 'accepted', id: '9', status: 'PENDING', category: 'MARKETING' },
    })
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v25.0/W/message_templates' })
    expect(JSON.parse(asked[0]?.body.toString() ?? '')).toEqual(definition)
  })

  test('an edit goes to the template, and its answer need not name it', async () => {
    const { graph, asked } = await graphOver(json(200, { success: true }))
    const edited = await graph.edit(TOKEN, '12', { components: [] })
    expect(edited).toEqual({ outcome: 'accepted', id: null, status: null, category: null })
    expect(asked[0]?.url).toBe('/v25.0/12')
  })

  test.for<[string, Answer, string]>([
    ['a refusal of Meta’s', refusal(100, { error_subcode: 2388024 }), 'refused'],
    ['too many requests', refusal(80008), 'refused'],
    ['an error inside Meta', refusal(2), 'unknown'],
    ['half an answer', (_asked, response) => void response.writeHead(200).end('{"id":'), 'unknown'],
    ['a gateway’s page', (_asked, response) => void response.writeHead(502).end('<html>'), 'unknown'],
    ['silence', () => {}, 'unknown'],
    ['a hang-up', (_asked, response) => void response.destroy(), 'unknown'],
  ])('tells %s', async ([, answer, outcome]) => {
    const { graph } = await graphOver(answer)
    expect((await graph.create(TOKEN, 'W', {})).outcome).toBe(outcome)
  })

  test('says that nothing left when nobody is there', async () => {
    const egress = createEgress({ allowOrigins: ['http://127.0.0.1:1'] })
    open.push(egress)
    const graph = createGraphTemplates({ egress, baseUrl: 'http://127.0.0.1:1' })
    expect(await graph.create(TOKEN, 'W', {})).toEqual({ outcome: 'not_sent' })
  })
})

describe('deleting a template', () => {
  test('names it, and its id where one language of it goes', async () => {
    const { graph, asked } = await graphOver(json(200, { success: true }))
    await graph.remove(TOKEN, 'W', 'cart', '12')
    await graph.remove(TOKEN, 'W', 'cart', null)
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'DELETE /v25.0/W/message_templates?name=cart&hsm_id=12',
      'DELETE /v25.0/W/message_templates?name=cart',
    ])
  })

  test('throws what Meta has against it', async () => {
    const { graph } = await graphOver(refusal(100, { error_user_msg: 'It is disabled.' }))
    const error = await graph.remove(TOKEN, 'W', 'cart', null).catch((thrown: unknown) => thrown)
    expect(graphErrorIn(error)).toMatchObject({ code: 100, details: 'It is disabled.' })
    expect(graphErrorIn(new Error('other'))).toBeNull()
  })
})

describe('archiving templates', () => {
  test.for(['archive', 'unarchive'] as const)(
    '(%s) tells with which it was done, and of the others why it was not',
    async (verb) => {
      // Meta may write ids as numbers, longer than JSON's are.
      const { graph, asked } = await graphOver((_asked, response) => {
        const failed = '{"13":"Only approved or rejected templates can be archived","14":{"error":"gone"}}'
        response.end(`{"${verb}d_templates":["12",12345678901234567],"failed_templates":${failed}}`)
      })
      const { done, failed } = await graph[verb](TOKEN, 'W', ['12', '13', '14', '12345678901234567'])
      expect([...done]).toEqual(['12', '12345678901234567'])
      expect([...failed]).toEqual([
        ['13', 'Only approved or rejected templates can be archived'],
        ['14', 'gone'],
      ])
      expect(asked[0]).toMatchObject({ method: 'POST', url: `/W/message_templates/${verb}` })
      expect(asked[0]?.headers).toMatchObject({
        ...{ authorization: 'Bearer EAAG-token', 'content-type': 'application/json' },
      })
      expect(JSON.parse(asked[0]?.body.toString() ?? '')).toEqual({
        hsm_ids: ['12', '13', '14', '12345678901234567'],
      })
    },
  )

  test('goes to Meta’s other door, without a version, where everything else goes to Graph', () => {
    const egress = createEgress()
    open.push(egress)
    const call = { path: 'W/message_templates/archive', isApi: true } as const
    const address = (baseUrl?: string): string =>
      String(graphRequest({ egress, ...(baseUrl !== undefined && { baseUrl }) }, TOKEN, call).url)
    expect(address()).toBe('https://api.facebook.com/W/message_templates/archive')
    expect(address('https://graph.facebook.com/')).toBe(
      'https://api.facebook.com/W/message_templates/archive',
    )
    expect(address('http://127.0.0.1:4001')).toBe('http://127.0.0.1:4001/W/message_templates/archive')
  })

  test('throws what Meta has against the whole call', async () => {
    const { graph } = await graphOver(refusal(190))
    const error = await graph.archive(TOKEN, 'W', ['12']).catch((thrown: unknown) => thrown)
    expect(graphErrorIn(error)).toMatchObject({ code: 190 })
  })
})

const file = (bytes: Buffer) => ({
  ...{
    stream: Readable.from([bytes]),
    bytes: bytes.length,
    mimeType: 'image/png',
    filename: 'sari red.png',
  },
})

describe('a sample', () => {
  test('is uploaded in Meta’s two steps, the second with the token in Meta’s older word', async () => {
    const bytes = Buffer.from('picture')
    const { graph, asked } = await graphOver((one, response) =>
      json(200, one.url.includes('/uploads') ? { id: 'upload:MTph==?sig=AR_x-1' } : { h: '4::aW' })(
        one,
        response,
      ),
    )
    expect(await graph.uploadSample(TOKEN, '77', file(bytes))).toBe('4::aW')
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v25.0/77/uploads?file_length=7&file_type=image%2Fpng&file_name=sari+red.png',
      'POST /v25.0/upload:MTph==?sig=AR_x-1',
    ])
    expect(asked[1]?.headers).toMatchObject({ authorization: 'OAuth EAAG-token', file_offset: '0' })
    expect(asked[1]?.body.equals(bytes)).toBe(true)
  })

  test.for(['upload:../../me', 'https://evil.example/x', 'me', 'upload:a?sig=b&access_token=c'])(
    'is not sent to an upload named %s',
    async (id) => {
      const { graph, asked } = await graphOver(json(200, { id }))
      await expect(graph.uploadSample(TOKEN, '77', file(Buffer.from('x')))).rejects.toMatchObject({
        code: 'whatsapp.bad_answer',
      })
      expect(asked).toHaveLength(1)
    },
  )

  test('is fetched without the token, and from Meta alone', async () => {
    const { graph, asked, origin } = await graphOver(
      (_one, response) => void response.writeHead(200, { 'content-type': 'image/png; x=y' }).end('picture'),
    )
    const found = await graph.fetchSample(`${origin}/sample`)
    expect([found?.mimeType, (await found?.stream.toArray())?.join('')]).toEqual(['image/png', 'picture'])
    expect(asked[0]?.headers.authorization).toBeUndefined()
    for (const url of [
      'https://whatsapp.net.evil.example/x',
      'https://evilwhatsapp.net/x',
      'http://a.whatsapp.net/x',
      'x',
    ])
      expect(await graph.fetchSample(url), url).toBeNull()
    expect(asked).toHaveLength(1)
  })

  test('that is gone is null', async () => {
    const { graph, origin } = await graphOver((_one, response) => void response.writeHead(404).end('gone'))
    expect(await graph.fetchSample(`${origin}/sample`)).toBeNull()
  })
})
