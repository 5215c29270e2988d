/** For tests: a simulator with a virtual clock, one number, and an app that listens and remembers what it was told. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { startSimulator, type Simulator, type SimulatorOptions } from '#simulator/start.ts'
import type { Json } from '#simulator/world/world.ts'

export type Received = {
  readonly path: string
  readonly body: string
  readonly signature: string
  readonly at: number
}

export type Change = { readonly wabaId: string; readonly field: string; readonly value: Json }

export type Desk = {
  readonly simulator: Simulator
  readonly control: Simulator['control']
  readonly received: Received[]
  readonly callbackUrl: string
  /** What the app answers from now on. */
  answer: (request: Received) => number
  graph(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: Json }>
  /** Sends from the desk's number; the messaging product is added. */
  send(body: Json): Promise<{ status: number; body: Json; code: number | undefined; id: string }>
  /** Everything that was told, unfolded, in the order of arrival. */
  changes(): Change[]
  statuses(): Json[]
  messages(): Json[]
}

export const NUMBER = '100000000000001'
export const WABA = '200000000000001'
export const APP = { verifyToken: 'hello', appSecret: 'app-secret' }

/** Starts both; the end of the test closes them. */
export async function openDesk(options: Partial<SimulatorOptions> = {}): Promise<Desk> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://app')
    if (request.method === 'GET') {
      response.end(
        asked.searchParams.get('hub.verify_token') === APP.verifyToken
          ? asked.searchParams.get('hub.challenge')
          : '',
      )
      return
    }
    void hear(request).then((told) => response.writeHead(desk.answer(told)).end())
  })
  async function hear(request: IncomingMessage): Promise<Received> {
    const told: Received = {
      path: new URL(request.url ?? '/', 'http://app').pathname,
      body: await bodyOf(request),
      signature: String(request.headers['x-hub-signature-256']),
      at: simulator.control.now(),
    }
    received.push(told)
    return told
  }
  const callbackUrl = `${await listen(server)}/hook`
  const simulator = await startSimulator({ port: 0, clock: 'virtual', seed: 7, ...options })
  onTestFinished(async () => {
    await simulator.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const desk = deskOf(simulator, received, callbackUrl)
  await simulator.control.connectApp({ callbackUrl, ...APP })
  simulator.control.addNumber({
    phoneNumberId: NUMBER,
    wabaId: WABA,
    displayPhoneNumber: '919000000001',
    verifiedName: 'Kurta House',
  })
  return desk
}

function deskOf(simulator: Simulator, received: Received[], callbackUrl: string): Desk {
  const graph: Desk['graph'] = async (method, path, body, token = simulator.accessToken) => {
    const answer = await fetch(`${simulator.url}/v23.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Json }
  }
  const changes = (): Change[] => received.flatMap(({ body }) => changesOf(body))
  const listed = (list: string): Json[] => changes().flatMap(({ value }) => (value[list] ?? []) as Json[])
  return {
    simulator,
    control: simulator.control,
    received,
    callbackUrl,
    answer: () => 200,
    graph,
    async send(body) {
      const answer = await graph('POST', `/${NUMBER}/messages`, { messaging_product: 'whatsapp', ...body })
      const { error, messages } = answer.body as { error?: { code: number }; messages?: { id: string }[] }
      return { ...answer, code: error?.code, id: messages?.[0]?.id ?? '' }
    },
    changes,
    statuses: () => listed('statuses'),
    messages: () => listed('messages'),
  }
}

/** The changes inside one body. */
export function changesOf(body: string): Change[] {
  const { entry } = JSON.parse(body) as { entry: { id: string; changes: { field: string; value: Json }[] }[] }
  return entry.flatMap(({ id, changes }) => changes.map(({ field, value }) => ({ wabaId: id, field, value })))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('latin1')
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
