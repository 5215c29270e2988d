/** Contacts that a person merges, and parts again, on a real database. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { isSuppressed, listConsents } from '#consent/read-consents.ts'
import { recordConsents } from '#consent/record-consents.ts'
import { addConsent, changeContact } from '#contacts/change-contact.ts'
import { addAttribute } from '#contacts/define-attributes.ts'
import { readContact } from '#contacts/read-contacts.ts'
import type { Client } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import { after, instant, systemClock, type Instant } from '#platform/time.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import { test as base } from '#test/database.ts'
import { freshPhone, openOtherShop, openTalk, type Shop } from '#test/shop.ts'
import { mergeByHand, UNDO_MS } from './merge-by-hand.ts'
import { listMerges, undoMerge } from './undo-merge.ts'

const test = base.extend<{ shop: Shop }>({
  shop: async ({ database }, use) => use(await openOtherShop(database)),
})
const OWNER = { kind: 'user', id: '1', name: 'Owner' } as const
const MARKETING = 'marketing'

const as = async <T>({ database, tenant }: Shop, work: (client: Client) => Promise<T>): Promise<T> =>
  database.inTenant(tenant, work)
const merge = async (shop: Shop, id: string, otherId: string, wish: object = {}, now = systemClock()) =>
  as(shop, async (client) => mergeByHand(client, shop.tenant, OWNER, { id, otherId, now, ...wish }))
const undo = async (shop: Shop, id: string, now = systemClock()) =>
  as(shop, async (client) => undoMerge(client, shop.tenant, OWNER, { id, now }))
const merged = async (...args: Parameters<typeof merge>) => {
  const outcome = await merge(...args)
  if (!outcome.ok) throw new Error(outcome.because)
  return outcome
}
const read = async (shop: Shop, id: string) =>
  as(shop, async (client) => readContact(client, shop.tenant, id))
const isOff = async (shop: Shop, contact: string) =>
  as(shop, async (client) => isSuppressed(client, shop.tenant, contact, MARKETING))
const says = async (shop: Shop, contact: string, state: 'granted' | 'withdrawn', at: Instant) =>
  as(shop, async (client) =>
    recordConsents(client, shop.tenant, [
      {
        ...{ contact, purpose: MARKETING, state, source: 'message', cause: `message:${newId()}` },
        evidence: {},
        at,
      },
    ]),
  )

/** All that a merge may touch, in words that do not depend on the order of rows. */
const STATE: Readonly<Record<string, string>> = {
  contacts: 'select * from contacts order by id',
  identities: 'select * from contact_identities order by kind, value',
  attributes: 'select * from contact_attributes order by contact_id',
  preferences: 'select * from contact_preferences order by contact_id, category',
  conversations: 'select * from conversations order by id',
  labels: 'select * from conversation_labels order by conversation_id, label_id',
  notes: 'select id, conversation_id from conversation_notes order by id',
  mentions: 'select * from note_mentions order by note_id, user_id',
  queue: 'select * from assignment_queue order by conversation_id',
  messages: 'select id, conversation_id from messages order by id',
  places: 'select from_id, into_id from conversation_merges order by from_id',
  deals: 'select * from deals order by id',
  suppressions: 'select * from suppressions order by contact_id, purpose',
  consents: `select contact_id, purpose, state, source, cause, at from consents c
    where not exists (select from consent_retractions r where r.consent_id = c.id) order by contact_id, purpose, cause`,
}
const stateOf = async (shop: Shop): Promise<Record<string, unknown>> =>
  as(shop, async (client) => {
    const state: Record<string, unknown> = {}
    for (const [name, sql] of Object.entries(STATE)) state[name] = (await client.query(sql)).rows
    return state
  })

const at = (minute: number): number => 1_795_000_000 + minute * 60

type Said = {
  readonly who: 0 | 1
  readonly how: 'phone' | 'bsuid'
  readonly text: string
  readonly minute: number
}
type Done =
  | { readonly what: 'said'; readonly said: Said }
  | {
      readonly what: 'name' | 'city' | 'consent' | 'withdraw' | 'label' | 'note' | 'resolve' | 'read'
      readonly who: 0 | 1
    }

