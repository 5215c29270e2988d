/**
 * The widely copied way to send in bulk: a queue on Redis, a worker with the queue's own limiter set to what Meta allows, one HTTP
 * call for each job. `queue.add` once for each recipient, as printed.
 *
 * Where the snippet leaves a choice, the faster one was taken: BullMQ instead of Bull, `fetch` with its kept-alive connections instead
 * of axios, and as many jobs at once as the limit needs at the answers' usual time.
 */
import { Queue, Worker } from 'bullmq'
import type { Job } from 'bullmq'

const variable = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing`)
  return value
}

type Send = { readonly to: string; readonly id: string }

const redis = new URL(variable('REDIS_URL'))
const connection = { host: redis.hostname, port: Number(redis.port), db: Number(redis.pathname.slice(1)) }
const graph = `${variable('GRAPH_URL')}/v25.0/${variable('PHONE_NUMBER_ID')}/messages`
const token = variable('ACCESS_TOKEN')
const template = { name: variable('TEMPLATE'), language: { code: 'en' } }
const max = Number(variable('LIMIT_MPS'))
const count = Number(variable('RECIPIENTS'))

const queue = new Queue<Send>('sends', { connection })

async function send({ data }: Job<Send>): Promise<void> {
  const answer = await fetch(graph, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ messaging_product: 'whatsapp', to: data.to, type: 'template', template },
      biz_opaque_callback_data: data.id,
    }),
  })
  const body = await answer.text()
  if (!answer.ok) throw new Error(body)
}

for (let from = 0; from < count; from += 500)
  await Promise.all(
    Array.from({ length: Math.min(500, count - from) }, async (_, nth) =>
      queue.add(
        'send',
        { to: `+${916000000000 + from + nth}`, id: `job-${from + nth}` },
        { removeOnComplete: true },
      ),
    ),
  )
console.log('all jobs are added')

const worker = new Worker<Send>('sends', send, {
  connection,
  concurrency: 50,
  limiter: { max, duration: 1000 },
})
worker.on('error', (error) => console.error(error))
