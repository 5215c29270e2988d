import { returnPlaces } from '#outbound/portfolio-places.ts'
import { recordNamed } from '#outbound/record-outcomes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { StatusFact } from '#whatsapp/facts.ts'

/**
 * A status brings back our send's id (`biz_opaque_callback_data`): Meta has the message, whatever we heard or did not hear
 * of the call. This settles `unknown`, and it settles what we thought had failed. Returns messages that changed.
 */
export async function settleByCallback(
  client: Client,
  tenant: TenantId,
  statuses: readonly { readonly fact: StatusFact }[],
): Promise<readonly { readonly id: string; readonly conversation: string }[]> {
  const named = new Map<string, { id: string; wamid: string; at: StatusFact['at'] }>()
  for (const { fact } of statuses)
    if (fact.callback !== null && isId(fact.callback))
      named.set(fact.callback, { id: fact.callback, wamid: fact.wamid, at: fact.at })
  if (named.size === 0) return []
  // What failed at Meta was not delivered, so it counts against no limit. First of all, see `returnPlaces`.
  await returnPlaces(
    client,
    tenant,
    statuses.flatMap(({ fact }) =>
      fact.status === 'failed' && fact.callback !== null && named.has(fact.callback) ? [fact.callback] : [],
    ),
  )
  return recordNamed(client, tenant, [...named.values()])
}
