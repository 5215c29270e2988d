/** Follows what customers say: each conversation comes due a moment after the last message of a turn. */
import type { Database } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { after, type Clock } from '#platform/time.ts'
import { followEvents, messagesIn } from '#realtime/follow-events.ts'
import { putTurns, selectSaid, wakeAt } from './internal/turns-sql.ts'

/** People write in several messages what they mean by one. A tap means itself. */
export const TURN_MS = 3000

/** One pass over one tenant. True: there is more to do. */
export const hearMessages = async (database: Database, tenant: TenantId, clock: Clock): Promise<boolean> =>
  followEvents(database, tenant, {
    cursors: 'flow_cursors',
    entriesMax: 400,
    olderMax: 1,
    selectOlder: async () => [], // what was said before is nobody's turn
    work: async (client, entries) => {
      const said = await selectSaid(client, tenant, messagesIn(entries))
      const now = clock()
      const last = new Map(said.map((one) => [one.conversation, one]))
      const turns = [...last.values()].map(({ conversation, isTap }) => ({
        conversation,
        message: said.find((one) => one.conversation === conversation)?.message ?? '',
        dueAt: isTap ? now : after(now, TURN_MS),
      }))
      await putTurns(client, tenant, turns)
      const [first] = turns.map(({ dueAt }) => dueAt).toSorted((one, other) => one - other)
      if (first !== undefined) await wakeAt(client, tenant, first)
    },
  })
