/**
 * The widely copied way to receive WhatsApp webhooks: Express verifies the signature, answers 200, and only then adds the
 * body to a queue on Redis; a worker in the same program takes one job at a time and writes what it says.
 *
 * Kept as printed on purpose: the answer goes out before the message is safe, nothing is deduplicated, and the queue's
 * defaults stand. Where the snippet leaves a choice, the faster one was taken: BullMQ instead of Bull, the signing
 * secret as a `KeyObject`, named prepared statements.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Queue, Worker } from 'bullmq'
import type { Job } from 'bullmq'
import express from 'express'
import { Pool } from 'pg'
import { secretKey } from '#bench/bodies.ts'
import { messagesIn } from '#bench/webhook.ts'
import type { InboundMessage, Webhook } from '#bench/webhook.ts'

const variable = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing`)
  return value
}

const key = secretKey(variable('META_APP_SECRET'))
const redis = new URL(variable('REDIS_URL'))
const connection = { host: redis.hostname, port: Number(redis.port), db: Number(redis.pathname.slice(1)) }
const concurrency = Number(variable('WORKER_CONCURRENCY'))
const pool = new Pool({ connectionString: variable('DATABASE_URL'), max: Number(variable('POOL_SIZE')) })

const queue = new Queue<Webhook>('webhooks', { connection })

function verifySignature(request: IncomingMessage, _response: ServerResponse, body: Buffer): void {
  const header = String(request.headers['x-hub-signature-256'])
  const expected = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  const isGenuine =
    header.length === expected.length && timingSafeEqual(Buffer.from(header), Buffer.from(expected))
  if (!isGenuine) throw new Error('invalid signature')
}

const app = express()
app.get('/webhook', (_request, response) => {
  response.sendStatus(200)
})
app.post('/webhook', express.json({ limit: '5mb', verify: verifySignature }), (request, response) => {
  response.sendStatus(200)
  queue.add('webhook', request.body as Webhook).catch((error: unknown) => console.error(error))
})

const worker = new Worker<Webhook>(
  'webhooks',
  async (job: Job<Webhook>) => {
    for (const message of messagesIn(job.data)) await store(message)
  },
  { connection, concurrency },
)
worker.on('error', (error) => console.error(error))
worker.on('failed', (_job, error) => console.error(error))

async function store(message: InboundMessage): Promise<void> {
  await pool.query({
    name: 'conversation',
    text: `insert into conversations (channel, customer, name, last_text, unread, last_at)
      values ($1, $2, $3, $4, 1, to_timestamp($5))
      on conflict (channel, customer) do update
      set name = excluded.name, last_text = excluded.last_text, unread = conversations.unread + 1,
          last_at = greatest(conversations.last_at, excluded.last_at)`,
    values: [message.channel, message.customer, message.name, message.text, message.atSeconds],
  })
  await pool.query({
    name: 'message',
    text: `insert into messages (channel, customer, wamid, type, text, at)
      values ($1, $2, $3, $4, $5, to_timestamp($6))`,
    values: [message.channel, message.customer, message.wamid, message.type, message.text, message.atSeconds],
  })
}

app.listen(Number(variable('PORT')), '127.0.0.1')