const who = fc.constantFrom<0 | 1>(0, 1)
const history: fc.Arbitrary<Done[]> = fc.array(
  fc.oneof(
    fc
      .record({
        ...{
          who,
          how: fc.constantFrom('phone' as const, 'bsuid' as const),
          minute: fc.integer({ min: 0, max: 50 }),
        },
        text: fc.constantFrom('hello', 'STOP', 'START', 'रुको'),
      })
      .map((said): Done => ({ what: 'said', said })),
    fc.record({
      what: fc.constantFrom(
        'name',
        'city',
        'consent',
        'withdraw',
        'label',
        'note',
        'resolve',
        'read' as const,
      ),
      who,
    }),
  ),
  { maxLength: 12 },
)

/** Two people who are in the inbox, and the way in which their webhooks come. */
async function openPair(shop: Shop) {
  const phones = [freshPhone(), freshPhone()] as const
  const bsuids = phones.map((phone) => `IN.${phone}`)
  const say = async ({ who: nth, how, text, minute }: Said): Promise<void> => {
    const phone = phones[nth]
    const ids = how === 'phone' ? {} : { user_id: bsuids[nth] }
    const sender = how === 'phone' ? {} : { from_user_id: bsuids[nth] }
    await ingest(shop.database, [
      bodyOf(
        messagesOf(shop.number, {
          contacts: [{ wa_id: phone, ...ids, profile: { name: `${text} ${nth}` } }],
          messages: [
            {
              ...{
                from: phone,
                ...sender,
                id: `wamid.${newId()}`,
                timestamp: String(at(minute)),
                type: 'text',
              },
              text: { body: text },
            },
          ],
        }),
      ),
    ])
  }
  const contactOf = async (nth: 0 | 1): Promise<string> =>
    as(shop, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `select contact_id as id from contact_identities where kind = 'phone' and value = $1`,
        [phones[nth]],
      )
      return rows[0]?.id ?? ''
    })
  return { phones, say, contactOf }
}

async function perform(
  shop: Shop,
  label: string,
  contact: string,
  what: Exclude<Done['what'], 'said'>,
): Promise<void> {
  const { tenant } = shop
  await as(shop, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select id from conversations where contact_id = $1',
      [contact],
    )
    const conversation = rows[0]?.id
    const grant = { purpose: MARKETING, note: 'said so' }
    if (what === 'name')
      await changeContact(client, tenant, OWNER, contact, { name: `Team’s ${contact.slice(-4)}` })
    else if (what === 'city')
      await changeContact(client, tenant, OWNER, contact, { attributes: { city: contact.slice(-4) } })
    else if (what === 'consent')
      await addConsent(client, tenant, OWNER, contact, { ...grant, state: 'granted' }, systemClock())
    else if (what === 'withdraw')
      await addConsent(client, tenant, OWNER, contact, { ...grant, state: 'withdrawn' }, systemClock())
    else if (what === 'label')
      await client.query(
        'insert into conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3) on conflict do nothing',
        [tenant, conversation, label],
      )
    else if (what === 'note')
      await client.query(
        `insert into conversation_notes (tenant_id, id, conversation_id, text, author_kind, author_id, author_name, at)
         values ($1, $2, $3, 'note', 'user', '1', 'Owner', now())`,
        [tenant, newId(), conversation],
      )
    else if (what === 'resolve')
      await client.query(`update conversations set status = 'resolved', resolved_at = now() where id = $1`, [
        conversation,
      ])
    else await client.query('update conversations set unread_count = 0 where id = $1', [conversation])
  })
}

