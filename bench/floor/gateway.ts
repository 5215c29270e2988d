/**
 * The receiving half of the floor: raw HTTP, the signature over the raw bytes, and a 200 after the commit.
 *
 * A batch is whatever arrived while the last commit ran; there is no timer. With two commits in flight the next batch is
 * being built and sent while the disk works for the one before.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Client } from 'pg'
import { BYTEA, binaryArray } from '#bench/floor/binary.ts'

const COMMITS_IN_FLIGHT = 2
const BATCH_MAX = 1000

type Waiting = { readonly body: Buffer; readonly response: ServerResponse }

export async function startGateway(databaseUrl: string, key: KeyObject, port: number): Promise<Server> {
  const waiting: Waiting[] = []
  const free: Client[] = []
  for (let n = 0; n < COMMITS_IN_FLIGHT; n++) {
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    free.push(client)
  }
  /** One connection's work: commits batches until nothing waits. */
  const commit = async (): Promise<void> => {
    const client = free.pop()
    if (client === undefined) return
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX)
      const status = await store(client, batch).then(
        () => 200,
        () => 503,
      )
      for (const { response } of batch) answer(response, status)
    }
    free.push(client)
  }
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      request.resume()
      answer(response, 200)
      return
    }
    receive(request, (body) => {
      if (!isGenuine(key, body, request.headers['x-hub-signature-256'])) {
        answer(response, 401)
        return
      }
      waiting.push({ body, response })
      void commit()
    })
  })
  return server.listen(port, '127.0.0.1')
}

function receive(request: IncomingMessage, whole: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.once('end', () =>
    whole(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
  )
}

function isGenuine(key: KeyObject, body: Buffer, header: string | string[] | undefined): boolean {
  if (typeof header !== 'string' || !header.startsWith('sha256=')) return false
  const given = Buffer.from(header.slice(7), 'hex')
  const expected = createHmac('sha256', key).update(body).digest()
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const store = (client: Client, batch: readonly Waiting[]): Promise<unknown> =>
  client.query({
    name: 'store',
    text: 'insert into inbox (body) select body from unnest($1::bytea[]) as body',
    values: [
      binaryArray(
        BYTEA,
        batch.map(({ body }) => body),
      ),
    ],
  })

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': 0 })
  response.end()
}
