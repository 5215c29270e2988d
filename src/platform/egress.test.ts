import { type Server, createServer } from 'node:http'
import { type AddressInfo, type Server as TcpServer, createServer as createTcpServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, describe, expect, test } from 'vitest'

import { isPublicAddress } from './egress-addresses.ts'
import {
  type Egress,
  EgressFault,
  type EgressOptions,
  type Resolver,
  createEgress,
  phaseOf,
} from './egress.ts'
import { Fault } from './errors.ts'

describe('addresses', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.255',
    '127.0.0.1',
    '127.1.2.3',
    '168.63.129.16',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2606:4700::1%lo',
    'localhost',
    '',
    '1.2.3',
    '0x7f.0.0.1',
    '999.1.1.1',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '157.240.1.35',
    '168.63.129.15',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a03:2880:f12f:83:face:b00c:0:25de',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

type Handler = Parameters<typeof createServer>[1] & {}

const listen = async (server: Server | TcpServer): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const serve = (handler: Handler): Promise<string> => listen(createServer(handler))

const egressTo = (origin: string, options: EgressOptions = {}): Egress => {
  const egress = createEgress({ allowOrigins: [origin], ...options })
  open.push(egress)
  return egress
}

const faultOf = async (promise: Promise<unknown>): Promise<EgressFault> => {
  const error: unknown = await promise.then(
    () => expect.unreachable('expected a fault'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(EgressFault)
  expect(error).toBeInstanceOf(Fault)
  return error as EgressFault
}

const never: Resolver = () => new Promise(() => undefined)
const here: Resolver = () => Promise.resolve(['127.0.0.1'])
const blockedBy = async (egress: Egress, url: string) => {
  const fault = await faultOf(egress.request({ url }))
  expect(fault.phase).toBe('not_sent')
  return fault.code
}

describe('an exchange', () => {
  test('brings method, headers and body there, and status, headers and body back', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(201, {
        'x-asked': `${request.method} ${request.url} ${String(request.headers['x-a'])}`,
        'set-cookie': ['a', 'b'],
      })
      request.pipe(response)
    })
    const answer = await egressTo(origin).request({
      url: `${origin}/a?b=c`,
      method: 'POST',
      headers: { 'x-a': '1' },
      body: 'नमस्ते',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'x-asked': 'POST /a?b=c 1', 'set-cookie': 'a, b' })
    expect(answer.body.toString()).toBe('नमस्ते')
  })

  test('keeps its connection for the next', async () => {
    const ports = new Set<number | undefined>()
    const origin = await serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('ok')
    })
    const egress = egressTo(origin)
    for (let i = 0; i < 5; i++) await egress.request({ url: origin })
    expect(ports.size).toBeLessThan(3) // one may still be closing its last answer
  })

  test('follows no redirect', async () => {
    let asked = 0
    const origin = await serve((_request, response) => {
      asked++
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    })
    const answer = await egressTo(origin).request({ url: origin })
    expect([answer.status, answer.headers['location'], asked]).toEqual([302, 'http://127.0.0.1:1/', 1])
  })

  test('no more than so many at once for one origin', async () => {
    let now = 0
    let most = 0
    const origin = await serve((_request, response) => {
      most = Math.max(most, ++now)
      setTimeout(() => {
        now--
        response.end('ok')
      }, 20)
    })
    const egress = egressTo(origin, { connectionsPerOrigin: 3 })
    await Promise.all(Array.from({ length: 12 }, () => egress.request({ url: origin })))
    expect(most).toBe(3)
  })

  test('a stream comes piece by piece and may be left early', async () => {
    const origin = await serve((_request, response) => {
      response.write('first')
      setTimeout(() => response.write('second'), 30)
    })
    const { body } = await egressTo(origin).stream({ url: origin })
    const pieces: string[] = []
    for await (const piece of body) {
      pieces.push(piece.toString())
      if (pieces.length === 2) break
    }
    expect(pieces).toEqual(['first', 'second'])
  })
})

