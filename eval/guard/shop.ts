/**
 * A shop that sends and listens, and knows no more than a shop can: what Meta's webhooks say. It counts what the guard is asked
 * with, as the program counts it in its tables.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { READ_AFTER_MS, type Answers, type Wave } from '#campaigns/guard-evidence.ts'
import type { GuardCounts, Quality } from '#campaigns/guard.ts'
import { detectOptOut } from '#consent/detect-opt-out.ts'
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '#platform/time.ts'
import type { Json } from '#simulator/world/world.ts'

/** One message of a campaign, and what was heard of it. */
export type Sent = {
  readonly at: number
  deliveredAt: number | null
  readAt: number | null
  failure: number | null
  optedOutAt: number | null
}

export type Shop = {
  readonly callbackUrl: string
  /** Whatever it learns belongs to one of these, oldest first. */
  readonly sent: Sent[]
  remember(wamid: string, phone: string, at: number): void
  isSuppressed(phone: string): boolean
  /** As Meta said last. */
  templateQuality(): Quality
  close(): Promise<void>
}

/** What somebody who blocked a number, or stopped its offers, fails with. */
const BLOCKED = new Set([131026, 131050])
const CAPPED = 131049
const REFUSED = new Set([131048, 132015, 132016, 368])

type Status = { id: string; status: string; timestamp: string; errors?: { code: number }[] }
type Inbound = {
  from?: string
  timestamp: string
  type: string
  text?: { body: string }
  button?: { text: string }
  interactive?: { button_reply?: { title: string } }
}
type Preference = { wa_id?: string; value: string; timestamp: string | number }

/** It listens until it is closed. */
export async function openShop(verify: { readonly verifyToken: string }): Promise<Shop> {
  const sent: Sent[] = []
  const byWamid = new Map<string, Sent>()
  const lastTo = new Map<string, Sent>()
  const suppressed = new Set<string>()
  let templateQuality: Quality = 'UNKNOWN'

  function hear(field: string, value: Json): void {
    for (const status of (value['statuses'] ?? []) as Status[]) hearStatus(byWamid.get(status.id), status)
    for (const message of (value['messages'] ?? []) as Inbound[]) {
      const words =
        message.text?.body ?? message.button?.text ?? message.interactive?.button_reply?.title ?? null
      if (detectOptOut(words) === 'withdrawn') stop(message.from ?? '', Number(message.timestamp) * 1000)
    }
    for (const { wa_id, value: wish, timestamp } of (value['user_preferences'] ?? []) as Preference[])
      if (wish === 'stop') stop(wa_id ?? '', Number(timestamp) * 1000)
    if (field === 'message_template_quality_update')
      templateQuality = String(value['new_quality_score']) as Quality
  }

  /** It counts for the last message of a day ago at most, once. */
  function stop(phone: string, at: number): void {
    suppressed.add(phone)
    const last = lastTo.get(phone)
    if (last === undefined || last.optedOutAt !== null || at - last.at > DAY_MS) return
    last.optedOutAt = at
  }

  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://shop')
    if (request.method === 'GET') {
      const isOurs = asked.searchParams.get('hub.verify_token') === verify.verifyToken
      response.end(isOurs ? asked.searchParams.get('hub.challenge') : '')
      return
    }
    void hearAll(request).then(() => response.end())
  })
  async function hearAll(request: IncomingMessage): Promise<void> {
    for (const { field, value } of changesOf(await bodyOf(request))) hear(field, value)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shop: Shop = {
    callbackUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    sent,
    remember(wamid, phone, at) {
      const one = { at, deliveredAt: null, readAt: null, failure: null, optedOutAt: null }
      sent.push(one)
      byWamid.set(wamid, one)
      lastTo.set(phone, one)
    },
    isSuppressed: (phone) => suppressed.has(phone),
    templateQuality: () => templateQuality,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return shop
}

function hearStatus(sent: Sent | undefined, { status, timestamp, errors }: Status): void {
  if (sent === undefined) return
  const at = Number(timestamp) * 1000
  if (status === 'failed') sent.failure = errors?.[0]?.code ?? 0
  if (status === 'delivered' || status === 'read') sent.deliveredAt ??= at
  if (status === 'read') sent.readAt ??= at
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function changesOf(body: string): { field: string; value: Json }[] {
  const { entry } = JSON.parse(body) as { entry: { changes: { field: string; value: Json }[] }[] }
  return entry.flatMap(({ changes }) => changes)
}

/** What the guard is told of these messages. */
export type Heard = {
  readonly counts: GuardCounts
  readonly waves: readonly Wave[]
  readonly underWay: number
  readonly refused: number
}

/** Counts as the program's SQL does: to the minute, and what is older than an hour in one wave. */
export function heardOf(sent: readonly Sent[], now: number): Heard {
  const counts = { delivered: 0, optedOut: 0, blocked: 0, capped: 0, failed: 0, readable: 0, unread: 0 }
  const waves = new Map<number, number>()
  let [underWay, refused] = [0, 0]
  for (const { at, deliveredAt, readAt, failure, optedOutAt } of sent) {
    if (failure !== null) {
      if (REFUSED.has(failure)) refused += 1
      else if (BLOCKED.has(failure)) counts.blocked += 1
      else if (failure === CAPPED) counts.capped += 1
      else counts.failed += 1
    } else if (deliveredAt === null) {
      if (at > now - HOUR_MS) underWay += 1
    } else {
      counts.delivered += 1
      if (optedOutAt !== null) counts.optedOut += 1
      const minute = Math.max(now - HOUR_MS, Math.ceil(deliveredAt / MINUTE_MS) * MINUTE_MS)
      waves.set(minute, (waves.get(minute) ?? 0) + 1)
      if (deliveredAt > now - READ_AFTER_MS) continue
      counts.readable += 1
      if (readAt === null) counts.unread += 1
    }
  }
  return {
    counts,
    waves: [...waves].map(([at, count]) => ({ at: instant(at), count })),
    underWay,
    refused,
  }
}

/** How long those took who wanted no more. */
export function answersOf(sent: readonly Sent[]): Answers {
  const took = sent
    .flatMap(({ deliveredAt, optedOutAt }) =>
      deliveredAt === null || optedOutAt === null ? [] : [optedOutAt - deliveredAt],
    )
    .toSorted((one, other) => one - other)
  return { count: took.length, halfMs: took[Math.floor(took.length / 2)] ?? 0 }
}
