import { Client as Admin } from 'pg'
import { describe, expect } from 'vitest'
import type { Client, Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { test } from '#test/database.ts'
import { eachAudit, listAudit, listAuditFilters } from './read-audit.ts'
import { recordAudit } from './record-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const ASHA = { kind: 'user', id: 'u1', name: 'Asha' } as const
const ROBOT = { kind: 'key', id: 'k1', name: 'Billing' } as const
const EVERYTHING = { action: null, actorId: null, from: null, to: null }

const note = async (client: Client, tenant: TenantId, nth: number): Promise<void> =>
  recordAudit(client, tenant, nth % 2 === 0 ? ASHA : ROBOT, {
    action: nth % 3 === 0 ? 'key.revoked' : 'key.created',
    subject: { kind: 'key', id: String(nth) },
    details: { nth, name: `Key ${nth}`, z: [1, { b: null, a: 'ü' }], a: 0.1 },
  })

async function fill(database: Database, tenant: TenantId, count: number): Promise<void> {
  for (let nth = 1; nth <= count; nth += 1)
    await database.inTenant(tenant, async (client) => note(client, tenant, nth))
}

const verify = async (database: Database, tenant: TenantId, page?: number) =>
  database.inTenant(tenant, async (client) => verifyAudit(client, tenant, page))

async function asSuperuser(adminUrl: string, sql: string, values: readonly unknown[]): Promise<number> {
  const admin = new Admin({ connectionString: adminUrl })
  await admin.connect()
  try {
    return (await admin.query(sql, [...values])).rowCount ?? 0
  } finally {
    await admin.end()
  }
}

describe('the audit log', () => {
  test('numbers entries without gaps although many write at once and some take it back', async ({
    database,
    tenant,
  }) => {
    const writes = Array.from({ length: 40 }, async (_, nth) =>
      database.inTenant(tenant, async (client) => {
        await note(client, tenant, nth)
        if (nth % 4 === 0) throw new Error('taken back')
      }),
    )
    await Promise.allSettled(writes)
    const rows = await database.inTenant(tenant, async (client) =>
      listAudit(client, tenant, EVERYTHING, { before: null, limit: 200 }),
    )
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, nth) => 30 - nth))
    const moments = rows.map(({ at }) => at)
    expect(moments).toEqual(moments.toSorted((a, b) => b - a))
    expect(await verify(database, tenant, 7)).toEqual({ isWhole: true, entries: 30 })
  })

  test('is whole when it is empty', async ({ database, tenant }) => {
    expect(await verify(database, tenant)).toEqual({ isWhole: true, entries: 0 })
  })

  test('keeps what PostgreSQL cannot keep out, and still fits', async ({ database, tenant }) => {
    await database.inTenant(tenant, async (client) => {
      await recordAudit(
        client,
        tenant,
        { ...ASHA, name: 'A\0sha \ud800' },
        {
          action: 'member.role-changed',
          subject: { kind: 'member', id: '1\0' },
          details: {
            'a\0': '\0\udfff',
            gone: undefined,
            big: 1e21,
            tiny: -0,
            date: new Date(0),
            '10': 1,
            '9': 2,
          },
        },
      )
    })
    expect(await verify(database, tenant)).toEqual({ isWhole: true, entries: 1 })
  })

  test('refuses an action that is not named as actions are', async ({ database, tenant }) => {
    const bad = database.inTenant(tenant, async (client) =>
      recordAudit(client, tenant, ASHA, { action: 'Deleted!', subject: { kind: 'x', id: '1' } }),
    )
    await expect(bad).rejects.toThrow('thing.what-happened')
  })

  test('can only be appended to by the program, not changed, not emptied, and only in its own tenant', async ({
    database,
    tenant,
  }) => {
    await fill(database, tenant, 1)
    for (const sql of [
      `update audit_entries set action = 'x'`,
      'delete from audit_entries',
      'truncate audit_entries',
      'delete from audit_heads',
    ])
      await expect(
        database.inTenant(tenant, async (client) => client.query(sql)),
        sql,
      ).rejects.toThrow('permission denied')
    const other = tenantId(newId())
    await expect(database.inTenant(tenant, async (client) => note(client, other, 1))).rejects.toThrow(
      'row-level security',
    )
  })
})

