import { describe, expect } from 'vitest'
import { connectChannel } from '#channels/connect-channel.ts'
import { createTokens } from '#channels/read-channels.ts'
import { readConfig } from '#platform/config.ts'
import { installationSecret } from '#platform/db/installation-secret.ts'
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { createVault, Secret, type Vault } from '#platform/secrets.ts'
import { systemClock } from '#platform/time.ts'
import { cloneDatabase, test } from '#test/database.ts'
import { asAdmin } from '#test/ingest.ts'
import { openDatabase } from '#platform/db/database.ts'
import { tenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import { createTenant } from '#tenants/create-tenant.ts'
import { createEndpoint } from '#webhooks/manage-endpoints.ts'
import { checkSealingKeys, countByKey, rotateSecrets, runRotation, SEALED_COLUMNS } from './rotate-secrets.ts'

const keyOf = (byte: number): Secret => new Secret(Buffer.alloc(32, byte).toString('base64'))
const OLD = createVault(keyOf(1))
const BOTH = createVault(keyOf(2), 2, [{ id: 1, key: keyOf(1) }])
const NEW = createVault(keyOf(2), 2)
const OWNER = { kind: 'user', id: '1', name: 'Owner' } as const

/** A database of its own with numbers and a webhook, all sealed with the old key. */
async function openSealed(channels: number) {
  const { url, drop } = await cloneDatabase()
  const database = openDatabase({ url, poolSize: 3, name: 'test' })
  const tenants = [tenantId(newId()), tenantId(newId())] as const
  const ids: (readonly [TenantId, string])[] = []
  for (const [nth, tenant] of tenants.entries())
    await database.inTenant(tenant, async (client) => {
      await createTenant(client, tenant, 'Shop')
      for (let at = 0; at < channels; at += 1) ids.push([tenant, await connectOne(client, tenant, nth, at)])
      const wish = { url: 'https://hooks.example.com/', description: '', eventTypes: [] }
      await createEndpoint(client, tenant, OWNER, wish, OLD, systemClock())
    })
  await installationSecret(database.pool, OLD, 'sessions')
  const close = async (): Promise<void> => {
    await database.close()
    await drop()
  }
  return { url, database, ids, sealed: 2 * (channels + 1) + 1, close }
}

const connectOne = async (
  client: Parameters<typeof connectChannel>[0],
  tenant: TenantId,
  nth: number,
  at: number,
): Promise<string> =>
  connectChannel(
    client,
    tenant,
    {
      phoneNumberId: `77${nth}00${at}`,
      wabaId: '88',
      displayPhoneNumber: '919000000000',
      verifiedName: null,
      accessToken: new Secret(`token ${nth} ${at}`),
      greeting: null,
    },
    OLD,
  )

const tokensOf = async (
  database: Database,
  vault: Vault,
  ids: readonly (readonly [TenantId, string])[],
): Promise<(string | undefined)[]> => {
  const tokenOf = createTokens(database, vault)
  return Promise.all(ids.map(async ([tenant, id]) => (await tokenOf(tenant, id))?.reveal()))
}

describe('rotating the key', () => {
  test('knows every column of sealed values', async ({ adminUrl }) => {
    const columns = await asAdmin(adminUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select table_name || '.' || column_name as name from information_schema.columns
         where table_schema = 'public' and data_type = 'bytea' and column_name ~ '(^|_)sealed$' order by 1`,
      )
      return rows.map(({ name }) => name)
    })
    expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(columns)
  })

  test('seals everything anew, after which the old key is not needed any more', async () => {
    const { database, ids, sealed, url, close } = await openSealed(60)
    const before = await tokensOf(database, OLD, ids)
    expect(await rotateSecrets(database, BOTH)).toEqual({ resealed: sealed, unreadable: 0 })
    expect(await tokensOf(database, NEW, ids)).toEqual(before)
    expect(new Set(before).size).toBe(ids.length)
    expect([...(await countByKey(database))]).toEqual([[2, sealed]])
    expect(await rotateSecrets(database, BOTH)).toEqual({ resealed: 0, unreadable: 0 })
    await checkSealingKeys({ secretKeyId: 2, secretKeysOld: [], secretKeysLost: [] }, url)
    expect((await installationSecret(database.pool, NEW, 'sessions')).length).toBe(32)
    await close()
  })

  test('goes on where it was interrupted; meanwhile both keys are needed, and a start without the old one is refused', async () => {
    const { database, ids, sealed, url, close } = await openSealed(60)
    const before = await tokensOf(database, OLD, ids)
    await expect(
      rotateSecrets(database, BOTH, (count) => {
        if (count >= 50) throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    const counts = await countByKey(database)
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([1, 2])
    expect(await tokensOf(database, BOTH, ids)).toEqual(before)
    const without = { secretKeyId: 2, secretKeysOld: [], secretKeysLost: [] }
    await expect(checkSealingKeys(without, url)).rejects.toThrow(
      `key 1 still seals ${counts.get(1) ?? 0} values`,
    )
    await checkSealingKeys({ ...without, secretKeysLost: [1] }, url)
    await checkSealingKeys({ ...without, secretKeysOld: [{ id: 1, key: keyOf(1) }] }, url)
    const rest = await rotateSecrets(database, BOTH)
    expect(rest).toEqual({ resealed: counts.get(1), unreadable: 0 })
    expect([...(await countByKey(database))]).toEqual([[2, sealed]])
    expect(await tokensOf(database, NEW, ids)).toEqual(before)
    await close()
  })

  test('leaves what no key opens as it is, and the command says that the key is still in use', async () => {
    const { database, url, sealed, close } = await openSealed(1)
    const said: string[] = []
    const env = {
      DATABASE_URL: url,
      HARKARA_SECRET_KEY: `2:${keyOf(2).reveal()}`,
      HARKARA_SECRET_KEYS_OLD: `1:${keyOf(3).reveal()}`,
    }
    expect(await runRotation([], env, (line) => said.push(line))).toBe(false)
    expect(said).toContain(`${sealed} values could not be opened with any key that was given`)
    expect(said.at(-1)).toBe('keep key 1: it is still in use')
    const right = { ...env, HARKARA_SECRET_KEYS_OLD: keyOf(1).reveal() }
    expect(await runRotation(['--check'], right, () => {})).toBe(false)
    expect(await runRotation([], right, () => {})).toBe(true)
    expect(await runRotation(['--check'], right, (line) => said.push(line))).toBe(true)
    expect(said.join('\n')).not.toContain(keyOf(1).reveal())
    await database.pool.query('select 1')
    await close()
  })
})

describe('the settings', () => {
  const env = { DATABASE_URL: 'postgres://x', META_APP_SECRET: 'a-secret', META_VERIFY_TOKEN: 'a-secret' }
  test.for([
    [{ HARKARA_SECRET_KEY: keyOf(2).reveal(), HARKARA_SECRET_KEYS_OLD: keyOf(1).reveal() }, 'same number'],
    [{ HARKARA_SECRET_KEY: `256:${keyOf(2).reveal()}` }, '0 to 255'],
    [{ HARKARA_SECRET_KEY: `2:${keyOf(2).reveal()}`, HARKARA_SECRET_KEYS_OLD: 'short' }, 'earlier values'],
  ] as const)('refuse keys that cannot be told apart or are none: %#', ([keys, words]) => {
    expect(() => readConfig({ ...env, ...keys }, false)).toThrow(words)
  })
})
