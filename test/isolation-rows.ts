/**
 * Every route that takes an id, in its path, its query or its body, and how somebody comes by such an id: what
 * `src/roles/isolation.db.test.ts` asks for as another tenant. Whoever adds a route adds its row here.
 */
import { createECDH, randomBytes } from 'node:crypto'
import { mergeByHand } from '#merges/merge-by-hand.ts'
import { newId } from '#platform/ids.ts'
import { systemClock } from '#platform/time.ts'
import { keyOf } from '#test/keys.ts'
import { hear, hire, keepMedia, openTalk, putTemplate, type Shop } from '#test/shop.ts'

const OWNER = { kind: 'user', id: '1', name: 'Owner' } as const

/** Asks for the shop, with a key that may do nearly everything; the answer's body. */
export type Do = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly id?: string; readonly key?: string }>
/** A thing of the shop's: its id. */
export type Make = (shop: Shop, as: Do) => Promise<string>
type Row = {
  readonly make: Make
  readonly body?: unknown
  /** What never was, where an id is not a random one. */
  readonly never?: string
}

const V1 = '/api/v1'
/** The id of what a POST made. */
const posted =
  (path: string, body: () => unknown): Make =>
  async (_shop, as) =>
    (await as('POST', `${V1}${path}`, body())).id ?? ''

const conversation: Make = async (shop) => (await openTalk(shop)).conversation
const contact: Make = async (shop) => (await openTalk(shop)).contact
const message: Make = async (shop) => hear(shop, await openTalk(shop))
const channel: Make = async (shop) => shop.channel
const alarm: Make = async ({ database, tenant, channel: id }) =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into channel_alarms (tenant_id, id, channel_id, kind, subject, opened_at)
       values ($1, $2::uuid, $3, 'quality', $2::text, now()) returning id`,
      [tenant, newId(), id],
    )
    return rows[0]?.id ?? ''
  })
/** Meta's name for somebody. */
const userId: Make = async (shop, as) => {
  const value = `IN.${word()}`
  const who = await contact(shop, as)
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id, seen_at) values ($1, 'bsuid', $2, $3, now())`,
      [shop.tenant, value, who],
    ),
  )
  return value
}
const media: Make = async (shop) => keepMedia(shop)
const key: Make = async ({ database, tenant }) => (await keyOf(database, tenant, ['contacts:read'])).id
const note: Make = async (shop, as) =>
  posted(`/conversations/${await conversation(shop, as)}/notes`, () => ({ text: 'private' }))(shop, as)
const label = posted('/labels', () => ({ name: word(), color: 'red' }))
const team = posted('/teams', () => ({ name: word() }))
const quickReply = posted('/quick-replies', () => ({ shortcut: word(), text: 'hello' }))
const savedView = posted('/saved-views', () => ({ name: word(), isShared: true, filters: {} }))
const macro = posted('/macros', () => ({ name: word(), actions: [{ kind: 'status', status: 'resolved' }] }))
const endpoint = posted('/webhook-endpoints', () => ({ url: 'https://1.1.1.1/hook' }))
const webhookMessage: Make = async (shop, as) =>
  posted(`/webhook-endpoints/${await endpoint(shop, as)}/test`, () => ({}))(shop, as)
const segment = posted('/segments', () => ({ name: word(), tree: { kind: 'window' } }))
/** A template that Meta has approved. */
const knownTemplate: Make = async (shop) => {
  await putTemplate(shop, { name: word(), body: 'Come in' })
  const { rows } = await shop.database.inTenant(shop.tenant, async (client) =>
    client.query<{ id: string }>('select id from templates where tenant_id = $1 order by id desc limit 1', [
      shop.tenant,
    ]),
  )
  return rows[0]?.id ?? ''
}
/** A template that is being written. */
const templateDraft: Make = async (shop, as) =>
  posted('/template-drafts', () => ({
    channelId: shop.channel,
    definition: { name: word(), language: 'en' },
  }))(shop, as)
const trackedLink = posted('/links', () => ({ url: 'https://shop.in/' }))
/** What a campaign says to whom: its people are a list. */
const DEFINITION = {
  ...{ audience: { from: 'list' }, exceptSegmentId: null, messages: [], test: null, holdOutPercent: 0 },
  ...{ quietHours: null, frequencyCap: null, budget: null, expiresAt: null, isGuarded: true },
}
/** A campaign that is being written. */
const campaign: Make = async (shop, as) =>
  posted('/campaigns', () => ({ name: word(), channelId: shop.channel, definition: DEFINITION }))(shop, as)
