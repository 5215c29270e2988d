/** Contacts from files, over HTTP: what is read, what is refused, and what becomes of each row. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { isSuppressed, listConsents } from '#consent/read-consents.ts'
import { recordConsents } from '#consent/record-consents.ts'
import { addAttribute } from '#contacts/define-attributes.ts'
import { newId } from '#platform/ids.ts'
import { instant } from '#platform/time.ts'
import { permissionsOf } from '#tenants/permissions.ts'
import { CONSENT, known, lines, PLAN, test } from '#test/import-desk.ts'
import { bodyOf, ingest, messagesOf } from '#test/ingest.ts'
import { freshPhone, openTalk } from '#test/shop.ts'
import type { ImportDetail, ImportList } from './shapes.ts'

const OWNER = { kind: 'user', id: '1', name: 'Owner' } as const

const file = (name: string, city: string): string => `Name,Phone,City\n${name},9876543210,${city}\n`

describe('a file', () => {
  test('is read whatever it is written in, and its columns are proposed by English and Hindi names', async ({
    desk,
  }) => {
    const text = 'नाम;मोबाइल नंबर\r\nआशा;98765 43210\r\n'
    const utf16 = (isBig: boolean): Buffer => {
      const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
      return isBig ? bytes.swap16() : bytes
    }
    for (const [bytes, encoding, hasBom] of [
      [Buffer.from(text), 'utf-8', false],
      [Buffer.from(`\uFEFF${text}`), 'utf-8', true],
      [utf16(false), 'utf-16le', true],
      [utf16(true), 'utf-16be', true],
    ] as const)
      expect(await desk.upload(bytes)).toMatchObject({
        ...{
          encoding,
          hasBom,
          delimiter: ';',
          header: ['नाम', 'मोबाइल नंबर'],
          sample: [['आशा', '98765 43210']],
        },
        ...{ proposal: { phone: 1, name: 0, attributes: {} }, state: 'uploaded', rowsEstimate: 1, rows: 0 },
      })
    const old = Buffer.from('Name\tMobile No.\nRen\u00E9e\t9876543210\n', 'latin1')
    expect(await desk.upload(old)).toMatchObject({
      ...{ encoding: 'windows-1252', delimiter: '\t', sample: [['Renée', '9876543210']] },
      proposal: { phone: 1, name: 0 },
    })
  })

  test('without a header is one in which every row is somebody', async ({ desk }) => {
    const made = await desk.upload('Asha,9876543210\nRavi,9876543211\n')
    expect(made).toMatchObject({
      hasHeader: false,
      header: ['', ''],
      proposal: { phone: 1 },
      rowsEstimate: 2,
    })
    await desk.ask('POST', `/imports/${made.id}/start`, PLAN)
    await desk.run(made.id)
    expect((await known(desk)).map(({ name }) => name)).toEqual(['Asha', 'Ravi'])
  })

  test('that is a workbook, empty, or never closes a quotation mark is refused with the next step', async ({
    desk,
  }) => {
    for (const [bytes, status, code] of [
      [Buffer.from('PK\u0003\u0004\u0014\0\u0006\0', 'latin1'), 415, 'import_not_csv'],
      [Buffer.from(''), 400, 'import_empty'],
      [Buffer.from('Name,Phone\n\n'), 400, 'import_empty'],
      [Buffer.from('Name,Phone\n"Asha,9876543210\n'), 400, 'import_broken'],
    ] as const) {
      const form = new FormData()
      form.append('file', new Blob([bytes]), 'a.csv')
      const { status: got, body } = await desk.ask<{ nextStep: string }>('POST', '/imports', form)
      expect([got, body.code]).toEqual([status, code])
      expect(body.nextStep).toMatch(/\w/u)
    }
    expect((await desk.ask('POST', '/imports', {})).body.code).toBe('import_no_file')
    expect((await desk.ask<ImportList>('GET', '/imports')).body.items).toEqual([])
  })

  test('is gone from the storage when it is over, and with it the numbers that were compared', async ({
    desk,
    folder,
  }) => {
    const { id } = await desk.upload(lines(3))
    const path = join(folder, desk.shop.tenant, 'imports', id)
    expect(existsSync(path)).toBe(true)
    await desk.ask('POST', `/imports/${id}/start`, PLAN)
    await desk.run(id)
    expect(existsSync(path)).toBe(false)
    const { database, tenant } = desk.shop
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query('select from import_phones'),
    )
    expect(rows).toEqual([])
    expect((await desk.ask<ImportDetail>('GET', `/imports/${id}`)).body).toMatchObject({
      state: 'done',
      sample: [],
    })
  })
})

describe('what is asked before the start', () => {
  test('is checked: columns, fields, and consent with its source', async ({ desk }) => {
    const { id } = await desk.upload('Name,Phone\nAsha,9876543210\n')
    const start = async (plan: object) => desk.ask('POST', `/imports/${id}/start`, { ...PLAN, ...plan })
    for (const [plan, path] of [
      [{ mapping: { phone: 7 } }, 'mapping.phone'],
      [{ mapping: { phone: 1, name: 1 } }, 'mapping.name'],
      [{ mapping: { phone: 1, attributes: { unheard_of: 0 } } }, 'mapping.attributes.unheard_of'],
      [{ consent: { ...CONSENT, date: '2199-01-01' } }, 'consent.date'],
      [{ consent: { ...CONSENT, source: ' ' } }, 'consent.source'],
      [{ consent: { ...CONSENT, source: undefined } }, 'consent.source'],
      [{ consent: { ...CONSENT, noticeVersion: undefined } }, 'consent.noticeVersion'],
      [{ consent: undefined }, 'consent'],
    ] as const) {
      const { status, body } = await start(plan)
      expect([status, body.errors?.[0]?.path]).toEqual([400, path])
    }
    expect((await start({})).status).toBe(200)
    expect((await start({})).body.code).toBe('import_started_already')
  })

  test('and whoever may not import is refused', async ({ desk }) => {
    const { database, tenant } = desk.shop
    expect(permissionsOf('admin').has('contacts:import')).toBe(true)
    expect(permissionsOf('agent').has('contacts:import')).toBe(false)
    const { id } = await desk.upload(lines(1))
    const { rows } = await database.inTenant(tenant, async (client) =>
      client.query<{ actor: { kind: string } }>('select actor from imports where id = $1', [id]),
    )
    expect(rows[0]?.actor.kind).toBe('key')
  })
})

describe('rows', () => {
  test('become contacts, and bad ones come back with their row and reason, harmless in a spreadsheet', async ({
    desk,
  }) => {
    const { database, tenant } = desk.shop
    for (const [key, type] of [
      ['city', 'text'],
      ['born', 'date'],
      ['spent', 'number'],
      ['member', 'boolean'],
    ] as const)
      await addAttribute(database, tenant, OWNER, { key, label: key, type })
    await addAttribute(database, tenant, OWNER, {
      key: 'tier',
      label: 'Tier',
      type: 'choice',
      choices: ['Gold'],
    })
    const text = [
      'Name,Phone,City,Born,Spent,Member,Tier',
      'Asha,98765 43210,Pune,3/5/1990,"1,23,456.5",हाँ,gold',
      'Ravi,+91 98765 43210,,,,,', // the same number
      '=HYPERLINK("http://evil"),12345,,,,,',
      ',,Nowhere,,,,',
      '',
      'Born,9876543211,,31/02/1990,,,',
      'Much,9876543212,,,many,,',
      'Perhaps,9876543213,,,,perhaps,',
      'Lead,9876543214,,,,,Lead',
      `${'x'.repeat(121)},9876543215,,,,,`,
      'Excel,9.19877E+11,,,,,',
      '"Quoted, ""Jr""",9876543216,,,,,',
    ].join('\r\n')
    const made = await desk.upload(text)
    expect(made.proposal).toEqual({
      ...{ phone: 1, name: 0 },
      attributes: { city: 2, born: 3, spent: 4, member: 5, tier: 6 },
    })
    await desk.ask('POST', `/imports/${made.id}/start`, { ...PLAN, mapping: made.proposal })
    await desk.run(made.id)
    expect((await known(desk)).map(({ name, phone, attributes }) => ({ name, phone, attributes }))).toEqual([
      {
        ...{ name: 'Asha', phone: '919876543210' },
        attributes: { city: 'Pune', born: '1990-05-03', spent: 123_456.5, member: true, tier: 'Gold' },
      },
      { name: 'Quoted, "Jr"', phone: '919876543216', attributes: null },
    ])
    expect((await desk.ask<ImportDetail>('GET', `/imports/${made.id}`)).body).toMatchObject({
      ...{ created: 2, updated: 0, skipped: 0, refused: 9, rows: 11 },
    })
    const errors = (await desk.ask('GET', `/imports/${made.id}/errors.csv`)).text.split('\r\n')
    expect(errors[0]).toBe('"Name","Phone","City","Born","Spent","Member","Tier","Row in the file","Reason"')
    expect(errors.slice(1, -1).map((line) => /,(\d+),"([^"]*)"$/u.exec(line)?.slice(1))).toEqual([
      ['3', 'The same number stands further up in the file'],
      ['4', expect.stringContaining('no phone number')],
      ['5', 'There is no phone number'],
      ['7', 'The value is no date; write it like 2026-05-03 or 3/5/2026 (born)'],
      ['8', 'The value is no number (spent)'],
      ['9', 'The value is neither yes nor no (member)'],
      ['10', 'The value is none of the choices of this field (tier)'],
      ['11', 'The name is longer than 120 characters'],
      ['12', expect.stringContaining('rounded')],
    ])
    expect(errors[2]).toContain('"\'=HYPERLINK(""http://evil"")"')
    expect(errors.join('\n')).not.toMatch(/(^|,)"?[=+@]/mu)
  })

  test('of contacts that are known fill in, overwrite, or change nothing, as was chosen', async ({
    desk,
  }) => {
    const { database, tenant } = desk.shop
    await addAttribute(database, tenant, OWNER, { key: 'city', label: 'City', type: 'text' })
    const mapping = { phone: 1, name: 0, attributes: { city: 2 } }
    const now = async () => (await known(desk)).map(({ name, attributes }) => [name, attributes])
    expect(await desk.take(file('', 'Pune'), { mapping })).toMatchObject({ created: 1 })
    expect(await desk.take(file('Asha', 'Delhi'), { mapping })).toMatchObject({ created: 0, updated: 1 })
    expect(await now()).toEqual([['Asha', { city: 'Pune' }]])
    expect(await desk.take(file('Other', 'Agra'), { mapping, known: 'skip' })).toMatchObject({ skipped: 1 })
    expect(await now()).toEqual([['Asha', { city: 'Pune' }]])
    expect(await desk.take(file('New', 'Surat'), { mapping, known: 'overwrite' })).toMatchObject({
      updated: 1,
    })
    expect(await now()).toEqual([['New', { city: 'Surat' }]])
    expect(await desk.take(file('', ''), { mapping, known: 'overwrite' })).toMatchObject({ updated: 1 })
    expect(await now()).toEqual([['New', { city: 'Surat' }]])
  })

  test('meet the same person as a webhook does, whichever comes first', async ({ desk }) => {
    const { database, number } = desk.shop
    const [first, second] = ['919876500001', '919876500002']
    const write = (phone: string, bsuid: string) =>
      bodyOf(
        messagesOf(number, {
          contacts: [{ wa_id: phone, user_id: bsuid, profile: { name: bsuid } }],
          messages: [
            {
              ...{
                from: phone,
                from_user_id: bsuid,
                id: `wamid.${newId()}`,
                timestamp: '1795000000',
                type: 'text',
              },
              text: { body: 'hi' },
            },
          ],
        }),
      )
    await ingest(database, [write(first, 'IN.1')])
    await desk.take(`Name,Phone\nAsha,${first}\nRavi,${second}\n`)
    await ingest(database, [write(second, 'IN.2'), write(first, 'IN.1')])
    const people = await known(desk)
    expect(people.map(({ name, phone }) => [name, phone])).toEqual([
      ['Asha', first],
      ['Ravi', second],
    ])
    const { rows } = await database.inTenant(desk.shop.tenant, async (client) =>
      client.query<{ count: number }>('select count(*)::int as count from contacts'),
    )
    expect(rows[0]?.count).toBe(2)
  })
})

describe('consent', () => {
  test('goes to the ledger once with its source, however often a batch is taken, and none is made up', async ({
    desk,
  }) => {
    const { database, tenant } = desk.shop
    const ledger = async (contact: string) =>
      database.inTenant(tenant, async (client) => listConsents(client, tenant, contact))
    await desk.take('Name,Phone\nAsha,9876543210\n')
    const [asha] = await known(desk)
    expect(await ledger(asha?.id ?? '')).toEqual([])
    const { id } = await desk.take('Name,Phone\nAsha,9876543210\n', { consent: CONSENT })
    await desk.run(id)
    expect(await ledger(asha?.id ?? '')).toMatchObject([
      {
        ...{
          purpose: 'marketing',
          state: 'granted',
          source: 'import',
          note: CONSENT.source,
          noticeVersion: 'v2',
        },
        ...{ evidence: { import: id, row: 2 }, at: Date.parse('2026-05-02T18:30:00Z') },
      },
    ])
  })

  test('never lifts a STOP that came later, and lifts one that came before', async ({ desk }) => {
    const { database, tenant } = desk.shop
    const day = Date.parse('2026-05-02T18:30:00Z')
    const early = await openTalk(desk.shop, { phone: '919876543210' })
    const late = await openTalk(desk.shop, { phone: '919876543211' })
    await database.inTenant(tenant, async (client) => {
      for (const [{ contact }, at] of [
        [early, day - 1000],
        [late, day + 1000],
      ] as const)
        await recordConsents(client, tenant, [
          {
            ...{ contact, purpose: 'marketing', state: 'withdrawn', source: 'message' },
            cause: `message:${contact}`,
            evidence: {},
            at: instant(at),
          },
        ])
    })
    await desk.take('Name,Phone\nA,9876543210\nB,9876543211\n', { consent: CONSENT })
    const off = async ({ contact }: { contact: string }) =>
      database.inTenant(tenant, async (client) => isSuppressed(client, tenant, contact, 'marketing'))
    expect([await off(early), await off(late)]).toEqual([false, true])
  })
})

describe('another tenant', () => {
  test('sees neither the import nor its rows, and its contacts stay as they are', async ({ desk, other }) => {
    const phone = freshPhone()
    await openTalk(other.shop, { phone })
    const done = await desk.take(`Name,Phone\nAsha,+${phone}\nBad,1\n`, { known: 'overwrite' })
    expect(done).toMatchObject({ created: 1, refused: 1 })
    for (const path of [`/imports/${done.id}`, `/imports/${done.id}/errors.csv`])
      expect((await other.ask('GET', path)).status).toBe(404)
    expect((await other.ask<ImportList>('GET', '/imports')).body.items).toEqual([])
    expect((await known(other)).map(({ name }) => name)).toEqual([null])
  })
})
