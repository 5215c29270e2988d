/**
 * node src/main.ts rotate-secrets: seals everything anew with the newest key, so that earlier ones can be dropped.
 *
 * First every process gets the new key as HARKARA_SECRET_KEY=2:… and the old one in HARKARA_SECRET_KEYS_OLD; from then on nothing
 * new is sealed with the old one. Then this runs, beside them: a few rows at a time, so whoever stops it may start it again.
 */
import { tokenSealedTo } from '#channels/connect-channel.ts'
import { signupSealedTo } from '#connection/signup.ts'
import { readConfig, SettingsError, type Config } from '#platform/config.ts'
import { inTransaction, openDatabase, type Client, type Database } from '#platform/db/database.ts'
import { tenantId, type TenantId } from '#platform/db/tenant-id.ts'
import { createVault, type Vault } from '#platform/secrets.ts'
import { sealedTo } from '#webhooks/manage-endpoints.ts'

/** A column of sealed values. `key` tells its rows apart, within the tenant if it is a tenant's. */
export type SealedColumn = {
  readonly table: string
  readonly column: string
  readonly key: string
} & (
  | { readonly ownerOf: (tenant: TenantId, key: string) => string; readonly isOfTenants: true }
  | { readonly ownerOf: (key: string) => string; readonly isOfTenants: false }
)

/** All that there are; a test holds the list against the database. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'channels', column: 'access_token_sealed', key: 'id', ownerOf: tokenSealedTo, isOfTenants: true },
  { table: 'channel_signups', column: 'token_sealed', key: 'id', ownerOf: signupSealedTo, isOfTenants: true },
  { table: 'webhook_endpoints', column: 'secret_sealed', key: 'id', ownerOf: sealedTo, isOfTenants: true },
  {
    table: 'webhook_endpoints',
    column: 'previous_secret_sealed',
    key: 'id',
    ownerOf: sealedTo,
    isOfTenants: true,
  },
  {
    table: 'erasures',
    column: 'names_sealed',
    key: 'id',
    ownerOf: (_tenant, id) => `erasure ${id}`,
    isOfTenants: true,
  },
  {
    table: 'push_keys',
    column: 'private_key_sealed',
    key: 'is_only',
    ownerOf: () => 'push',
    isOfTenants: false,
  },
  {
    table: 'installation_secrets',
    column: 'sealed',
    key: 'name',
    ownerOf: (name) => `installation secret ${name}`,
    isOfTenants: false,
  },
]

/** One transaction each; a transaction that writes must be short. */
const ROWS_AT_ONCE = 50

export type Rotation = {
  /** Sealed anew now. */
  readonly resealed: number
  /** Could not be opened with any key that was given; left as they are. */
  readonly unreadable: number
}

/** @param onBatch told after each commit how many values have been sealed anew */
export async function rotateSecrets(
  database: Database,
  vault: Vault,
  onBatch: (resealed: number) => void = () => {},
): Promise<Rotation> {
  const total = { resealed: 0, unreadable: 0 }
  const resealAll = async (
    column: SealedColumn,
    within: <T>(work: (client: Client) => Promise<T>) => Promise<T>,
    tenant: TenantId | null,
  ): Promise<void> => {
    for (let after: string | null = ''; after !== null;) {
      const place: string = after
      const batch = await within(async (client) => resealBatch(client, vault, column, tenant, place))
      total.resealed += batch.resealed
      total.unreadable += batch.unreadable
      after = batch.last
      if (batch.resealed > 0) onBatch(total.resealed)
    }
  }
  for (const column of SEALED_COLUMNS.filter(({ isOfTenants }) => !isOfTenants))
    await resealAll(column, async (work) => inTransaction(database.pool, work), null)
  for (const tenant of await listAllTenants(database))
    for (const column of SEALED_COLUMNS.filter(({ isOfTenants }) => isOfTenants))
      await resealAll(column, async (work) => database.inTenant(tenant, work), tenant)
  return total
}

/** The next few rows after this place. They are locked, so that a token that is just being replaced stays the new one. */
async function resealBatch(
  client: Client,
  vault: Vault,
  sealed: SealedColumn,
  tenant: TenantId | null,
  after: string,
): Promise<Rotation & { readonly last: string | null }> {
  const { table, column, key } = sealed
  const mine = tenant === null ? '$4::text is null' : 'tenant_id = $4::uuid'
  const { rows } = await client.query<{ key: string; sealed: Buffer }>(
    `select ${key}::text as key, ${column} as sealed from ${table}
     where ${mine} and ${column} is not null and get_byte(${column}, 1) <> $1 and ${key}::text > $2
     order by ${key}::text limit $3 for update`,
    [vault.keyId, after, ROWS_AT_ONCE, tenant],
  )
  let resealed = 0
  for (const row of rows) {
    const owner = sealed.isOfTenants ? sealed.ownerOf(must(tenant), row.key) : sealed.ownerOf(row.key)
    const anew = resealOne(vault, row.sealed, owner)
    if (anew === null) continue
    await client.query(
      `update ${table} set ${column} = $1 where ${key}::text = $2 and ${mine.replace('$4', '$3')}`,
      [anew, row.key, tenant],
    )
    resealed += 1
  }
  const last = rows.length < ROWS_AT_ONCE ? null : (rows.at(-1)?.key ?? null)
  return { resealed, unreadable: rows.length - resealed, last }
}

