import { recordAudit } from '#audit/record-audit.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { newId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import type { Access } from '#tenants/access.ts'
import type { Permission } from '#tenants/permissions.ts'
import { countLiveKeys, insertKey } from './internal/sql.ts'
import { newKeyText } from './key-text.ts'
import type { NewApiKey } from './shapes.ts'

/** More than any business needs; a program that makes a key at each start is stopped here. */
export const LIVE_KEYS_MAX = 100

export type KeyWish = {
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly ratePerMinute: number
  readonly expiresAt: Instant | null
}

export type KeyRefusal =
  | { readonly ok: false; readonly because: 'not_yours_to_give'; readonly permissions: readonly Permission[] }
  | { readonly ok: false; readonly because: 'already_expired' | 'too_many_keys' }

/**
 * Makes an API key. Its text is in the answer and nowhere else. Nobody gives what they do not have, and no key may make keys:
 * it could outlive its own revocation.
 */
export async function createKey(
  client: Client,
  tenant: TenantId,
  creator: Pick<Access, 'actor' | 'permissions'>,
  { name, permissions, ratePerMinute, expiresAt }: KeyWish,
  now: Instant,
): Promise<{ readonly ok: true; readonly key: NewApiKey } | KeyRefusal> {
  const tooMuch = permissions.filter((one) => one === 'keys:write' || !creator.permissions.has(one))
  if (tooMuch.length > 0) return { ok: false, because: 'not_yours_to_give', permissions: tooMuch }
  if (expiresAt !== null && expiresAt <= now) return { ok: false, because: 'already_expired' }
  if ((await countLiveKeys(client, tenant, now)) >= LIVE_KEYS_MAX)
    return { ok: false, because: 'too_many_keys' }
  const { lookup, prefix, text, hash } = newKeyText()
  const key = { id: newId(), name, prefix, permissions, ratePerMinute, createdAt: now, expiresAt }
  await insertKey(client, tenant, { ...key, hash, createdBy: creator.actor }, lookup)
  await recordAudit(client, tenant, creator.actor, {
    action: 'key.created',
    subject: { kind: 'key', id: key.id },
    details: { name, prefix, permissions, ratePerMinute, expiresAt },
  })
  const shown = { ...key, permissions: [...permissions], createdBy: creator.actor }
  return { ok: true, key: { ...shown, lastUsedAt: null, revokedAt: null, secret: text } }
}
