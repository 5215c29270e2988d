/**
 * Tells owners and admins of an alarm by mail: each person once for each alarm, and nobody again within the hour for the same thing.
 * Who was told is written down after each mail; a program that is killed between the two tells that one person twice.
 */
import { segmentOfSubject } from '#channels/alarm-subject.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Log } from '#platform/log.ts'
import type { Mailer } from '#platform/mail.ts'
import { listMembers } from '#people/read-members.ts'
import { tenantName } from '#tenants/create-tenant.ts'
import { after, MINUTE_MS, type Clock } from '#platform/time.ts'
import { noteMailed, settleMail, takeDueMail, type DueMail } from './internal/mail-sql.ts'
import { alarmMail } from './mail-words.ts'

export type AlarmMails = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Pick<Log, 'error'>
  readonly mailer: Mailer
  /** Where people open us; null: not known, and the mail has no link. */
  readonly publicUrl: string | null
}

const AGAIN_MS = 10 * MINUTE_MS
const ATTEMPTS_MAX = 5

/** Returns how many mails left. */
export async function mailAlarms(parts: AlarmMails, tenant: TenantId): Promise<number> {
  const { database, clock } = parts
  let left = 0
  for (;;) {
    const now = clock()
    const due = await database.inTenant(tenant, async (client) =>
      takeDueMail(client, tenant, now, after(now, AGAIN_MS), ATTEMPTS_MAX),
    )
    if (due === null) return left
    left += await mailOne(parts, tenant, due)
  }
}

async function mailOne(parts: AlarmMails, tenant: TenantId, due: DueMail): Promise<number> {
  const { database, clock, log, mailer, publicUrl } = parts
  const { people, business } = await database.inTenant(tenant, async (client) => ({
    people: (await listMembers(client, tenant)).filter(
      ({ role, isDemo }) => !isDemo && (role === 'owner' || role === 'admin'),
    ),
    business: (await tenantName(client, tenant)) ?? '',
  }))
  const page = `/settings/channels/${due.channelId}`
  const url = publicUrl === null ? '' : new URL(page, publicUrl).href
  const segment = segmentOfSubject(due.subject)
  const words = alarmMail(due.kind, { business, number: due.number, url, segment })
  let left = 0
  let isWhole = true
  for (const { id, email } of people.filter((person) => !due.mailedTo.includes(person.id))) {
    try {
      await mailer.send({ to: email, ...words })
    } catch (error) {
      // What the server says in words may name whom it was for.
      const { code } = error as { readonly code?: unknown }
      const known = typeof code === 'string' ? code : 'unknown'
      log.error({ evt: 'health.mail-failed', tenant, alarm: due.id, code: known })
      isWhole = false
      continue
    }
    await database.inTenant(tenant, async (client) => noteMailed(client, tenant, due.id, id, clock()))
    left += 1
  }
  if (isWhole) await database.inTenant(tenant, async (client) => settleMail(client, tenant, due.id))
  return left
}
