/** A number whose sends are called by whatever a test says, without Meta's stand-in. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { pino } from 'pino'
import type { Dispatch } from '#outbound/dispatch.ts'
import type { Answer } from '#outbound/decide-outcome.ts'
import { startSender, type OwnedNumber, type Sender, type SenderOptions } from '#outbound/sender.ts'
import { createLeases } from '#platform/db/leases.ts'
import { newId } from '#platform/ids.ts'
import { systemClock, type Clock, type Instant } from '#platform/time.ts'
import type { Shop } from '#test/shop.ts'

export type SendingOptions = Partial<Omit<SenderOptions, 'dispatch' | 'describe' | 'pool'>> & {
  readonly pool?: Pool
  readonly number?: Partial<OwnedNumber>
  /** What the database says of the numbers' speed whenever it is asked. */
  readonly mps?: () => number
  /** Senders of one role share their numbers. */
  readonly role?: string
  readonly onDescribe?: (channel: string) => void
}

/** A sender of these shops' numbers alone. */
export function startSending(
  shops: readonly Shop[],
  dispatch: Dispatch,
  {
    number: more = {},
    role = `sender ${newId()}`,
    mps = () => 1000,
    onDescribe,
    ...options
  }: SendingOptions = {},
): Sender {
  const [{ database }] = shops as readonly [Shop]
  const pool = options.pool ?? database.pool
  return startSender({
    leases: createLeases(pool, {
      table: 'number_leases',
      key: 'channel_id',
      role,
      busy: 'wait',
    }),
    notifier: { notify: () => {} },
    log: pino({ enabled: false }),
    clock: systemClock,
    ...options,
    pool,
    dispatch,
    describe: async (channel) => {
      onDescribe?.(channel)
      const shop = shops.find((one) => one.channel === channel)
      if (shop === undefined) return null
      const { tenant, number } = shop
      return { tenant, channel, phoneNumberId: number.phoneNumberId, lane: 1, throughputMps: mps(), ...more }
    },
  })
}

export const taken = (send: string): Answer => ({
  ...{ outcome: 'accepted', wamid: `wamid.${send}`, messageStatus: null, waId: null, userId: null },
})

export type SendRow = {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly class: number
  readonly error: { readonly harkara?: string; readonly code?: number } | null
  readonly due_at: Date
  readonly conversation_id: string
}

/** All sends of a number, oldest first. */
export const sendsOf = async ({ database, tenant, channel }: Shop): Promise<SendRow[]> =>
  database.inTenant(
    tenant,
    async (client) =>
      (
        await client.query<SendRow>(
          'select id, state, attempts, class, error, due_at, conversation_id from sends where tenant_id = $1 and channel_id = $2 order by id',
          [tenant, channel],
        )
      ).rows,
  )

/** Puts a send there for each of these conversations; a text, unless told otherwise. */
export async function queueSends(
  { database, tenant, channel }: Shop,
  conversations: readonly string[],
  {
    class: rank = 3,
    payload = { type: 'text', text: { body: 'hello' } },
    now = systemClock(),
  }: { readonly class?: number; readonly payload?: object; readonly now?: Instant } = {},
): Promise<string[]> {
  const ids = conversations.map(() => newId())
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into sends (tenant_id, id, channel_id, conversation_id, kind, class, state, idempotency_key, request_hash, payload, due_at, accepted_at)
       select $1, id, $2, conversation, 'message', $5, 'queued', id::text, '', $6, $7, $7
       from unnest($3::uuid[], $4::uuid[]) as given (id, conversation)`,
      [tenant, channel, ids, conversations, rank, JSON.stringify(payload), new Date(now)],
    ),
  )
  return ids
}

/** Whether it became so. */
export async function eventually(isSo: () => Promise<boolean> | boolean, msMax = 10_000): Promise<boolean> {
  const end = performance.now() + msMax
  while (performance.now() < end) {
    if (await isSo()) return true
    await delay(20)
  }
  return isSo()
}

/** A clock that also goes on by leaps. */
export function leapingClock(): { readonly clock: Clock; readonly leap: (ms: number) => void } {
  let offsetMs = 0
  return {
    clock: () => (systemClock() + offsetMs) as Instant,
    leap: (ms) => {
      offsetMs += ms
    },
  }
}

/** The next sender must not find this one's numbers. */
export const forgetNumbers = async (shops: readonly Shop[]): Promise<void> => {
  for (const { database, channel } of shops)
    await database.pool.query('delete from number_leases where channel_id = $1', [channel])
}
