/** What customers agreed to and took back: the state is a function of what was told, and whoever sends obeys it at once. */
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { acceptMessage } from '#outbound/accept-message.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { instant, systemClock } from '#platform/time.ts'
import { test } from '#test/database.ts'
import { bodyOf, connect, freshNumber, ingest, messagesOf, type TestNumber } from '#test/ingest.ts'
import { freshPhone, openOtherShop, openShop, openTalk, putTemplate } from '#test/shop.ts'
import { mergeConsents } from './merge-consents.ts'
import { listConsents, isSuppressed } from './read-consents.ts'
import { consentOfMessage, consentOfPreference, recordConsents } from './record-consents.ts'
import type { ConsentEntry } from './consent-entry.ts'

const T0 = 1_790_000_000

type Sender = { readonly phone?: string; readonly bsuid?: string }
const names = ({ phone, bsuid }: Sender): object => ({
  ...(phone !== undefined && { wa_id: phone }),
  ...(bsuid !== undefined && { user_id: bsuid }),
})

const wrote = (number: TestNumber, who: Sender, body: string, seconds: number, wamid = newId()): string =>
  bodyOf(
    messagesOf(number, {
      contacts: [{ profile: { name: 'Asha' }, ...names(who) }],
      messages: [
        {
          ...(who.phone !== undefined && { from: who.phone }),
          ...(who.bsuid !== undefined && { from_user_id: who.bsuid }),
          ...{ id: `wamid.${wamid}`, timestamp: String(T0 + seconds), type: 'text', text: { body } },
        },
      ],
    }),
  )
const prefers = (number: TestNumber, who: Sender, value: string, seconds: number): string =>
  bodyOf(
    messagesOf(
      number,
      {
        user_preferences: [
          {
            ...names(who),
            category: 'marketing_messages',
            value,
            timestamp: T0 + seconds,
            detail: 'said so',
          },
        ],
      },
      'user_preferences',
    ),
  )

type Held = {
  readonly value: string
  readonly state: string | null
  readonly since: Date | null
  readonly source: string | null
}
/** By the names of people, so that our ids do not matter. */
const heldBy = async (database: Database, tenant: TenantId): Promise<Held[]> =>
  database.inTenant(tenant, async (client) => {
    const { rows } = await client.query<Held>(
      `select i.value, s.purpose as state, s.at as since, s.source from contact_identities i
       left join suppressions s on s.tenant_id = i.tenant_id and s.contact_id = i.contact_id where i.kind <> 'made' order by i.value`,
    )
    return rows
  })
const ledgerSize = async (database: Database, tenant: TenantId): Promise<number> =>
  database.inTenant(tenant, async (client) => (await client.query('select from consents')).rowCount ?? 0)

