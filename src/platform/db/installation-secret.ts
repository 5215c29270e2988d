import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { Secret, type Vault } from '../secrets.ts'

/**
 * 32 random bytes for one purpose, made by whichever process asks first and the same ever after: two installations share none.
 * Kept sealed, so that they stay as they are when the key that seals is changed.
 */
export async function installationSecret(
  pool: Pick<Pool, 'query'>,
  vault: Vault,
  name: string,
): Promise<Buffer> {
  const belongsTo = `installation secret ${name}`
  const fresh = new Secret(randomBytes(32).toString('base64'))
  await pool.query(
    `insert into installation_secrets (name, sealed)
     select $1, $2 where not exists (select from installation_secrets where name = $1) on conflict do nothing`,
    [name, vault.seal(fresh, belongsTo)],
  )
  const { rows } = await pool.query<{ sealed: Buffer }>(
    'select sealed from installation_secrets where name = $1',
    [name],
  )
  if (rows[0] === undefined) throw new Error(`the installation has no secret ${name}`)
  return Buffer.from(vault.open(rows[0].sealed, belongsTo).reveal(), 'base64')
}