describe('not sent: nothing was written', () => {
  test('nobody listens', async () => {
    const server = createTcpServer()
    const origin = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const fault = await faultOf(egressTo(origin).request({ url: `${origin}/secret?token=t`, method: 'POST' }))
    expect(fault).toMatchObject({ code: 'egress.unreachable', phase: 'not_sent', kind: 'upstream' })
    expect(fault.message).not.toMatch(/secret|token/)
  })

  test('no such name', async () => {
    const egress = egressTo('http://graph.test', { resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await faultOf(egress.request({ url: 'http://graph.test/' }))).toMatchObject({
      code: 'egress.unreachable',
      phase: 'not_sent',
    })
    const empty = egressTo('http://graph.test', { resolve: () => Promise.resolve([]) })
    expect(await faultOf(empty.request({ url: 'http://graph.test/' }))).toMatchObject({ phase: 'not_sent' })
  })

  test('a name that is never resolved', async () => {
    const egress = egressTo('http://graph.test', { resolve: never, connectTimeoutMs: 100 })
    expect(await faultOf(egress.request({ url: 'http://graph.test/' }))).toMatchObject({ phase: 'not_sent' })
  })

  test('a handshake that fails', async () => {
    const origin = (await listen(createTcpServer((socket) => socket.end('this is no TLS')))).replace(
      'http:',
      'https:',
    )
    expect(await faultOf(egressTo(origin).request({ url: origin, method: 'POST', body: 'x' }))).toMatchObject(
      { phase: 'not_sent' },
    )
  })

  test('time is up while waiting for a free connection', async () => {
    let asked = 0
    const origin = await serve((_request, response) => {
      asked++
      setTimeout(() => response.end('ok'), 300)
    })
    const egress = egressTo(origin, { connectionsPerOrigin: 1 })
    const first = egress.request({ url: origin })
    await sleep(50)
    const fault = await faultOf(egress.request({ url: origin, timeoutMs: 100 }))
    expect(fault.phase).toBe('not_sent')
    await first
    await sleep(50)
    expect(asked).toBe(1)
  })

  test('given up before it began', async () => {
    const origin = await serve((_request, response) => response.end('ok'))
    const fault = await faultOf(egressTo(origin).request({ url: origin, signal: AbortSignal.abort() }))
    expect(fault.phase).toBe('not_sent')
  })
})

describe('no answer: the other side may have acted', () => {
  test('reset after the request was written', async () => {
    let asked = 0
    const origin = await serve((request) => {
      asked++
      request.socket.resetAndDestroy()
    })
    const fault = await faultOf(egressTo(origin).request({ url: origin, method: 'POST', body: 'x' }))
    expect(fault).toMatchObject({ code: 'egress.no_answer', phase: 'no_answer', kind: 'upstream' })
    expect(asked).toBe(1) // and not tried again behind our back
  })

  test('closed on a connection that served before', async () => {
    let asked = 0
    const origin = await serve((request, response) => {
      if (++asked === 1) response.end('ok')
      else request.socket.destroy()
    })
    const egress = egressTo(origin)
    await egress.request({ url: origin, method: 'POST', body: 'x' })
    expect((await faultOf(egress.request({ url: origin, method: 'POST', body: 'x' }))).phase).toBe(
      'no_answer',
    )
    expect(asked).toBe(2)
  })

  test('no headers in time', async () => {
    const origin = await serve(() => undefined)
    const fault = await faultOf(egressTo(origin, { headersTimeoutMs: 100 }).request({ url: origin }))
    expect(fault.phase).toBe('no_answer')
  })

  test('a body that stops', async () => {
    const origin = await serve((_request, response) => response.write('half'))
    const fault = await faultOf(egressTo(origin, { bodyTimeoutMs: 100 }).request({ url: origin }))
    expect(fault.phase).toBe('no_answer')
  })

  test('a body of one byte now and then is cut by the time for the whole', async () => {
    const origin = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    })
    const fault = await faultOf(egressTo(origin).request({ url: origin, timeoutMs: 200 }))
    expect(fault.phase).toBe('no_answer')
  })

  test('a body shorter than promised', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
      setTimeout(() => request.socket.destroy(), 30)
    })
    expect((await faultOf(egressTo(origin).request({ url: origin }))).phase).toBe('no_answer')
  })

  test('something that is no HTTP', async () => {
    const origin = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.end('hello\r\n\r\n'))),
    )
    expect((await faultOf(egressTo(origin).request({ url: origin }))).phase).toBe('no_answer')
  })

  test.each([
    ['announced', { 'content-length': '2000' }, 10],
    ['not announced', {}, 2000],
  ])('too large an answer, %s', async (_name, headers, bytes) => {
    let isClosed = false
    const origin = await serve((_request, response) => {
      response.on('close', () => (isClosed = true))
      response.writeHead(200, headers)
      response.write('x'.repeat(bytes))
    })
    const fault = await faultOf(egressTo(origin).request({ url: origin, responseBytesMax: 1999 }))
    expect(fault).toMatchObject({ code: 'egress.too_large', phase: 'no_answer' })
    await expect.poll(() => isClosed).toBe(true)
  })

  test('an answer of exactly the limit is none too large', async () => {
    const origin = await serve((_request, response) => response.end('x'.repeat(2000)))
    const answer = await egressTo(origin).request({ url: origin, responseBytesMax: 2000 })
    expect(answer.body).toHaveLength(2000)
  })

  test('any other error counts as sent', () => {
    expect(phaseOf(new Error('?'))).toBe('no_answer')
  })
})

