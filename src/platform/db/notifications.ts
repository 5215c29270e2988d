/**
 * LISTEN/NOTIFY as a hint, never as the news itself: what is to be done lies in tables, a notification only says "look now",
 * and whoever waits for one also looks by itself every now and then. So losing one costs latency, and nothing else.
 *
 * Notifications are sent outside the transactions that they speak of: a NOTIFY inside one holds a cluster-wide lock
 * through its commit's fsync, and would make all commits of gateway, worker and sender take turns.
 */
import { Client, type Pool } from 'pg'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * `deliveries`: lanes with new rows. `sends`: channels with something due. `events`: tenants with something to show. `presence`
 * is the one that carries its news itself: who is in which conversation is kept nowhere, and said again every 15 s.
 */
export type Topic = 'deliveries' | 'sends' | 'events' | 'presence'
const channelOf = (topic: Topic): string => `harkara_${topic}`
/** PostgreSQL: "must be shorter than 8000 bytes". */
const PAYLOAD_MAX = 7500
const CONNECT_MS_MAX = 5000

export type Notifier = {
  /** Tells listeners of `topic` about these keys, soon; returns at once and never throws. */
  readonly notify: (topic: Topic, keys: Iterable<string>) => void
}

export function createNotifier(pool: Pool): Notifier {
  const waiting = new Map<Topic, Set<string>>()
  let isSending = false
  const send = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = [...waiting]
      waiting.clear()
      for (const [topic, keys] of batch)
        for (const payload of topic === 'presence' ? payloadsOf(keys) : [hintOf(keys)])
          await pool.query({
            name: 'notify',
            text: 'select pg_notify($1, $2)',
            values: [channelOf(topic), payload],
          })
    }
  }
  return {
    notify: (topic, keys) => {
      const known = waiting.get(topic) ?? new Set()
      for (const key of keys) known.add(key)
      waiting.set(topic, known)
      if (isSending) return
      isSending = true
      void send()
        .catch(() => waiting.clear()) // a hint that could not be given; the listeners look by themselves
        .finally(() => (isSending = false))
    },
  }
}

/** Too many to name: an empty payload means "look everywhere". */
function hintOf(keys: ReadonlySet<string>): string {
  const payload = [...keys].join(',')
  return payload.length > PAYLOAD_MAX ? '' : payload
}

/** All of them, in as many payloads as they need. */
function payloadsOf(keys: ReadonlySet<string>): string[] {
  const payloads: string[] = []
  for (const key of keys) {
    const last = payloads.at(-1)
    if (last !== undefined && last.length + key.length < PAYLOAD_MAX)
      payloads[payloads.length - 1] = `${last},${key}`
    else payloads.push(key)
  }
  return payloads
}

export type Listener = { readonly close: () => Promise<void> }

/**
 * Calls `onNotify` with the keys of each notification (empty: look everywhere), and with no keys after every (re)connect,
 * because something may have been missed.
 */
export function listen(
  url: string,
  topics: readonly Topic[],
  onNotify: (topic: Topic, keys: string[]) => void,
): Listener {
  let isClosed = false
  /** Only once it is connected: one that is told to end before never ends. */
  let current: Client | undefined
  const connectOnce = async (): Promise<void> => {
    const client = new Client({
      connectionString: url,
      application_name: 'harkara listen',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS_MAX,
    })
    const ended = new Promise<void>((done) => {
      client.on('error', () => done())
      client.on('end', () => done())
    })
    client.on('notification', ({ channel, payload }) => {
      const topic = topics.find((name) => channelOf(name) === channel)
      if (topic !== undefined)
        onNotify(topic, payload === undefined || payload === '' ? [] : payload.split(','))
    })
    await client.connect()
    current = client
    if (isClosed) return
    for (const topic of topics) await client.query(`listen ${channelOf(topic)}`)
    for (const topic of topics) onNotify(topic, [])
    await ended
  }
  const run = async (): Promise<void> => {
    while (!isClosed) {
      await connectOnce().catch(() => {})
      await current?.end().catch(() => {})
      current = undefined
      if (!isClosed) await delay(250)
    }
  }
  const running = run()
  return {
    close: async () => {
      isClosed = true
      await current?.end().catch(() => {})
      await running
    },
  }
}
