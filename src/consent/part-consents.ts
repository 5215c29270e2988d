import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { Instant } from '#platform/time.ts'
import {
  copyWithdrawals,
  insertRetractions,
  lockContacts,
  selectConsentIds,
  selectPurposes,
} from './internal/sql.ts'
import { decideSuppression } from './record-consents.ts'

/** The entries of a contact's ledger that count. */
export const consentIds = async (
  client: Client,
  tenant: TenantId,
  contact: string,
): Promise<readonly string[]> => selectConsentIds(client, tenant, contact)

/**
 * Two contacts that were merged are two again: what the merge had copied no longer counts for the winner, and each is suppressed
 * as their own ledger says. What was said in between was said of both as one: a withdrawal then holds for both.
 */
export async function partConsents(
  client: Client,
  tenant: TenantId,
  merge: {
    readonly id: string
    readonly winner: string
    readonly loser: string
    readonly at: Instant
    /** Entries of the winner's before the merge, and those that it added. */
    readonly before: readonly string[]
    readonly added: readonly string[]
  },
): Promise<void> {
  const { winner, loser, before, added } = merge
  await lockContacts(client, tenant, [winner, loser])
  await insertRetractions(client, tenant, added, merge)
  await copyWithdrawals(client, tenant, { from: winner, into: loser, except: before })
  for (const contact of [winner, loser])
    for (const purpose of await selectPurposes(client, tenant, [contact]))
      await decideSuppression(client, tenant, contact, purpose)
}
