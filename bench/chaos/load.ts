/**
 * The load while things break. Customers write numbered texts on the simulator's phones; agents answer with numbered texts
 * through the API, each with an idempotency key, and ask again with the same key until they are answered, as a careful
 * client would. An agent says the next thing in a conversation only when the one before was accepted, so the order in
 * which texts were accepted is known.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Simulator } from '#simulator/start.ts'
import { createRandom, type Random } from '#simulator/world/random.ts'
import { queryRows } from './database.ts'

/** One customer's chat with one number. */
export type Thread = {
  readonly nth: number
  readonly customer: string
  readonly phone: string
  readonly phoneNumberId: string
  /** What the customer wrote, in order. */
  readonly written: { readonly wamid: string; readonly at: number }[]
  /** What the agent said and was told to be accepted, in order. */
  readonly accepted: AcceptedText[]
  /** Ours, once Harkara has made it. */
  conversation: string | null
  isTalking: boolean
}

export type AcceptedText = {
  readonly send: string
  readonly body: string
  readonly askedTimes: number
  /** From the first question to the answer that counted. */
  readonly askedMs: number
}

export type Traffic = {
  /** Per second, all conversations together. */
  readonly customersRate: number
  readonly agentsRate: number
  /** Meta takes a burst of 45 per pair; beyond it pacing would make the run last minutes. */
  readonly textsPerThreadMax: number
}

const TICK_MS = 20
const ANSWER_MS_MAX = 5000
const ASK_AGAIN_MS = 250
/** An agent whose question is not answered in this time is a failure of the run, not of patience. */
const GIVE_UP_MS = 90_000

/** Everybody's chats: each customer writes to every number, so that lanes meet in the same contacts. */
export function openThreads(
  { control }: Simulator,
  customers: number,
  phoneNumberIds: readonly string[],
): Thread[] {
  const threads: Thread[] = []
  for (let nth = 0; nth < customers; nth++) {
    const { id, phone } = control.addCustomer({
      name: `Customer ${nth}`,
      phone: `9198${String(nth).padStart(8, '0')}`,
    })
    for (const phoneNumberId of phoneNumberIds)
      threads.push({
        nth: threads.length,
        customer: id,
        phone,
        phoneNumberId,
        written: [],
        accepted: [],
        conversation: null,
        isTalking: false,
      })
  }
  return threads
}

/** The customer writes the next text. */
export function write({ control }: Simulator, thread: Thread): void {
  const message = control.act(thread.customer, thread.phoneNumberId, {
    type: 'text',
    body: `question ${thread.nth}/${thread.written.length}`,
  })
  if (message !== null) thread.written.push({ wamid: message.wamid, at: Date.now() })
}

/** Finds out Harkara's ids of the conversations that have none yet. Returns how many are still missing. */
export async function findConversations(databaseUrl: string, threads: readonly Thread[]): Promise<number> {
  const rows = await queryRows<{ id: string; number: string; phone: string }>(
    databaseUrl,
    `select c.id, ch.phone_number_id as number, i.value as phone from conversations c
     join channels ch on ch.tenant_id = c.tenant_id and ch.id = c.channel_id
     join contact_identities i on i.tenant_id = c.tenant_id and i.contact_id = c.contact_id and i.kind = 'phone'`,
  )
  const ids = new Map(rows.map(({ id, number, phone }) => [`${number} ${phone}`, id]))
  for (const thread of threads)
    thread.conversation ??= ids.get(`${thread.phoneNumberId} ${thread.phone}`) ?? null
  return threads.filter(({ conversation }) => conversation === null).length
}

/** Where agents speak to the API, and the keys that they take in turn. */
export type Web = { readonly url: string; readonly keys: readonly string[] }

/** The agent says the next text, and asks until it is accepted. */
export async function say(web: Web, thread: Thread): Promise<void> {
  const nth = thread.accepted.length
  const body = `answer ${thread.nth}/${nth}`
  const startedAt = performance.now()
  thread.isTalking = true
  try {
    for (let askedTimes = 1; ; askedTimes++) {
      const send = await ask(`${web.url}/api/v1/conversations/${thread.conversation}/messages`, {
        apiKey: web.keys[thread.nth % web.keys.length] ?? '',
        key: `chaos:${thread.nth}:${nth}`,
        body,
      })
      if (send !== null) {
        thread.accepted.push({ send, body, askedTimes, askedMs: Math.round(performance.now() - startedAt) })
        return
      }
      if (performance.now() - startedAt > GIVE_UP_MS) throw new Error(`nobody accepts "${body}"`)
      await delay(ASK_AGAIN_MS)
    }
  } finally {
    thread.isTalking = false
  }
}

/** The id of what was accepted; null if nobody knows whether it was. Throws if it was refused. */
async function ask(
  url: string,
  text: { readonly apiKey: string; readonly key: string; readonly body: string },
): Promise<string | null> {
  let status: number
  let answer: { id?: unknown }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${text.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': text.key,
      },
      body: JSON.stringify({ type: 'text', text: { body: text.body } }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    status = response.status
    answer = (await response.json()) as { id?: unknown }
  } catch {
    return null
  }
  if (status >= 500) return null
  if (status > 299 || typeof answer.id !== 'string')
    throw new Error(`"${text.body}" was answered with ${status}: ${JSON.stringify(answer)}`)
  return answer.id
}

export type RunningLoad = { readonly stop: () => Promise<void> }

/** Runs until it is stopped; then every question that was asked is seen through. */
export function startLoad(
  simulator: Simulator,
  { databaseUrl, web, seed }: { databaseUrl: string; web: Web; seed: number },
  threads: readonly Thread[],
  traffic: Traffic,
): RunningLoad {
  const random = createRandom(seed, 'load')
  const talking = new Set<Promise<void>>()
  const failures: unknown[] = []
  let isStopping = false
  const startTalking = (thread: Thread): void => {
    const talk = say(web, thread)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => talking.delete(talk))
    talking.add(talk)
  }
  const customers = every(
    traffic.customersRate,
    () => write(simulator, anyOf(threads, random)),
    () => isStopping,
  )
  const agents = every(
    traffic.agentsRate,
    () => {
      const free = threads.filter(
        ({ conversation, isTalking, accepted }) =>
          conversation !== null && !isTalking && accepted.length < traffic.textsPerThreadMax,
      )
      if (free.length > 0) startTalking(anyOf(free, random))
    },
    () => isStopping,
  )
  const finders = (async () => {
    while (!isStopping && (await findConversations(databaseUrl, threads)) > 0) await delay(500)
  })()
  return {
    stop: async () => {
      isStopping = true
      await Promise.all([customers, agents, finders])
      await Promise.all(talking)
      if (failures.length > 0) throw failures[0]
    },
  }
}

const anyOf = <Item>(items: readonly Item[], random: Random): Item => items[random.below(items.length)]!

/** So many times a second; what was missed because the machine was busy is not made up for. */
async function every(perSecond: number, action: () => void, isOver: () => boolean): Promise<void> {
  let due = 0
  let last = performance.now()
  while (!isOver()) {
    await delay(TICK_MS)
    const now = performance.now()
    due = Math.min(perSecond, due + ((now - last) / 1000) * perSecond)
    last = now
    for (; due >= 1; due -= 1) action()
  }
}
