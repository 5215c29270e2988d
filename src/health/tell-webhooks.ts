/** What customers' systems are told of numbers: words about their health, and alarms that open and close. */
import type { Client } from '#platform/db/database.ts'
import { wholeMillisecondsOf } from '#platform/db/sql-text.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import type { EventEntry } from '#realtime/append-events.ts'

export type NumberNews = {
  readonly type: 'number.health_changed' | 'number.alarm'
  readonly data: Readonly<Record<string, unknown>>
}

const NUMBER = `'channelId', c.id, 'phoneNumberId', c.phone_number_id, 'displayPhoneNumber', c.display_phone_number`
const MS = (column: string): string => wholeMillisecondsOf(column)

/** Each once, in the state of now: an alarm that opened and closed since the last look is told as closed. */
export async function numberNews(
  client: Client,
  tenant: TenantId,
  entries: readonly EventEntry[],
): Promise<NumberNews[]> {
  const words = idsOf(entries, 'number.health_changed')
  const alarms = idsOf(entries, 'number.alarm')
  if (words.length + alarms.length === 0) return []
  const { rows } = await client.query<{ id: string; data: NumberNews['data'] }>(
    `select h.id, jsonb_build_object('id', h.id, ${NUMBER}, 'kind', h.kind, 'subject', h.subject, 'from', case when h.is_point then null else h.from_value end,
       'to', h.to_value, 'data', h.data, 'severity', h.severity, 'source', h.source, 'at', ${MS('h.at')}) as data
     from health_changes h join channels c on c.tenant_id = h.tenant_id and c.id = h.channel_id
     where h.tenant_id = $1 and h.id = any($2::uuid[])
     union all
     select a.id, jsonb_build_object('id', a.id, ${NUMBER}, 'kind', a.kind, 'subject', a.subject, 'severity', a.severity,
       'state', case when a.closed_at is null then 'open' else 'closed' end, 'openedAt', ${MS('a.opened_at')},
       'closedAt', ${MS('a.closed_at')}, 'details', a.details)
     from channel_alarms a join channels c on c.tenant_id = a.tenant_id and c.id = a.channel_id
     where a.tenant_id = $1 and a.id = any($3::uuid[])`,
    [tenant, words, alarms],
  )
  const found = new Map(rows.map(({ id, data }) => [id, data]))
  return [...new Set([...words, ...alarms])].flatMap((id) => {
    const data = found.get(id)
    const type = words.includes(id) ? 'number.health_changed' : 'number.alarm'
    return data === undefined ? [] : [{ type, data } as const]
  })
}

const idsOf = (entries: readonly EventEntry[], kind: NumberNews['type']): string[] =>
  entries.flatMap((entry) => (entry[0] === kind ? [entry[1]] : []))
