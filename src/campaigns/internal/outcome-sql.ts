/**
 * What became of each recipient of a campaign, as SQL: the row says waiting, skipped or taken; of those taken, the send and Meta's
 * statuses say the rest. Never stored, so never wrong: audience = waiting + skipped + queued + unknown + held + sent + failed.
 */
import { MARKETING } from '#consent/record-consents.ts'

/** An answer so long after the message still counts as one to it. */
const ANSWER_DAYS = 7

/** What customers do is told in whole seconds, what we send in parts of them: an answer within the second would be before its message. */
const since = (sent: string): string => `date_trunc('second', ${sent})`

/**
 * Rows (contact_id, variant, reason, conversation_id, send_id, price_micros, at, outcome, code, clicked_at, last_inbound_at,
 * opted_out). Each is looked up by key: the tables grow with the campaign itself, and a plan that was made while they were small reads all of them for every recipient, until the next ANALYZE.
 * @param campaign its parameter, as `$2`
 */
export const OUTCOME = (campaign: string): string => `
  select r.contact_id, r.variant, r.reason, r.send_id, r.price_micros, s.conversation_id, coalesce(m.at, r.done_at) as at,
    case when r.state <> 'taken' then r.state
      when m.status_rank >= 3 then 'read' when m.status_rank = 2 then 'delivered'
      when m.failed_at is not null then 'failed' when m.status_rank = 1 then 'sent'
      when s.state in ('queued', 'dispatching') then 'queued'
      when s.state in ('unknown', 'held', 'failed') then s.state
      else 'sent' end as outcome,
    coalesce(m.failure ->> 'code', s.error ->> 'code', s.error ->> 'harkara') as code,
    coalesce(m.failure, s.error) as error, coalesce(m.delivered_at, m.read_at) as delivered_at,
    l.clicked_at, v.last_inbound_at, (p.at >= ${since('m.at')} and p.at < m.at + interval '${ANSWER_DAYS} days') is true as opted_out
  from campaign_recipients r
  left join lateral (select * from sends s where s.tenant_id = $1 and s.id = r.send_id limit 1) s on true
  left join lateral (select * from messages m where m.tenant_id = $1 and m.id = r.send_id limit 1) m on true
  left join lateral (select v.last_inbound_at from conversations v where v.tenant_id = $1 and v.id = s.conversation_id limit 1) v on true
  left join lateral (select p.at from suppressions p where p.tenant_id = $1 and p.contact_id = r.contact_id and p.purpose = '${MARKETING}'
    and r.state = 'taken' limit 1) p on true
  left join lateral (select min(c.clicked_at) as clicked_at from link_codes c where c.tenant_id = $1 and c.campaign_id = ${campaign}::uuid
    and c.contact_id = r.contact_id and c.clicked_at is not null and r.state = 'taken') l on true
  where r.tenant_id = $1 and r.campaign_id = ${campaign}::uuid`

/** Most have not written since, which their conversation says: only of the others messages are looked for. */
const answered = (
  condition: string,
): string => `(o.outcome in ('sent', 'delivered', 'read') and (o.last_inbound_at >= ${since('o.at')}) is true and exists (
  select from messages i where i.tenant_id = $1 and i.conversation_id = o.conversation_id and i.direction = 'in' ${condition}
    and i.at >= ${since('o.at')} and i.at < o.at + interval '${ANSWER_DAYS} days'))`

/** Of an outcome `o`: whether they wrote afterwards. */
export const REPLIED = answered('')
/** Whether they ordered from the catalogue afterwards. */
export const ORDERED = answered(`and i.type = 'order'`)
