/** Something happened elsewhere: it is written down, ends what it ends, and brings in whom it brings in, all in one transaction. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, MINUTE_MS, type Instant } from '#platform/time.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { enrol } from './enrol.ts'
import { findWho, wordsOf, type WhoResult } from './find-who.ts'
import { leaveBecauseOf, selectByCause } from './internal/enrolments-sql.ts'
import { forgetOldest, insertEvent, selectEvent, selectNames } from './internal/events-sql.ts'
import { lockTouchedBy } from './internal/sequences-sql.ts'
import type { EventTaken, NewEvent } from './shapes.ts'

export type EventResult =
  | { readonly ok: true; readonly taken: EventTaken }
  | Extract<WhoResult, { ok: false }>
  | { readonly ok: false; readonly because: 'key_reused' | 'in_future' }

/** Clocks differ. */
const AHEAD_MS = 10 * MINUTE_MS

/** What is told twice, by its key, happened once, and is answered as it was the first time. */
export async function recordEvent(
  client: Client,
  tenant: TenantId,
  event: NewEvent,
  now: Instant,
): Promise<EventResult> {
  const { name, properties, idempotencyKey, occurredAt } = event
  if ((occurredAt ?? 0) > after(now, AHEAD_MS)) return { ok: false, because: 'in_future' }
  await lockTenant(client, tenant, false)
  const who = await findWho(client, tenant, event.contact, now)
  if (!who.ok) return who
  const { contact } = who
  const id = newId()
  const at = instant(Math.min(occurredAt ?? now, now))
  const key = idempotencyKey === undefined ? id : `given:${idempotencyKey}`
  const isNew = await insertEvent(client, tenant, { id, name, contact, key, occurredAt: at }, now)
  if (!isNew) return again(client, tenant, { name, contact, key })
  const sequences = await lockTouchedBy(client, tenant, name)
  const ending = sequences.filter(({ definition }) => definition.exits.events.includes(name))
  const ended = await leaveBecauseOf(
    client,
    tenant,
    ending.map((one) => one.id),
    { contact, event: name, at },
    now,
  )
  const taken = { enrolled: [] as EventTaken['enrolled'], notEnrolled: [] as EventTaken['notEnrolled'] }
  const words = wordsOf(properties)
  for (const sequence of sequences) {
    const { trigger } = sequence.definition
    if (trigger?.on !== 'event' || trigger.event !== name) continue
    const done = await enrol(
      client,
      tenant,
      sequence,
      { contact, cause: `event:${id}`, since: at, words },
      now,
    )
    if (done.ok) taken.enrolled.push({ sequenceId: sequence.id, enrolmentId: done.id })
    else taken.notEnrolled.push({ sequenceId: sequence.id, because: done.because })
  }
  return {
    ok: true,
    taken: {
      ...{ id, contactId: contact, isNew: true, ...taken },
      ended: ended.map((one) => ({ sequenceId: one.sequence, enrolmentId: one.id })),
    },
  }
}

async function again(
  client: Client,
  tenant: TenantId,
  { name, contact, key }: { readonly name: string; readonly contact: string; readonly key: string },
): Promise<EventResult> {
  const known = await selectEvent(client, tenant, key)
  if (known === null || known.name !== name || known.contact !== contact)
    return { ok: false, because: 'key_reused' }
  const enrolled = await selectByCause(client, tenant, `event:${known.id}`)
  return {
    ok: true,
    taken: {
      ...{ id: known.id, contactId: contact, isNew: false, ended: [], notEnrolled: [] },
      enrolled: enrolled.map((one) => ({ sequenceId: one.sequence, enrolmentId: one.id })),
    },
  }
}

const NAMES = { among: 2000, limit: 50 } as const

/** What programs have told of lately, the newest first. */
export const listEventNames = async (
  client: Client,
  tenant: TenantId,
): Promise<{ name: string; lastAt: number }[]> => selectNames(client, tenant, NAMES)

/** Nobody is in a sequence for longer than its steps may wait, ten times thirty days. */
const KEPT_MS = 400 * 24 * 60 * MINUTE_MS
const FORGOTTEN_AT_ONCE = 1000

/** What is older than anybody's enrolment can be ends nothing any more. A batch. */
export const forgetHappenings = async (client: Client, tenant: TenantId, now: Instant): Promise<number> =>
  forgetOldest(client, tenant, { before: after(now, -KEPT_MS), limit: FORGOTTEN_AT_ONCE })
