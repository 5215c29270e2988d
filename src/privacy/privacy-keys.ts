import { hkdfSync } from 'node:crypto'
import type { Pool } from 'pg'
import { installationSecret } from '#platform/db/installation-secret.ts'
import type { Vault } from '#platform/secrets.ts'

/** What signs receipts and hashes names. It stays the same when the key that seals is changed, or no receipt could be checked after. */
export type PrivacyKeys = { readonly keyFor: (purpose: 'erasure receipts' | 'kept refusals') => Buffer }

export async function privacyKeys(pool: Pick<Pool, 'query'>, vault: Vault): Promise<PrivacyKeys> {
  const secret = await installationSecret(pool, vault, 'privacy')
  return { keyFor: (purpose) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)) }
}