describe('a merge that is undone', () => {
  test('leaves everything as it was, whatever had arrived before', { timeout: 120_000 }, async ({ shop }) => {
    await addAttribute(shop.database, shop.tenant, OWNER, { key: 'city', label: 'City', type: 'text' })
    const label = newId()
    await as(shop, async (client) =>
      client.query(
        `insert into labels (tenant_id, id, name, name_key, color) values ($1, $2, 'VIP', 'vip', 'red')`,
        [shop.tenant, label],
      ),
    )
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), fc.boolean(), async (done, isReversed, isTwice) => {
        const { say, contactOf } = await openPair(shop)
        for (const nth of [0, 1] as const) await say({ who: nth, how: 'phone', text: 'hello', minute: nth })
        for (const one of done)
          if (one.what === 'said') await say(one.said)
          else await perform(shop, label, await contactOf(one.who), one.what)
        const pair = [await contactOf(0), await contactOf(1)]
        const [one = '', other = ''] = isReversed ? pair.toReversed() : pair
        const before = await stateOf(shop)
        for (let times = isTwice ? 2 : 1; times > 0; times -= 1) {
          const { merge: id, contact } = await merged(shop, one, other, { name: 'Both' })
          const wasOff = (before['suppressions'] as { contact_id: string }[]).some(({ contact_id: id_ }) =>
            pair.includes(id_),
          )
          const ownWord = done.some((step) => step.what === 'said' && step.said.text !== 'hello')
          if (wasOff && !ownWord) expect(await isOff(shop, contact)).toBe(true)
          expect((await read(shop, contact))?.displayName).toBe('Both')
          expect((await undo(shop, id)).ok).toBe(true)
        }
        expect(await stateOf(shop)).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })

  test('keeps what came after: a number’s messages go with it, the team’s changes stay, a STOP holds for both', async ({
    shop,
  }) => {
    const { say, contactOf } = await openPair(shop)
    for (const nth of [0, 1] as const) await say({ who: nth, how: 'phone', text: 'hello', minute: nth })
    const [one, other] = [await contactOf(0), await contactOf(1)]
    const { merge: id, contact } = await merged(shop, one, other)
    expect(contact).toBe(one)
    await say({ who: 1, how: 'phone', text: 'for the other', minute: 10 })
    await say({ who: 1, how: 'bsuid', text: 'under another name', minute: 12 })
    await say({ who: 1, how: 'bsuid', text: 'too', minute: 13 })
    await say({ who: 0, how: 'phone', text: 'STOP', minute: 11 })
    await as(shop, async (client) => changeContact(client, shop.tenant, OWNER, one, { name: 'New name' }))
    await undo(shop, id)
    const texts = async (person: string) =>
      as(shop, async (client) => {
        const { rows } = await client.query<{ text: string }>(
          'select m.text from messages m join conversations c on c.id = m.conversation_id where c.contact_id = $1 order by m.at',
          [person],
        )
        return rows.map(({ text }) => text)
      })
    expect(await texts(one)).toEqual(['hello', 'STOP'])
    expect(await texts(other)).toEqual(['hello', 'for the other', 'under another name', 'too'])
    expect((await read(shop, one))?.givenName).toBe('New name')
    expect((await read(shop, other))?.givenName).toBeNull()
    expect([await isOff(shop, one), await isOff(shop, other)]).toEqual([true, true])
    await say({ who: 1, how: 'phone', text: 'again', minute: 15 })
    expect((await texts(other)).at(-1)).toBe('again')
  })

  test('is refused after 30 days, a second time, and where WhatsApp says that the two are one', async ({
    shop,
  }) => {
    const now = systemClock()
    const [a, b] = [await openTalk(shop), await openTalk(shop)]
    const { merge: old } = await merged(shop, a.contact, b.contact, {}, now)
    expect(await undo(shop, old, after(now, UNDO_MS + 1))).toEqual({ ok: false, because: 'merge_too_old' })
    expect((await undo(shop, old, now)).ok).toBe(true)
    expect(await undo(shop, old, now)).toEqual({ ok: false, because: 'merge_undone' })
    expect(await undo(shop, newId(), now)).toEqual({ ok: false, because: 'not_found' })

    const { say, contactOf, phones } = await openPair(shop)
    await say({ who: 0, how: 'bsuid', text: 'hello', minute: 0 })
    await say({ who: 1, how: 'phone', text: 'hello', minute: 1 })
    const { merge: id } = await merged(shop, await contactOf(0), await contactOf(1))
    await ingest(shop.database, [
      bodyOf(
        messagesOf(shop.number, {
          contacts: [{ wa_id: phones[1], user_id: `IN.${phones[0]}`, profile: { name: 'One' } }],
          messages: [
            {
              ...{
                from: phones[1],
                from_user_id: `IN.${phones[0]}`,
                id: `wamid.${newId()}`,
                timestamp: String(at(20)),
              },
              ...{ type: 'text', text: { body: 'my second number' } },
            },
          ],
        }),
      ),
    ])
    expect(await undo(shop, id)).toEqual({ ok: false, because: 'merge_confirmed' })
  })
})