function must(tenant: TenantId | null): TenantId {
  if (tenant === null) throw new Error('a tenant’s column without a tenant')
  return tenant
}

function resealOne(vault: Vault, sealed: Buffer, owner: string): Buffer | null {
  try {
    return vault.seal(vault.open(sealed, owner), owner)
  } catch {
    return null // another key, or damaged: what is broken stays as it is, for somebody to look at
  }
}

/** How many values each key seals at the moment. */
export async function countByKey(database: Database): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>()
  const count = async (client: Client, columns: readonly SealedColumn[], tenant: TenantId | null) => {
    const parts = columns.map(
      ({ table, column, isOfTenants }) =>
        `select get_byte(${column}, 1) as key from ${table}
         where ${column} is not null and ${isOfTenants ? 'tenant_id = $1::uuid' : '$1::text is null'}`,
    )
    const { rows } = await client.query<{ key: number; count: number }>(
      `select key, count(*)::int as count from (${parts.join(' union all ')}) used group by key`,
      [tenant],
    )
    for (const row of rows) counts.set(row.key, (counts.get(row.key) ?? 0) + row.count)
  }
  const [ofTenants, ofAll] = [
    SEALED_COLUMNS.filter(({ isOfTenants }) => isOfTenants),
    SEALED_COLUMNS.filter(({ isOfTenants }) => !isOfTenants),
  ]
  await inTransaction(database.pool, async (client) => count(client, ofAll, null))
  for (const tenant of await listAllTenants(database))
    await database.inTenant(tenant, async (client) => count(client, ofTenants, tenant))
  return counts
}

/** Every tenant that has or had a number, a member or a webhook: the tables of ids that are read before the tenant is known. */
async function listAllTenants({ pool }: Database): Promise<TenantId[]> {
  const { rows } = await pool.query<{ tenant_id: string }>(
    'select tenant_id from number_leases union select tenant_id from member_routes union select tenant_id from webhook_relays',
  )
  return rows.map((row) => tenantId(row.tenant_id))
}

/**
 * Stops a start without a key that still seals something: messages that wait would fail for want of their token, and could not be
 * sent by themselves when the key is back.
 */
export async function checkSealingKeys(
  config: Pick<Config, 'secretKeyId' | 'secretKeysOld' | 'secretKeysLost'>,
  databaseUrl: string,
): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1, name: 'keys' })
  try {
    const given = [config.secretKeyId, ...config.secretKeysOld.map(({ id }) => id), ...config.secretKeysLost]
    const missing = [...(await countByKey(database))].filter(([key]) => !given.includes(key))
    if (missing.length === 0) return
    const words = missing.map(([key, count]) => `key ${key} still seals ${valuesOf(count)}`).join(', ')
    const [first] = missing[0] ?? [1]
    throw new SettingsError(
      `HARKARA_SECRET_KEYS_OLD lacks a key: ${words}. Put it back as ${first}:<the key> and run “node src/main.ts rotate-secrets”; ` +
        `if nobody has it any more, write ${first}:lost and connect the numbers again.`,
    )
  } finally {
    await database.close()
  }
}

const valuesOf = (count: number): string => (count === 1 ? '1 value' : `${count} values`)

/** The command: returns whether earlier keys can be dropped. With --check it only looks. */
export async function runRotation(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Promise<boolean> {
  if (words.some((word) => word !== '--check'))
    throw new SettingsError('rotate-secrets takes nothing but --check')
  // The rest of the settings is not needed here.
  const config = readConfig({ META_APP_SECRET: 'not-needed', META_VERIFY_TOKEN: 'not-needed', ...env }, false)
  const vault = createVault(config.secretKey, config.secretKeyId, config.secretKeysOld)
  const database = openDatabase({ url: config.databaseUrl ?? '', poolSize: 1, name: 'rotate' })
  try {
    if (!words.includes('--check')) {
      const { resealed, unreadable } = await rotateSecrets(database, vault, (count) =>
        say(`${count} sealed anew`),
      )
      say(`done: ${valuesOf(resealed)} sealed anew with key ${vault.keyId}`)
      if (unreadable > 0) say(`${valuesOf(unreadable)} could not be opened with any key that was given`)
    }
    const counts = [...(await countByKey(database))].toSorted(([a], [b]) => a - b)
    for (const [key, count] of counts) say(`key ${key} seals ${valuesOf(count)}`)
    const used = counts.filter(([key]) => key !== vault.keyId).map(([key]) => key)
    say(
      used.length === 0
        ? 'earlier keys seal nothing: HARKARA_SECRET_KEYS_OLD can be emptied'
        : `keep key ${used.join(', ')}: it is still in use`,
    )
    return used.length === 0
  } finally {
    await database.close()
  }
}