describe('inside is out of reach', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'http://example.com/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'not a url',
    '',
  ])('%s', async (url) => {
    const egress = createEgress()
    open.push(egress)
    expect(await blockedBy(egress, url)).toBe('egress.blocked')
  })

  test.each<[string, readonly string[]]>([
    ['a private address', ['10.0.0.1']],
    ['a private one behind a public one', ['157.240.1.35', '127.0.0.1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['what is no address', ['localhost']],
  ])('a name for %s', async (_name, addresses) => {
    const egress = createEgress({ resolve: () => Promise.resolve(addresses) })
    open.push(egress)
    expect(await blockedBy(egress, 'https://shop.example/hook')).toBe('egress.blocked')
  })

  test('a name that changes its mind is asked once, and the connection goes where that answer said', async () => {
    let reached = 0
    const inside = createTcpServer((socket) => {
      reached++
      socket.destroy()
    })
    const { port } = new URL(await listen(inside))
    const answers = [['157.240.1.35'], ['127.0.0.1'], ['127.0.0.1']]
    let asked = 0
    const egress = createEgress({ resolve: () => Promise.resolve(answers[asked++]!), connectTimeoutMs: 300 })
    open.push(egress)
    const url = `https://rebinding.example:${port}/`
    const first = await faultOf(egress.request({ url, timeoutMs: 1000 }))
    expect([first.code, first.phase, asked]).toEqual(['egress.unreachable', 'not_sent', 1])
    expect(await blockedBy(egress, url)).toBe('egress.blocked')
    expect(reached).toBe(0)
  })

  test('an allowed origin may be inside, by name or address; its neighbours may not', async () => {
    const origin = await serve((_request, response) => response.end('ok'))
    const { port } = new URL(origin)
    const egress = egressTo(`http://graph.test:${port}`, { resolve: here })
    expect((await egress.request({ url: `http://graph.test:${port}/x` })).status).toBe(200)
    for (const url of [
      `http://graph.test:1/`,
      `https://graph.test:${port}/`,
      `http://graph.test.evil:${port}/`,
      origin,
    ]) {
      expect(await blockedBy(egress, url)).toBe('egress.blocked')
    }
  })
})

test('closing lets what runs come to its end', async () => {
  const origin = await serve((_request, response) => void setTimeout(() => response.end('ok'), 100))
  const egress = createEgress({ allowOrigins: [origin] })
  const answer = egress.request({ url: origin })
  await sleep(30)
  await egress.close()
  expect((await answer).body.toString()).toBe('ok')
})
