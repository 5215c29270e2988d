/** Keeps what was delivered, behind the messages. A message's rows are made anew from all its statuses. */
import type { Client, Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { followEvents, messagesIn, olderIn } from '#realtime/follow-events.ts'
import { chargesOf } from './charges-of.ts'
import { putCharges, selectSaid } from './internal/charges-sql.ts'

/** One pass over one tenant. True: there is more to do. */
export const recordCharges = async (database: Database, tenant: TenantId): Promise<boolean> =>
  followEvents(database, tenant, {
    cursors: 'cost_cursors',
    entriesMax: 400,
    olderMax: 400,
    selectOlder: olderIn('messages'),
    work: async (client, entries, older) => chargeThese(client, tenant, [...messagesIn(entries), ...older]),
  })

/** A message that is not there any more keeps its charge: Meta's invoice has it too. */
async function chargeThese(client: Client, tenant: TenantId, ids: readonly string[]): Promise<void> {
  const said = await selectSaid(client, tenant, ids)
  const charges = [...said].flatMap(([id, { channelId, statuses }]) =>
    chargesOf(statuses).map((charge) => ({ ...charge, id, channelId })),
  )
  await putCharges(client, tenant, [...said.keys()], charges)
}