/** A sequence that nobody has turned on. */
const SEQUENCE = {
  ...{ trigger: { on: 'hand' }, steps: [], exits: { replied: true, events: [], labelIds: [] } },
  ...{ reentryDays: 0, quietHours: null, frequencyCap: null },
}
const sequence: Make = async (shop, as) =>
  posted('/sequences', () => ({ name: word(), channelId: shop.channel, definition: SEQUENCE }))(shop, as)
/** Somebody who has been through one. */
const enrolment: Make = async (shop, as) => {
  const [id, of, who] = [newId(), await sequence(shop, as), await contact(shop, as)]
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into sequence_enrolments (tenant_id, id, sequence_id, contact_id, cause, state, step, due_at, since, enrolled_at)
       values ($1, $2::uuid, $3, $4, 'hand:' || $2::uuid, 'waiting', 's1', now(), now(), now())`,
      [shop.tenant, id, of, who],
    ),
  )
  return id
}
/** What a sequence may name. */
function sequenceFields(route: string, of?: Make): Record<string, Field> {
  const own = of === undefined ? {} : { of }
  const around =
    (definition: object): NonNullable<Field['body']> =>
    async (mine) => {
      const channelId = await mine(async (shop) => shop.channel)
      return (id) => ({
        ...{ name: 'Stolen', channelId },
        definition: fillIn({ ...SEQUENCE, ...definition }, id),
      })
    }
  const message = { name: 'sale', language: 'en', parameters: {}, header: { mediaId: 'ID' } }
  return {
    [`${route} channelId`]: {
      ...own,
      make: channel,
      body: say({ name: 'Stolen', channelId: 'ID', definition: SEQUENCE }),
    },
    [`${route} labelIds`]: {
      ...own,
      make: label,
      body: around({ exits: { replied: true, events: [], labelIds: ['ID'] } }),
    },
    [`${route} mediaId`]: {
      ...own,
      make: media,
      body: around({ steps: [{ id: 's1', waitMinutes: 0, message }] }),
    },
    // A step's own name, which nobody else's sequence knows.
    [`${route} id`]: {
      ...own,
      ...{ isPlace: true, make: sequence },
      body: say({
        name: word(),
        definition: { ...SEQUENCE, steps: [{ id: 'ID', waitMinutes: 0, message: null }] },
      }),
    },
  }
}
const dealStage = posted('/deal-stages', () => ({ name: word(), kind: 'open' }))
const deal: Make = async (shop, as) =>
  (await as('POST', `${V1}/deals`, { title: word(), contactId: await contact(shop, as) })).id ?? ''
const reminder: Make = async (shop, as) =>
  (
    await as('POST', `${V1}/reminders`, {
      conversationId: await conversation(shop, as),
      dueAt: systemClock() + 3_600_000,
    })
  ).id ?? ''
const attribute: Make = async (_shop, as) =>
  (await as('POST', `${V1}/attributes`, { key: word(), label: word(), type: 'text' })).key ?? ''

const pushSubscription = posted('/push-subscriptions', () => ({
  endpoint: `https://push.example.com/${word()}`,
  keys: {
    p256dh: createECDH('prime256v1').generateKeys().toString('base64url'),
    auth: randomBytes(16).toString('base64url'),
  },
  locale: 'en',
}))

const importOf: Make = async (shop, as) =>
  posted('/imports', () => {
    const form = new FormData()
    form.append('file', new Blob(['Name,Phone\nAsha,9876543210\n']), 'contacts.csv')
    return form
  })(shop, as)

const invitation = posted('/invitations', () => ({ email: `${word()}@example.com`, role: 'agent' }))
const member: Make = async (shop) => hire(shop)
/** Signed in as somebody of the shop's. */
const session: Make = async (shop) => {
  const user = await hire(shop)
  const id = newId()
  await shop.database.pool.query(
    `insert into sessions (id, user_id, token, expires_at) values ($1::uuid, $2, ($1::uuid)::text, now() + interval '1 hour')`,
    [id, user],
  )
  return id
}

const merge: Make = async (shop) => {
  const [one, other] = [await openTalk(shop), await openTalk(shop)]
  const wish = { id: one.contact, otherId: other.contact, now: systemClock() }
  const made = await shop.database.inTenant(shop.tenant, async (client) =>
    mergeByHand(client, shop.tenant, OWNER, wish),
  )
  return made.ok ? made.merge : ''
}

