import { createHmac } from 'node:crypto'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { PrivacyKeys } from './privacy-keys.ts'

/** One of the names that WhatsApp has for somebody. */
export type PersonName = { readonly kind: string; readonly value: string }

/**
 * What may be kept of a name whose bearer was erased: enough to know it again, and nothing that can be turned back without the
 * installation's secret key. (Phone numbers are so few that a hash without a key is no secret.)
 */
export const hashName = (keys: PrivacyKeys, tenant: TenantId, { kind, value }: PersonName): Buffer =>
  createHmac('sha256', keys.keyFor('kept refusals')).update(`${tenant} ${kind}:${value}`).digest()
