/** A tenant's shop for tests: a number, customers, templates and files, put straight into the database. */
import type { Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { after, systemClock, type Instant } from '#platform/time.ts'
import { addMember } from '#people/add-member.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import type { Role } from '#tenants/permissions.ts'
import { connect, freshNumber, PROCESS_DIGITS, type TestNumber } from '#test/ingest.ts'

export const HOUR_MS = 60 * 60 * 1000

export type Shop = {
  readonly database: Database
  readonly tenant: TenantId
  readonly channel: string
  readonly number: TestNumber
}

export type Talk = {
  readonly conversation: string
  readonly contact: string
  readonly phone: string | null
}

export type NewTalk = {
  /** null: never. Left out: an hour ago. */
  readonly lastInboundAt?: Instant | null
  readonly lastReferralAt?: Instant | null
  readonly referralAnsweredAt?: Instant | null
  /** Digits; null: there is none. */
  readonly phone?: string | null
  readonly bsuid?: string
}

export async function openShop(database: Database, tenant: TenantId, number = freshNumber()): Promise<Shop> {
  const channel = await database.inTenant(tenant, async (client) => connect(client, tenant, number))
  return { database, tenant, channel, number }
}

/** A shop of somebody else's. */
export async function openOtherShop(database: Database): Promise<Shop> {
  const tenant = tenantId(newId())
  await database.inTenant(tenant, async (client) => createTenant(client, tenant, 'Another shop'))
  return openShop(database, tenant)
}

let phones = 0
/** An Indian phone number that nobody else has, and that asks the simulator for no error: no code of Meta's is 7xxxxx. */
export const freshPhone = (): string => `91${PROCESS_DIGITS}7${String((phones += 1)).padStart(5, '0')}`

/** A customer and the thread with them. */
export async function openTalk({ database, tenant, channel }: Shop, talk: NewTalk = {}): Promise<Talk> {
  const [contact, conversation] = [newId(), newId()]
  const phone = talk.phone === undefined ? freshPhone() : talk.phone
  const lastInboundAt = talk.lastInboundAt === undefined ? after(systemClock(), -HOUR_MS) : talk.lastInboundAt
  await database.inTenant(tenant, async (client) => {
    await client.query('insert into contacts (tenant_id, id) values ($1, $2)', [tenant, contact])
    for (const [kind, value] of [['phone', phone] as const, ['bsuid', talk.bsuid ?? null] as const])
      if (value !== null)
        await client.query(
          'insert into contact_identities (tenant_id, kind, value, contact_id, seen_at) values ($1, $2, $3, $4, now())',
          [tenant, kind, value, contact],
        )
    await client.query(
      `insert into conversations (tenant_id, id, channel_id, contact_id, last_inbound_at, last_referral_at, referral_answered_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        tenant,
        conversation,
        channel,
        contact,
        ...[lastInboundAt, talk.lastReferralAt, talk.referralAnsweredAt].map(dateOf),
      ],
    )
  })
  return { conversation, contact, phone }
}

const dateOf = (at: Instant | null | undefined): Date | null =>
  at === null || at === undefined ? null : new Date(at)

/** Something that the customer wrote; its id. */
export async function hear(
  { database, tenant, channel }: Shop,
  { conversation }: Talk,
  message: { readonly text?: string; readonly at?: Instant; readonly wamid?: string } = {},
): Promise<string> {
  const id = newId()
  const at = new Date(message.at ?? systemClock())
  await database.inTenant(tenant, async (client) => {
    await client.query(
      `insert into messages (tenant_id, id, channel_id, conversation_id, direction, source, wamid, type, text, content, at)
       values ($1, $2, $3, $4, 'in', 'live', $5, 'text', $6, $7, $8)`,
      [
        ...[tenant, id, channel, conversation, message.wamid ?? `wamid.${id}`, message.text ?? 'hello'],
        ...[JSON.stringify({ text: { body: message.text ?? 'hello' } }), at],
      ],
    )
    await client.query(
      `update conversations set last_message_at = $3, last_message_id = $4
       where tenant_id = $1 and id = $2 and coalesce(last_message_at, '-infinity') <= $3`,
      [tenant, conversation, at, id],
    )
  })
  return id
}

/** A file of ours; its id. */
export async function keepMedia(
  { database, tenant, channel }: Shop,
  media: { readonly mimeType?: string; readonly filename?: string | null; readonly state?: string } = {},
): Promise<string> {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into media (tenant_id, id, channel_id, state, mime_type, filename, storage_key) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        tenant,
        id,
        channel,
        media.state ?? 'stored',
        media.mimeType ?? 'image/png',
        media.filename ?? null,
        `t/${id}`,
      ],
    ),
  )
  return id
}

/** A template of the shop's account, approved unless said otherwise. */
export async function putTemplate(
  { database, tenant, number }: Shop,
  template: {
    readonly name: string
    readonly body: string
    readonly category?: string
    readonly status?: string
    readonly language?: string
    /** Where its one button leads. */
    readonly url?: string
  },
): Promise<void> {
  const { body, url } = template
  const buttons =
    url === undefined ? [] : [{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Open', url }] }]
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into templates (tenant_id, id, waba_id, meta_template_id, name, language, category, status, components)
       values ($1, $2, $3, '1', $4, $5, $6, $7, $8)`,
      [
        ...[
          tenant,
          newId(),
          number.wabaId,
          template.name,
          template.language ?? 'en',
          template.category ?? 'UTILITY',
        ],
        ...[template.status ?? 'APPROVED', JSON.stringify([{ type: 'BODY', text: body }, ...buttons])],
      ],
    ),
  )
}

let people = 0
/** Somebody who works for the shop, and has no password: `WebApp.as` signs them in. Their id. */
export async function hire(
  { database, tenant }: Shop,
  person: { readonly name?: string; readonly role?: Role } = {},
): Promise<string> {
  const [id, name] = [newId(), person.name ?? `Person ${(people += 1)}`]
  await database.inTenant(tenant, async (client) => {
    await client.query('insert into users (id, name, email, is_demo) values ($1, $2, $3, true)', [
      id,
      name,
      `${id}@example.com`,
    ])
    await addMember(client, tenant, id, person.role ?? 'agent')
  })
  return id
}