describe('the chain', () => {
  const changes: readonly (readonly [string, string])[] = [
    ['a byte of the details', `details = jsonb_set(details, '{name}', '"Key 8"')`],
    ['who did it', `actor_name = 'Asga'`],
    ['what was done', `action = 'key.revokee'`],
    ['when, by a microsecond', `at = at + interval '1 microsecond'`],
    ['to what', `subject_id = '71'`],
    ['the hash', `hash = set_byte(hash, 31, get_byte(hash, 31) # 1)`],
    ['the previous hash', `previous_hash = set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 128)`],
  ]
  test.for(changes)('shows that somebody changed %s', async ([, change], { database, adminUrl, tenant }) => {
    await fill(database, tenant, 9)
    const sql = `update audit_entries set ${change} where tenant_id = $1 and seq = 7`
    expect(await asSuperuser(adminUrl, sql, [tenant])).toBe(1)
    for (const page of [1000, 3, 1])
      expect(await verify(database, tenant, page)).toEqual({
        isWhole: false,
        brokenAt: 7,
        because: 'changed',
      })
  })

  test.for([1, 5, 9])(
    'shows that somebody removed entry %i of 9',
    async (seq, { database, adminUrl, tenant }) => {
      await fill(database, tenant, 9)
      const sql = 'delete from audit_entries where tenant_id = $1 and seq = $2'
      expect(await asSuperuser(adminUrl, sql, [tenant, seq])).toBe(1)
      expect(await verify(database, tenant, 4)).toEqual({ isWhole: false, brokenAt: seq, because: 'missing' })
    },
  )

  test('shows that somebody removed the end together with what the head said of it', async ({
    database,
    adminUrl,
    tenant,
  }) => {
    await fill(database, tenant, 5)
    await asSuperuser(adminUrl, 'update audit_heads set seq = 4 where tenant_id = $1', [tenant])
    expect(await verify(database, tenant)).toEqual({ isWhole: false, brokenAt: 5, because: 'unexpected' })
    await asSuperuser(adminUrl, 'delete from audit_entries where tenant_id = $1 and seq = 5', [tenant])
    expect(await verify(database, tenant)).toEqual({ isWhole: false, brokenAt: 4, because: 'changed' })
    await asSuperuser(adminUrl, 'delete from audit_heads where tenant_id = $1', [tenant])
    expect(await verify(database, tenant)).toEqual({ isWhole: false, brokenAt: 1, because: 'unexpected' })
  })
})

describe('reading it', () => {
  test('filters, and says what there is to filter by', async ({ database, tenant }) => {
    await fill(database, tenant, 12)
    const list = async (filter: Partial<Parameters<typeof listAudit>[2]>) =>
      database.inTenant(tenant, async (client) =>
        listAudit(client, tenant, { ...EVERYTHING, ...filter }, { before: null, limit: 50 }),
      )
    expect((await list({ action: 'key.revoked' })).map(({ seq }) => seq)).toEqual([12, 9, 6, 3])
    expect((await list({ actorId: 'k1', action: 'key.revoked' })).map(({ seq }) => seq)).toEqual([9, 3])
    const [first] = (await list({})).slice(-1)
    const start = first?.at ?? 0
    expect(await list({ to: start })).toEqual([])
    expect(await list({ from: start })).toHaveLength(12)
    const filters = await database.inTenant(tenant, async (client) => listAuditFilters(client, tenant))
    expect(filters).toEqual({ actions: ['key.created', 'key.revoked'], actors: [ASHA, ROBOT] })
  })

  test('takes everything away in pages, each entry once', async ({ database, tenant }) => {
    await database.inTenant(tenant, async (client) => {
      for (let nth = 1; nth <= 1001; nth += 1) await note(client, tenant, nth)
    })
    const sizes: number[] = []
    const seqs = new Set<number>()
    for await (const page of eachAudit(database, tenant, EVERYTHING)) {
      sizes.push(page.length)
      for (const { seq } of page) seqs.add(seq)
    }
    expect(sizes).toEqual([500, 500, 1])
    expect(seqs.size).toBe(1001)
    const other = tenantId(newId())
    await database.inTenant(other, async (client) => createTenant(client, other, 'Other'))
    for await (const page of eachAudit(database, other, EVERYTHING)) expect(page).toEqual([])
  })
})
