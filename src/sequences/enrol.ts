/** Into a sequence and out of it. */
import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, DAY_MS, MINUTE_MS, type Instant } from '#platform/time.ts'
import { appendEvents } from '#realtime/append-events.ts'
import type { Actor } from '#tenants/access.ts'
import { lockTenant } from '#tenants/lock-tenant.ts'
import { findWho, wordsOf, type WhoResult } from './find-who.ts'
import {
  insertEnrolment,
  isWaiting,
  lockEnrolment,
  moveOn,
  selectByCause,
  selectEnrolments,
} from './internal/enrolments-sql.ts'
import { selectSequence, wakeAt, type SequenceRow } from './internal/sequences-sql.ts'
import { partsOfReason } from './read-sequences.ts'
import type { EnrolmentPage, EnrolmentState, NewEnrolment } from './shapes.ts'

type Entry = {
  readonly contact: string
  /** What brings them in; it does so once. */
  readonly cause: string
  readonly since: Instant
  readonly words: Readonly<Record<string, string>>
}

/** Somebody comes into a sequence that is on and held as it is. */
export async function enrol(
  client: Client,
  tenant: TenantId,
  { id: sequence, definition }: SequenceRow,
  { contact, cause, since, words }: Entry,
  now: Instant,
): Promise<
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly because: 'already_in' | 'too_soon' }
> {
  const { steps, reentryDays } = definition
  const [first] = steps
  if (first === undefined) throw new Error('a sequence without steps is on')
  const id = newId()
  const dueAt = after(since, first.waitMinutes * MINUTE_MS)
  const before = reentryDays === 0 ? null : after(now, -reentryDays * DAY_MS)
  const row = { id, sequence, contact, cause, step: first.id, dueAt, since, words }
  if (!(await insertEnrolment(client, tenant, row, before, now))) {
    const isIn = await isWaiting(client, tenant, sequence, contact)
    return { ok: false, because: isIn ? 'already_in' : 'too_soon' }
  }
  await wakeAt(client, tenant, sequence, dueAt)
  return { ok: true, id }
}

export type EnrolRefusal =
  | Extract<WhoResult, { ok: false }>
  | {
      readonly ok: false
      readonly because: 'not_found' | 'not_on' | 'already_in' | 'too_soon' | 'key_reused'
    }
export type EnrolResult =
  | { readonly ok: true; readonly id: string; readonly contact: string; readonly isNew: boolean }
  | EnrolRefusal

/** By hand or by a program, whatever else brings people in. */
export async function enrolByHand(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  { id, wish }: { readonly id: string; readonly wish: NewEnrolment },
  now: Instant,
): Promise<EnrolResult> {
  await lockTenant(client, tenant, false)
  const sequence = await selectSequence(client, tenant, id, 'share')
  if (sequence === null || sequence.state === 'deleted') return { ok: false, because: 'not_found' }
  if (sequence.state !== 'on') return { ok: false, because: 'not_on' }
  const who = await findWho(client, tenant, wish.contact, now)
  if (!who.ok) return who
  const { contact } = who
  const cause = `hand:${wish.idempotencyKey ?? newId()}`
  const [known] = await selectByCause(client, tenant, cause, [id])
  if (known !== undefined)
    return known.contact === contact
      ? { ok: true, id: known.id, contact, isNew: false }
      : { ok: false, because: 'key_reused' }
  const words = wordsOf(wish.properties)
  const done = await enrol(client, tenant, sequence, { contact, cause, since: now, words }, now)
  if (!done.ok) return done
  await appendEvents(client, tenant, [['campaigns.changed']])
  if (actor.kind === 'user')
    await recordAudit(client, tenant, actor, {
      action: 'sequence.person-added',
      subject: { kind: 'sequence', id },
      details: { name: sequence.name, contact },
    })
  return { ok: true, id: done.id, contact, isNew: true }
}

export type TakeOutResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'not_found' }
  | { readonly ok: false; readonly because: 'over'; readonly state: EnrolmentState }

/** They get nothing more of it. What was accepted already still goes. */
export async function takeOut(
  client: Client,
  tenant: TenantId,
  actor: Actor,
  id: string,
  now: Instant,
): Promise<TakeOutResult> {
  const enrolment = await lockEnrolment(client, tenant, id)
  const sequence = enrolment === null ? null : await selectSequence(client, tenant, enrolment.sequence)
  if (enrolment === null || sequence === null || sequence.state === 'deleted')
    return { ok: false, because: 'not_found' }
  if (enrolment.state !== 'waiting') return { ok: false, because: 'over', state: enrolment.state }
  await moveOn(
    client,
    tenant,
    [{ enrolment: id, state: 'left', reason: 'taken_out', step: null, dueAt: null }],
    now,
  )
  await appendEvents(client, tenant, [['campaigns.changed']])
  await recordAudit(client, tenant, actor, {
    action: 'sequence.person-removed',
    subject: { kind: 'sequence', id: sequence.id },
    details: { name: sequence.name, contact: enrolment.contact },
  })
  return { ok: true }
}

const PAGE = 50

/** null: there is no such sequence. */
export async function listEnrolments(
  client: Client,
  tenant: TenantId,
  wish: {
    readonly id: string
    readonly state: string | null
    readonly reason: string | null
    readonly before: string | null
  },
): Promise<EnrolmentPage | null> {
  const sequence = await selectSequence(client, tenant, wish.id)
  if (sequence === null || sequence.state === 'deleted') return null
  const rows = await selectEnrolments(client, tenant, {
    ...{ sequence: wish.id, channel: sequence.channelId, state: wish.state, reason: wish.reason },
    ...{ before: wish.before, limit: PAGE + 1 },
  })
  const page = rows.slice(0, PAGE)
  const items = page.map(({ sequenceId: _sequenceId, reason, ...row }) => ({
    ...row,
    ...(reason === null ? { reason: null, detail: null } : partsOfReason(reason)),
  }))
  return { items, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}
