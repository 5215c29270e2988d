import type { Client } from '#platform/db/database.ts'
import { Secret, type Vault } from '#platform/secrets.ts'
import type { Instant } from '#platform/time.ts'
import { makePair, type VapidKeys } from './vapid.ts'

const SEALED_FOR = 'push'

/** This installation's keys; made by whoever asks first, and the same for ever after. */
export async function vapidKeys(client: Client, vault: Vault, now: Instant): Promise<VapidKeys> {
  const known = await readKeys(client, vault)
  if (known !== null) return known
  const { publicKey, privateKey } = makePair()
  await client.query(
    `insert into push_keys (public_key, private_key_sealed, created_at) values ($1, $2, $3)
     on conflict do nothing`, // somebody else was first: theirs count
    [publicKey, vault.seal(new Secret(privateKey), SEALED_FOR), new Date(now)],
  )
  const made = await readKeys(client, vault)
  if (made === null) throw new Error('the keys of push were not kept')
  return made
}

async function readKeys(client: Client, vault: Vault): Promise<VapidKeys | null> {
  const { rows } = await client.query<{ public_key: Buffer; private_key_sealed: Buffer }>(
    'select public_key, private_key_sealed from push_keys',
  )
  const row = rows[0]
  return row === undefined
    ? null
    : { publicKey: row.public_key, privateKey: vault.open(row.private_key_sealed, SEALED_FOR) }
}