const personExport: Make = async (shop) => {
  const id = newId()
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into privacy_exports (tenant_id, id, contact_id, state, requested_by_kind, requested_by_id, requested_by_name, requested_at)
       values ($1, $2, $3, 'waiting', 'user', 'u', 'Asha', now())`,
      [shop.tenant, id, (await openTalk(shop)).contact],
    ),
  )
  return id
}
const erasure: Make = async (shop) => {
  const id = newId()
  await shop.database.inTenant(shop.tenant, async (client) =>
    client.query(
      `insert into erasures (tenant_id, id, contact_id, state, cause, requested_by_kind, requested_by_id, requested_by_name, requested_at, receipt, signature)
       values ($1, $2, $3, 'done', 'request', 'user', 'u', 'Asha', now(), '{}', '00')`,
      [shop.tenant, id, newId()],
    ),
  )
  return id
}

let words = 0
const word = (): string => `word${(words += 1)}`

/** Every route with an id in its path, and how another tenant gets such an id. */
export const ROWS: Readonly<Record<string, Row>> = {
  'GET /api/v1/conversations/:id': { make: conversation },
  'PATCH /api/v1/conversations/:id': { make: conversation, body: { status: 'resolved' } },
  'GET /api/v1/conversations/:id/messages': { make: conversation },
  'POST /api/v1/conversations/:id/messages': {
    make: conversation,
    body: { type: 'text', text: { body: 'hello' } },
  },
  'POST /api/v1/conversations/:id/read': { make: conversation },
  'POST /api/v1/conversations/:id/typing': { make: conversation },
  'GET /api/v1/conversations/:id/notes': { make: conversation },
  'POST /api/v1/conversations/:id/notes': { make: conversation, body: { text: 'hello' } },
  'DELETE /api/v1/notes/:id': { make: note },
  'POST /api/v1/conversations/:id/mentions/read': { make: conversation },
  'PATCH /api/v1/teams/:id': { make: team, body: { name: 'Taken over' } },
  'DELETE /api/v1/teams/:id': { make: team },
  'PATCH /api/v1/labels/:id': { make: label, body: { name: 'Taken over' } },
  'DELETE /api/v1/labels/:id': { make: label },
  'PATCH /api/v1/quick-replies/:id': { make: quickReply, body: { text: 'Taken over' } },
  'DELETE /api/v1/quick-replies/:id': { make: quickReply },
  'PATCH /api/v1/saved-views/:id': { make: savedView, body: { name: 'Taken over' } },
  'DELETE /api/v1/saved-views/:id': { make: savedView },
  'PATCH /api/v1/macros/:id': { make: macro, body: { name: 'Taken over' } },
  'DELETE /api/v1/macros/:id': { make: macro },
  'POST /api/v1/macros/:id/run': { make: macro, body: { conversationId: newId() } },
  'POST /api/v1/conversations/:id/presence': { make: conversation, body: { state: 'viewing' } },
  'GET /api/v1/contacts/:id': { make: contact },
  'PATCH /api/v1/contacts/:id': { make: contact, body: { name: 'Taken over' } },
  'POST /api/v1/contacts/:id/export': { make: contact },
  'GET /api/v1/contacts/:id/erasure-preview': { make: contact },
  'POST /api/v1/contacts/:id/erase': { make: contact, body: { confirm: 'erase' } },
  'GET /api/v1/contacts/:id/timeline': { make: contact },
  'GET /api/v1/exports/:id': { make: personExport },
  'GET /api/v1/exports/:id/download': { make: personExport },
  'GET /api/v1/privacy/erasures/:id': { make: erasure },
  'GET /api/v1/privacy/erasures/:id/receipt.html': { make: erasure },
  'POST /api/v1/contacts/:id/consents': { make: contact, body: { purpose: 'marketing', state: 'granted' } },
  'GET /api/v1/contacts/:id/merges': { make: contact },
  'POST /api/v1/contacts/:id/merge': { make: contact, body: { otherId: newId() } },
  'POST /api/v1/contacts/merges/:id/undo': { make: merge },
  'GET /api/v1/imports/:id': { make: importOf },
  'GET /api/v1/imports/:id/errors.csv': { make: importOf },
  'POST /api/v1/imports/:id/start': { make: importOf, body: { mapping: { phone: 1 }, consent: null } },
  'POST /api/v1/imports/:id/cancel': { make: importOf },
  'PATCH /api/v1/attributes/:key': { make: attribute, body: { label: 'Taken over' }, never: 'no_such_key' },
  'DELETE /api/v1/attributes/:key': { make: attribute, never: 'no_such_key' },
  'GET /api/v1/segments/:id': { make: segment },
  'PATCH /api/v1/segments/:id': { make: segment, body: { name: 'Taken over' } },
  'DELETE /api/v1/segments/:id': { make: segment },
  'GET /api/v1/segments/:id/contacts': { make: segment },
  'GET /api/v1/segments/:id/export.csv': { make: segment },
  'GET /api/v1/links/:id': { make: trackedLink },
  'GET /api/v1/campaigns/:id': { make: campaign },
  'PATCH /api/v1/campaigns/:id': { make: campaign, body: { name: 'Taken over' } },
  'DELETE /api/v1/campaigns/:id': { make: campaign },
  'POST /api/v1/campaigns/:id/copy': { make: campaign },
  'POST /api/v1/campaigns/:id/retry': { make: campaign, body: { code: '131049' } },
  'GET /api/v1/campaigns/:id/check': { make: campaign },
  'GET /api/v1/campaigns/:id/preview': { make: campaign },
  'POST /api/v1/campaigns/:id/test': { make: campaign, body: { contactIds: ['x'], message: 0 } },
  'POST /api/v1/campaigns/:id/start': { make: campaign, body: { startsAt: null } },
  'POST /api/v1/campaigns/:id/pause': { make: campaign },
  'POST /api/v1/campaigns/:id/resume': { make: campaign },
  'POST /api/v1/campaigns/:id/cancel': { make: campaign },
  'GET /api/v1/campaigns/:id/recipients': { make: campaign },
  'GET /api/v1/campaigns/:id/recipients.csv': { make: campaign },
  'POST /api/v1/campaigns/:id/recipients': {
    make: campaign,
    body: { recipients: [{ phone: '+919876543210' }] },
  },
  'POST /api/v1/campaigns/:id/recipients/file': { make: campaign },
  'DELETE /api/v1/campaigns/:id/recipients': { make: campaign },
  'POST /api/v1/campaigns/:id/recipients/remove': { make: campaign, body: { contactId: 'x' } },
  'POST /api/v1/campaigns/:id/recipients/restore': { make: campaign, body: { contactId: 'x' } },
  'POST /api/v1/campaigns/:id/look-again': { make: campaign },
  'GET /api/v1/sequences/:id': { make: sequence },
  'PATCH /api/v1/sequences/:id': { make: sequence, body: { name: 'Taken over' } },
  'DELETE /api/v1/sequences/:id': { make: sequence },
  'POST /api/v1/sequences/:id/turn-on': { make: sequence },
  'POST /api/v1/sequences/:id/turn-off': { make: sequence },
  'POST /api/v1/sequences/:id/copy': { make: sequence },
  'GET /api/v1/sequences/:id/enrolments': { make: sequence },
  'POST /api/v1/sequences/:id/enrolments': { make: sequence, body: { contact: { phone: '9876543210' } } },
  'DELETE /api/v1/sequence-enrolments/:id': { make: enrolment },
  'GET /api/v1/deals/:id': { make: deal },
  'PATCH /api/v1/deals/:id': { make: deal, body: { title: 'Taken over' } },
  'DELETE /api/v1/deals/:id': { make: deal },
  'PATCH /api/v1/deal-stages/:id': { make: dealStage, body: { name: 'Taken over' } },
  'DELETE /api/v1/deal-stages/:id': { make: dealStage },
  'PATCH /api/v1/reminders/:id': { make: reminder, body: { isDone: true } },
  'DELETE /api/v1/reminders/:id': { make: reminder },
  'POST /api/v1/messages/:id/retry': { make: message },
  'GET /api/v1/media/:id': { make: media },
  'GET /api/v1/channels/:id': { make: channel },
  'PATCH /api/v1/channels/:id': { make: channel, body: { name: 'Taken over' } },
  'GET /api/v1/channels/:id/health': { make: channel },
  'GET /api/v1/channels/:id/quality': { make: channel },
  'GET /api/v1/channels/:id/health-events': { make: channel },
  'POST /api/v1/health-alerts/:id/dismiss': { make: alarm },
  'POST /api/v1/channels/:id/subscribe': { make: channel },
  'POST /api/v1/channels/:id/disconnect': { make: channel },
  'DELETE /api/v1/keys/:id': { make: key },
  'PATCH /api/v1/members/:id': { make: member, body: { role: 'viewer' } },
  'DELETE /api/v1/members/:id': { make: member },
  'DELETE /api/v1/invitations/:id': { make: invitation },
  'DELETE /api/v1/me/sessions/:id': { make: session },
  'GET /api/v1/webhook-endpoints/:id': { make: endpoint },
  'PATCH /api/v1/webhook-endpoints/:id': { make: endpoint, body: { description: 'Taken over' } },
  'DELETE /api/v1/webhook-endpoints/:id': { make: endpoint },
  'POST /api/v1/webhook-endpoints/:id/rotate-secret': { make: endpoint },
  'POST /api/v1/webhook-endpoints/:id/test': { make: endpoint },
  'POST /api/v1/webhook-endpoints/:id/replay-failed': { make: endpoint, body: { since: 0 } },
  'GET /api/v1/webhook-endpoints/:id/messages': { make: endpoint },
  'DELETE /api/v1/push-subscriptions/:id': { make: pushSubscription },
  'GET /api/v1/templates/:id': { make: knownTemplate },
  'DELETE /api/v1/templates/:id': { make: knownTemplate },
  'POST /api/v1/templates/:id/unpause': { make: knownTemplate },
  'POST /api/v1/templates/:id/archive': { make: knownTemplate },
  'POST /api/v1/templates/:id/unarchive': { make: knownTemplate },
  'POST /api/v1/templates/:id/copy': { make: knownTemplate, body: { channelId: newId() } },
  'GET /api/v1/template-drafts/:id': { make: templateDraft },
  'PATCH /api/v1/template-drafts/:id': { make: templateDraft, body: { definition: {}, revision: 1 } },
  'DELETE /api/v1/template-drafts/:id': { make: templateDraft },
  'POST /api/v1/template-drafts/:id/submit': { make: templateDraft, body: {} },
  'GET /api/v1/webhook-messages/:id': { make: webhookMessage },
  'POST /api/v1/webhook-messages/:id/replay': { make: webhookMessage },
}

/** Every route with an id behind its path. */
export const QUERIES: Readonly<Record<string, Row>> = {
  'GET /api/v1/templates?channelId=': { make: async ({ channel }) => channel },
}

/** A field of a body or a query that takes the id of something of ours. */
type Field = {
  readonly make: Make
  /** What our own path names. */
  readonly of?: Make
  /** The body around a foreign id; `own` makes something of ours for it. Left out: the field is in the query. */
  readonly body?: (own: (make: Make) => Promise<string>) => Promise<(id: string) => unknown>
  /** It says where something goes: a foreign one leads where one leads that never was, and the rest is done. */
  readonly isPlace?: true
  /** Not any thing of ours will do: it must belong to what else the request names, or to who asks. */
  readonly isTied?: true
}
const body =
  (of: (id: string) => unknown): NonNullable<Field['body']> =>
  async () =>
    of
const say = (message: object): NonNullable<Field['body']> => body((id) => fillIn(message, id))
/** `message` with the id in the place of the word ID. */
const fillIn = (message: object, id: string): unknown =>
  JSON.parse(JSON.stringify(message).replaceAll('"ID"', JSON.stringify(id)))
const signup: Make = async ({ database, tenant }) => {
  const id = newId()
  await database.inTenant(tenant, async (client) =>
    client.query(
      `insert into channel_signups (tenant_id, id, state_hash, actor_id, redirect_uri, is_coexistence, created_at, expires_at, token_sealed)
       values ($1, $2, $3, 'a', 'https://example.com', false, now(), now() + interval '1 hour', '\\x00')`,
      [tenant, id, randomBytes(32)],
    ),
  )
  return id
}
const IMAGE_HEADER = {
  ...{ type: 'button', header: { type: 'image' }, body: { text: 'Which?' } },
  action: { buttons: [{ type: 'reply', reply: { id: '1', title: 'This' } }] },
}
const CARD = {
  ...{ type: 'cta_url', header: { type: 'image', image: { mediaId: 'ID' } } },
  action: { name: 'cta_url', parameters: { display_text: 'Look', url: 'https://example.com' } },
}
const CAROUSEL = {
  ...{ type: 'carousel', body: { text: 'New' } },
  action: { cards: [0, 1].map((card_index) => ({ card_index, ...CARD })) },
}
const segmentWith = (tree: object): NonNullable<Field['body']> =>
  body((id) => ({ name: `Of ${id}`, tree: fillIn(tree, id) }))
const ofLabel = { kind: 'label', labelId: 'ID' }
const ofStage = { kind: 'not', of: { kind: 'deal', stageId: 'ID' } }

/** A new macro that does this. */
const macroThat = (action: object): NonNullable<Field['body']> => say({ name: word(), actions: [action] })
/** This change to a conversation of one’s own. */
const bulkOf =
  (change: object): NonNullable<Field['body']> =>
  async (own) => {
    const ids = [await own(conversation)]
    return (id) => ({ ids, change: fillIn(change, id) })
  }

/** Every such field, by its route and its name. */
/** What a campaign may name. */
function campaignFields(route: string, of?: Make): Record<string, Field> {
  const own = of === undefined ? {} : { of }
  const around =
    (definition: object): NonNullable<Field['body']> =>
    async (mine) => {
      const channelId = await mine(async (shop) => shop.channel)
      return (id) => ({
        ...{ name: 'Stolen', channelId },
        definition: JSON.parse(
          JSON.stringify({ ...DEFINITION, ...definition }).replaceAll('"ID"', `"${id}"`),
        ),
      })
    }
  return {
    [`${route} channelId`]: {
      ...own,
      make: async ({ channel: id }) => id,
      body: say({ name: 'Stolen', channelId: 'ID', definition: DEFINITION }),
    },
    [`${route} segmentId`]: {
      ...own,
      make: segment,
      body: around({ audience: { from: 'segment', segmentId: 'ID' } }),
    },
    [`${route} exceptSegmentId`]: { ...own, make: segment, body: around({ exceptSegmentId: 'ID' }) },
    [`${route} campaignId`]: {
      ...own,
      make: campaign,
      body: around({ audience: { from: 'campaign', campaignId: 'ID', who: 'replied' } }),
    },
    [`${route} mediaId`]: {
      ...own,
      make: media,
      body: around({
        messages: [{ name: 'sale', language: 'en', parameters: {}, header: { mediaId: 'ID' } }],
      }),
    },
  }
}

export const FIELDS: Readonly<Record<string, Field>> = {
  'PUT /api/v1/me/business tenantId': {
    make: async ({ tenant }) => tenant,
    body: say({ tenantId: 'ID' }),
  },
  'GET /api/v1/conversations label': { make: label },
  'GET /api/v1/conversations assignee': { make: member },
  'GET /api/v1/conversations team': { make: team },
  'PATCH /api/v1/conversations/:id labelIds': {
    ...{ make: label, of: conversation, body: say({ labelIds: ['ID'] }) },
  },
  'PATCH /api/v1/conversations/:id assigneeId': {
    ...{ make: member, of: conversation, body: say({ assigneeId: 'ID' }) },
  },
  'PATCH /api/v1/conversations/:id teamId': {
    ...{ make: team, of: conversation, body: say({ teamId: 'ID', status: 'resolved' }) },
  },
  'POST /api/v1/conversations/:id/notes mentions': {
    ...{ make: member, of: conversation, body: say({ text: 'look', mentions: ['ID'] }) },
  },
  'POST /api/v1/conversations/:id/messages mediaId': {
    ...{ make: media, of: conversation, body: say({ type: 'image', mediaId: 'ID' }) },
  },
  'POST /api/v1/conversations/:id/messages messageId': {
    isTied: true,
    ...{ make: message, of: conversation, body: say({ type: 'reaction', messageId: 'ID', emoji: '👍' }) },
  },
  'POST /api/v1/conversations/:id/messages replyTo': {
    isTied: true,
    ...{ make: message, of: conversation, body: say({ type: 'text', text: { body: 'hi' }, replyTo: 'ID' }) },
  },
  'POST /api/v1/conversations/:id/messages interactive': {
    ...{ make: media, of: conversation },
    body: say({ type: 'interactive', interactive: IMAGE_HEADER, mediaId: 'ID' }),
  },
  'POST /api/v1/conversations/:id/messages cards of an interactive': {
    ...{ make: media, of: conversation },
    body: say({ type: 'interactive', interactive: CAROUSEL }),
  },
  'POST /api/v1/saved-views label': {
    make: label,
    body: say({ name: 'Stolen', isShared: true, filters: { label: 'ID' } }),
  },
  'PATCH /api/v1/saved-views/:id label': {
    ...{ make: label, of: savedView, body: say({ filters: { label: 'ID' } }) },
  },
  'POST /api/v1/macros assigneeId': { make: member, body: macroThat({ kind: 'assignee', assigneeId: 'ID' }) },
  'POST /api/v1/macros teamId': { make: team, body: macroThat({ kind: 'team', teamId: 'ID' }) },
  'POST /api/v1/macros labelIds': { make: label, body: macroThat({ kind: 'add-labels', labelIds: ['ID'] }) },
  'PATCH /api/v1/macros/:id assigneeId': {
    ...{ make: member, of: macro, body: say({ actions: [{ kind: 'assignee', assigneeId: 'ID' }] }) },
  },
  'PATCH /api/v1/macros/:id teamId': {
    ...{ make: team, of: macro, body: say({ actions: [{ kind: 'team', teamId: 'ID' }] }) },
  },
  'PATCH /api/v1/macros/:id labelIds': {
    ...{ make: label, of: macro, body: say({ actions: [{ kind: 'remove-labels', labelIds: ['ID'] }] }) },
  },
  'POST /api/v1/macros/:id/run conversationId': {
    ...{ make: conversation, of: macro, body: say({ conversationId: 'ID' }) },
  },
  // Each conversation is answered for by itself, and another’s as one that never was.
  'POST /api/v1/conversations/bulk ids': {
    make: conversation,
    isPlace: true,
    body: say({ ids: ['ID'], change: { kind: 'patch', patch: { status: 'resolved' } } }),
  },
  'POST /api/v1/conversations/bulk noteIds': {
    make: note,
    isPlace: true,
    body: bulkOf({ kind: 'each', patches: {}, noteIds: ['ID'] }),
  },
  'POST /api/v1/conversations/bulk assigneeId': {
    make: member,
    body: bulkOf({ kind: 'patch', patch: { assigneeId: 'ID' } }),
  },
  'POST /api/v1/conversations/bulk teamId': {
    make: team,
    body: bulkOf({ kind: 'patch', patch: { teamId: 'ID' } }),
  },
  'POST /api/v1/conversations/bulk add': { make: label, body: bulkOf({ kind: 'labels', add: ['ID'] }) },
  'POST /api/v1/conversations/bulk remove': { make: label, body: bulkOf({ kind: 'labels', remove: ['ID'] }) },
  'POST /api/v1/conversations/bulk macroId': { make: macro, body: bulkOf({ kind: 'macro', macroId: 'ID' }) },
  'POST /api/v1/teams memberIds': { make: member, body: say({ name: 'Stolen', memberIds: ['ID'] }) },
  'PATCH /api/v1/teams/:id memberIds': { make: member, of: team, body: say({ memberIds: ['ID'] }) },
  'PUT /api/v1/assignment teamId': {
    make: team,
    body: say({ mode: 'round_robin', teamId: 'ID', isSticky: true }),
  },
  'POST /api/v1/links contactId': {
    make: contact,
    body: body((id) => ({ url: 'https://shop.in/', contactId: id })),
  },
  'GET /api/v1/campaigns cursor': { make: campaign },
  'GET /api/v1/campaigns/:id/preview contact': { make: contact, of: campaign },
  'GET /api/v1/campaigns/:id/recipients cursor': { make: contact, of: campaign },
  ...campaignFields('POST /api/v1/campaigns'),
  ...campaignFields('PATCH /api/v1/campaigns/:id', campaign),
  'POST /api/v1/campaigns/:id/test contactIds': {
    isTied: true,
    ...{ make: contact, of: campaign, body: say({ contactIds: ['ID'], message: 0 }) },
  },
  'POST /api/v1/campaigns/:id/recipients contactId': {
    isPlace: true,
    ...{ make: contact, of: campaign, body: say({ recipients: [{ contactId: 'ID' }] }) },
  },
  'POST /api/v1/campaigns/:id/recipients/remove contactId': {
    isTied: true,
    ...{ make: contact, of: campaign, body: say({ contactId: 'ID' }) },
  },
  'POST /api/v1/campaigns/:id/recipients/restore contactId': {
    isTied: true,
    ...{ make: contact, of: campaign, body: say({ contactId: 'ID' }) },
  },
  'GET /api/v1/sequences cursor': { make: sequence },
  'GET /api/v1/sequences/:id/enrolments cursor': { make: enrolment, of: sequence },
  'POST /api/v1/sequences/:id/enrolments contactId': {
    ...{ isTied: true, make: contact, of: sequence, body: say({ contact: { contactId: 'ID' } }) },
  },
  'POST /api/v1/sequences/:id/enrolments userId': {
    ...{ isTied: true, make: userId, of: sequence, body: say({ contact: { userId: 'ID' } }) },
  },
  'POST /api/v1/events userId': {
    make: userId,
    body: say({ name: 'cart_updated', contact: { userId: 'ID' } }),
  },
  'POST /api/v1/events contactId': {
    make: contact,
    body: say({ name: 'cart_updated', contact: { contactId: 'ID' } }),
  },
  ...sequenceFields('POST /api/v1/sequences'),
  ...sequenceFields('PATCH /api/v1/sequences/:id', sequence),
  'GET /api/v1/deals contactId': { make: contact },
  'POST /api/v1/deals contactId': { make: contact, body: say({ title: 'x', contactId: 'ID' }) },
  'POST /api/v1/deals conversationId': {
    isTied: true,
    make: conversation,
    body: async (own) => {
      const contactId = await own(contact)
      return (id) => ({ title: 'x', contactId, conversationId: id })
    },
  },
  'POST /api/v1/deals ownerId': {
    make: member,
    body: async (own) => {
      const contactId = await own(contact)
      return (id) => ({ title: 'x', contactId, ownerId: id })
    },
  },
  'POST /api/v1/deals stageId': {
    make: dealStage,
    body: async (own) => {
      const contactId = await own(contact)
      return (id) => ({ title: 'x', contactId, stageId: id })
    },
  },
  'PATCH /api/v1/deals/:id ownerId': { make: member, of: deal, body: say({ ownerId: 'ID' }) },
  'PATCH /api/v1/deals/:id stageId': { make: dealStage, of: deal, body: say({ stageId: 'ID' }) },
  'PATCH /api/v1/deals/:id beforeId': { make: deal, of: deal, body: say({ beforeId: 'ID' }), isPlace: true },
  'PATCH /api/v1/deal-stages/:id beforeId': {
    ...{ make: dealStage, of: dealStage, body: say({ beforeId: 'ID' }), isPlace: true },
  },
  'GET /api/v1/reminders conversationId': { make: conversation },
  'GET /api/v1/reminders dealId': { make: deal },
  'POST /api/v1/reminders conversationId': {
    make: conversation,
    body: body((id) => ({ conversationId: id, dueAt: systemClock() + 3_600_000 })),
  },
  'POST /api/v1/reminders dealId': {
    make: deal,
    body: body((id) => ({ dealId: id, dueAt: systemClock() + 3_600_000 })),
  },
  'POST /api/v1/segments tree.labelId': { make: label, body: segmentWith(ofLabel) },
  'POST /api/v1/segments tree.stageId': { make: dealStage, body: segmentWith(ofStage) },
  'PATCH /api/v1/segments/:id tree.labelId': { make: label, of: segment, body: say({ tree: ofLabel }) },
  'PATCH /api/v1/segments/:id tree.stageId': { make: dealStage, of: segment, body: say({ tree: ofStage }) },
  'POST /api/v1/segments/count tree.labelId': { make: label, body: say({ tree: ofLabel }) },
  'POST /api/v1/segments/count tree.stageId': { make: dealStage, body: say({ tree: ofStage }) },
  'GET /api/v1/templates channelId': { make: channel },
  'GET /api/v1/costs channelId': { make: channel },
  'GET /api/v1/costs/export.csv channelId': { make: channel },
  'POST /api/v1/costs/forecast channelId': {
    make: channel,
    body: body((id) => ({ channelId: id, category: 'utility', recipients: { countries: { IN: 1 } } })),
  },
  'POST /api/v1/costs/forecast templateId': {
    make: knownTemplate,
    body: async (own) => {
      const channelId = await own(channel)
      return (id) => ({ channelId, templateId: id, recipients: { countries: { IN: 1 } } })
    },
  },
  'GET /api/v1/channels/:id/quality segmentId': { make: segment, of: channel },
  'POST /api/v1/costs/forecast segmentId': {
    make: segment,
    body: async (own) => {
      const channelId = await own(channel)
      return (id) => ({ channelId, category: 'utility', recipients: { segmentId: id } })
    },
  },
  'GET /api/v1/audit actorId': { make: key },
  'GET /api/v1/audit/export actorId': { make: key },
  'POST /api/v1/channels/embedded-signup/connect signupId': {
    isTied: true,
    ...{ make: signup, body: say({ signupId: 'ID', phoneNumberId: '1' }) },
  },
  'POST /api/v1/media channelId': { make: channel },
  'POST /api/v1/templates/pull channelId': { make: channel, body: say({ channelId: 'ID' }) },
  'POST /api/v1/templates/:id/copy channelId': {
    ...{ make: channel, of: knownTemplate, body: say({ channelId: 'ID' }) },
  },
  'GET /api/v1/template-drafts channelId': { make: channel },
  'POST /api/v1/template-drafts channelId': {
    make: channel,
    body: body((id) => ({ channelId: id, definition: {} })),
  },
  // A draft of a template has its name.
  'POST /api/v1/template-drafts templateId': {
    make: knownTemplate,
    body: async (own) => {
      const channelId = await own(channel)
      return (id) => ({ channelId, templateId: id, definition: { name: 'x', language: 'en' } })
    },
    isTied: true,
  },
  // Meta is asked to keep it, and is not there.
  'POST /api/v1/template-samples channelId': { make: channel, isTied: true },
  'POST /api/v1/contacts/:id/merge otherId': { make: contact, of: contact, body: say({ otherId: 'ID' }) },
  'GET /api/v1/exports contactId': { make: contact },
  'GET /api/v1/csat agentId': { make: member },
  'GET /api/v1/csat contactId': { make: contact },
  'GET /api/v1/csat/export agentId': { make: member },
  'GET /api/v1/csat/export contactId': { make: contact },
  'GET /api/v1/privacy/erasures cursor': { make: erasure },
}
