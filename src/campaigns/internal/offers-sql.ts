/**
 * How many offers somebody has had since a moment, whoever sent them: marketing templates that were not refused. Uses the thread's
 * index: of each conversation only what was said since then is looked at. $1 is the tenant.
 */
export const OFFERS_SINCE = (contact: string, since: string): string => `(
  select count(*)::int from conversations v
    join messages m on m.tenant_id = $1 and m.conversation_id = v.id and m.at >= ${since} and m.direction = 'out'
    join sends s on s.tenant_id = $1 and s.id = m.id and s.class = 3 and s.state <> 'failed'
  where v.tenant_id = $1 and v.contact_id = ${contact} and (m.failed_at is null or m.status_rank >= 2))`
