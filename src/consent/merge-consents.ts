import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { instant } from '#platform/time.ts'
import { copyConsents, insertConsent, lockContacts, newestConsent, takeSuppressions } from './internal/sql.ts'
import { decideSuppression } from './record-consents.ts'
import { newId } from '#platform/ids.ts'

/**
 * Two contacts are one person: the ledger of the loser is copied to the winner (it can only be added to), and decided anew. A
 * customer's own newest word counts, whenever we learn that the two are one. What the business wrote down about one of them
 * does not undo that the other did not want it: nobody knew that they were the same. `cause`: of what is written down about that;
 * who was merged and parted may be merged again.
 */
export async function mergeConsents(
  client: Client,
  tenant: TenantId,
  loser: string,
  winner: string,
  cause = `merge:${loser}`,
): Promise<void> {
  await lockContacts(client, tenant, [loser, winner])
  const before = await takeSuppressions(client, tenant, [loser, winner])
  const copied = await copyConsents(client, tenant, loser, winner)
  const purposes = new Set([...copied, ...before])
  for (const purpose of purposes) {
    const newest = await newestConsent(client, tenant, winner, purpose)
    const isOwnWord = newest?.source === 'message' || newest?.source === 'user_preferences'
    if (newest?.state === 'granted' && !isOwnWord && before.has(purpose))
      await insertConsent(client, tenant, newId(), {
        contact: winner,
        purpose,
        state: 'withdrawn',
        source: 'merge',
        cause,
        evidence: { mergedContact: loser },
        at: instant(newest.at),
      })
    await decideSuppression(client, tenant, winner, purpose)
  }
}