describe('a customer’s word', () => {
  test('STOP suppresses, START ends that, and other messages say nothing of it', async ({
    database,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const phone = freshPhone()
    await ingest(database, [wrote(number, { phone }, 'please stop by the shop', 1)])
    expect(await ledgerSize(database, tenant)).toBe(0)
    await ingest(database, [wrote(number, { phone }, 'मैसेज मत भेजो 🙏', 2)])
    expect(await heldBy(database, tenant)).toMatchObject([
      { value: phone, state: 'marketing', source: 'message' },
    ])
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query(`select entries from events where entries @> '[["conversation.updated"]]'`),
    )
    expect(rows.length).toBeGreaterThan(0)
    await ingest(database, [wrote(number, { phone }, 'Start', 3)])
    expect(await heldBy(database, tenant)).toMatchObject([{ value: phone, state: null }])
    expect(await ledgerSize(database, tenant)).toBe(2)
  })

  test('in WhatsApp’s own settings counts the same', async ({ database, tenant }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    const phone = freshPhone()
    await ingest(database, [prefers(number, { phone }, 'stop', 5)])
    expect(await heldBy(database, tenant)).toMatchObject([{ state: 'marketing', source: 'user_preferences' }])
    await ingest(database, [prefers(number, { phone }, 'resume', 9), prefers(number, { phone }, 'stop', 5)])
    expect(await heldBy(database, tenant)).toMatchObject([{ state: null }])
  })

  test('gives the same state in any order, however often it is told, also when people turn out to be one', async ({
    database,
    tenant,
  }) => {
    const number = freshNumber()
    await database.inTenant(tenant, async (client) => connect(client, tenant, number))
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat(1000)),
        fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(6)), { minLength: 2, maxLength: 8 }),
        async (picks, words) => {
          const phone = freshPhone()
          const bsuid = `IN.${newId()}`
          const who: readonly Sender[] = [{ phone }, { phone, bsuid }, { bsuid }, { phone }]
          const told = words.map(([sender, what, at], nth) =>
            what === 2
              ? prefers(number, who[sender] ?? {}, nth % 2 === 0 ? 'stop' : 'resume', at)
              : wrote(number, who[sender] ?? {}, what === 0 ? 'STOP' : 'START', at),
          )
          told.push(wrote(number, { phone, bsuid }, 'hello', 0)) // the two names are one person
          await ingest(database, told)
          const once = await heldBy(database, tenant)
          await asAgain(database, tenant)
          const shuffled = told
            .flatMap((body) => [body, body])
            .map((body) => ({ body, at: picks.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
          for (const { body } of shuffled) await ingest(database, [body])
          expect(await heldBy(database, tenant)).toEqual(once)
          await asAgain(database, tenant)
        },
      ),
      { numRuns: 12 },
    )
  }, 60_000)

  test('cannot be changed or deleted by the program', async ({ database, tenant }) => {
    for (const sql of [`update consents set state = 'granted'`, 'delete from consents', 'truncate consents'])
      await expect(database.inTenant(tenant, async (client) => client.query(sql))).rejects.toMatchObject({
        code: '42501',
      })
  })

  test('of two from one moment the withdrawal holds', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const at = systemClock()
    for (const order of [['granted', 'withdrawn'] as const, ['withdrawn', 'granted'] as const]) {
      const { contact } = await openTalk(shop)
      for (const state of order)
        await database.inTenant(tenant, async (client) =>
          recordConsents(client, tenant, [
            consentOfMessage(contact, { wamid: `wamid.${newId()}`, state, at }),
          ]),
        )
      expect(
        await database.inTenant(tenant, async (client) => isSuppressed(client, tenant, contact, 'marketing')),
      ).toBe(true)
    }
  })

  test('two words at the same time do not overlook each other', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    for (let round = 0; round < 5; round++) {
      const { contact } = await openTalk(shop)
      const say = async (state: 'granted' | 'withdrawn', at: number) =>
        database.inTenant(tenant, async (client) =>
          recordConsents(client, tenant, [
            consentOfMessage(contact, { wamid: `wamid.${newId()}`, state, at: instant(T0 + at) }),
          ]),
        )
      await Promise.all([say('withdrawn', 2), say('granted', 1), say('granted', 0), say('withdrawn', 1)])
      expect(
        await database.inTenant(tenant, async (client) => isSuppressed(client, tenant, contact, 'marketing')),
      ).toBe(true)
    }
  })
})

/** Forgets everybody, as the superuser of the ledger would; the number stays. */
async function asAgain(database: Database, tenant: TenantId): Promise<void> {
  await database.inTenant(tenant, async (client) => {
    await client.query('set local role none')
    for (const table of [
      ...[
        'consents',
        'suppressions',
        'messages',
        'conversation_merges',
        'conversations',
        'contact_preferences',
      ],
      ...['phone_words', 'phone_claims', 'contact_identities', 'contacts'],
    ])
      await client.query(`delete from ${table} where tenant_id = $1`, [tenant])
    await client.query('set local role harkara_app')
  })
}

