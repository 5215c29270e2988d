import type { Failure } from '#conversations/message-shapes.ts'
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { JsonObject } from '#whatsapp/facts.ts'
import { fateOf, graphErrorOf } from '#whatsapp/graph-errors.ts'
import { explainFailure } from './explain-failure.ts'

/**
 * Why Meta takes nothing from a number until somebody does something about its account: an expired token, a missing payment method, a block.
 * null: it does. What Meta said last says so, because the sender goes on asking with one message a minute. Uses sends_recent.
 */
export async function readHold(client: Client, tenant: TenantId, channel: string): Promise<Failure | null> {
  const { rows } = await client.query<{ state: string; error: JsonObject | null }>({
    name: 'read_hold',
    text: `select state, error from sends
      where tenant_id = $1 and channel_id = $2 and dispatching_at is not null and kind = 'message' and state <> 'dispatching'
      order by dispatching_at desc limit 1`,
    values: [tenant, channel],
  })
  const [last] = rows
  const refusal = last?.state === 'queued' ? graphErrorOf(last.error) : null
  return refusal !== null && fateOf(refusal).fate === 'hold_waba' ? explainFailure(last?.error ?? null) : null
}