describe('a merge', () => {
  test('of two is suppressed if either was; parted, each is as their own ledger says', async ({ shop }) => {
    const [a, b] = [await openTalk(shop), await openTalk(shop)]
    await says(shop, b.contact, 'withdrawn', instant(1000))
    await as(shop, async (client) =>
      addConsent(
        client,
        shop.tenant,
        OWNER,
        a.contact,
        { purpose: MARKETING, state: 'granted' },
        systemClock(),
      ),
    )
    for (const _ of [1, 2]) {
      const { merge: id, contact } = await merged(shop, b.contact, a.contact)
      expect(contact).toBe(a.contact)
      expect(await isOff(shop, a.contact)).toBe(true)
      await undo(shop, id)
      expect([await isOff(shop, a.contact), await isOff(shop, b.contact)]).toEqual([false, true])
      const ledger = await as(shop, async (client) => listConsents(client, shop.tenant, a.contact))
      expect(ledger.map(({ state, source }) => [state, source])).toEqual([['granted', 'agent']])
    }
  })

  test('knows a contact by its id in capitals too: it is not merged with itself, and the older one stays', async ({
    shop,
  }) => {
    const one = await openTalk(shop)
    const other = await openTalk(shop)
    expect(await merge(shop, one.contact, one.contact.toUpperCase())).toMatchObject({ because: 'merge_same' })
    expect(await read(shop, one.contact)).not.toBeNull()
    expect(await merged(shop, one.contact, other.contact.toUpperCase())).toMatchObject({
      contact: one.contact,
    })
  })

  test('needs two people of one’s own, is audited, and is listed with the end of its undo', async ({
    shop,
  }) => {
    const stranger = await openTalk(await openOtherShop(shop.database))
    const [a, b] = [await openTalk(shop), await openTalk(shop)]
    expect(await merge(shop, a.contact, a.contact)).toEqual({ ok: false, because: 'merge_same' })
    expect(await merge(shop, a.contact, newId())).toEqual({ ok: false, because: 'not_found' })
    expect(await merge(shop, a.contact, stranger.contact)).toEqual({ ok: false, because: 'not_found' })
    expect(await merge(shop, a.contact, b.contact, { attributes: { nothing: 'x' } })).toMatchObject({
      because: 'invalid',
    })
    const now = systemClock()
    const { merge: id } = await merged(shop, a.contact, b.contact, {}, now)
    const list = await as(shop, async (client) => listMerges(client, shop.tenant, a.contact, now))
    expect(list).toMatchObject([
      {
        id,
        contactId: a.contact,
        otherId: b.contact,
        by: 'Owner',
        undoneAt: null,
        undoUntil: after(now, UNDO_MS),
      },
    ])
    await undo(shop, id)
    const { rows } = await as(shop, async (client) =>
      client.query<{ action: string }>('select action from audit_entries order by seq'),
    )
    expect(rows.map(({ action }) => action).filter((action) => action.startsWith('contact.'))).toEqual([
      'contact.merged',
      'contact.merge-undone',
    ])
  })
})