const merged = async (
  database: Database,
  tenant: TenantId,
  ledger: (loser: string, winner: string) => readonly (ConsentEntry | null)[],
): Promise<{ isHeld: boolean; size: number; leftovers: boolean }> => {
  const shop = await openShop(database, tenant, freshNumber())
  const [loser, winner] = [(await openTalk(shop)).contact, (await openTalk(shop)).contact]
  return database.inTenant(tenant, async (client) => {
    const entries = ledger(loser, winner).filter((entry) => entry !== null)
    for (const entry of entries) await recordConsents(client, tenant, [entry])
    await mergeConsents(client, tenant, loser, winner)
    return {
      isHeld: await isSuppressed(client, tenant, winner, 'marketing'),
      leftovers: await isSuppressed(client, tenant, loser, 'marketing'),
      size: (await listConsents(client, tenant, winner)).length,
    }
  })
}
const at = (seconds: number) => instant((T0 + seconds) * 1000)
const stop = (contact: string, seconds: number) =>
  consentOfMessage(contact, { wamid: 'wamid.1', state: 'withdrawn', at: at(seconds) })

describe('merged contacts', () => {
  test('suppressed under either name is suppressed', async ({ database, tenant }) => {
    expect(await merged(database, tenant, (loser) => [stop(loser, 1)])).toEqual({
      isHeld: true,
      leftovers: false,
      size: 1,
    })
    expect(await merged(database, tenant, (_, winner) => [stop(winner, 1)])).toMatchObject({ isHeld: true })
  })

  test('their own later START counts under whichever name; what the business wrote down does not', async ({
    database,
    tenant,
  }) => {
    const resumed = await merged(database, tenant, (loser, winner) => [
      stop(loser, 1),
      consentOfPreference(winner, { category: 'marketing_messages', value: 'resume', at: at(2) }),
    ])
    expect(resumed).toMatchObject({ isHeld: false, size: 2 })
    const imported = await merged(database, tenant, (loser, winner) => [
      stop(loser, 1),
      { ...stop(winner, 2), state: 'granted', source: 'import', cause: 'import:1' },
    ])
    expect(imported).toMatchObject({ isHeld: true, size: 3 })
  })
})

describe('sending', () => {
  test('a marketing template to whoever does not want offers is refused; a utility one and answers are not', async ({
    database,
    tenant,
  }) => {
    const shop = await openShop(database, tenant)
    for (const category of ['MARKETING', 'UTILITY'])
      await putTemplate(shop, { name: category.toLowerCase(), category, body: 'hello' })
    const { contact, conversation } = await openTalk(shop)
    const say = async (name: string | null) =>
      database.inTenant(tenant, async (client) => {
        const outgoing =
          name === null
            ? ({ type: 'text', text: { body: 'hi' } } as const)
            : ({ type: 'template', template: { name, language: 'en', parameters: {} } } as const)
        return acceptMessage(
          client,
          tenant,
          { conversation, outgoing, key: newId(), origin: 'agent' },
          systemClock(),
        )
      })
    expect(await say('marketing')).toMatchObject({ ok: true })
    await database.inTenant(tenant, async (client) =>
      recordConsents(client, tenant, [
        consentOfMessage(contact, { wamid: 'wamid.2', state: 'withdrawn', at: systemClock() }),
      ]),
    )
    expect(await say('marketing')).toEqual({ ok: false, because: 'suppressed' })
    expect(await say('utility')).toMatchObject({ ok: true })
    expect(await say(null)).toMatchObject({ ok: true })
  })

  test('another tenant’s ledger is invisible', async ({ database, tenant }) => {
    const shop = await openShop(database, tenant)
    const other = await openOtherShop(database)
    const { contact } = await openTalk(shop)
    await database.inTenant(tenant, async (client) =>
      recordConsents(client, tenant, [
        consentOfMessage(contact, { wamid: 'wamid.3', state: 'withdrawn', at: systemClock() }),
      ]),
    )
    await database.inTenant(other.tenant, async (client) => {
      expect(await isSuppressed(client, tenant, contact, 'marketing')).toBe(false)
      expect(await listConsents(client, tenant, contact)).toEqual([])
    })
  })
})
