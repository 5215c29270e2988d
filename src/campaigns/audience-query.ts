/** Whom a campaign's audience is, as a condition on the contact `k`: one text that counts them, shows them and writes them down. */
import type { Client } from '#platform/db/database.ts'
import type { TenantId } from '#platform/db/tenant-id.ts'
import { isId } from '#platform/ids.ts'
import type { Instant } from '#platform/time.ts'
import { compileTree, type Compiled } from '#segments/compile.ts'
import type { Tree } from '#segments/conditions.ts'
import { findSegment } from '#segments/manage-segments.ts'
import { treeOf } from '#segments/walk-members.ts'
import { OUTCOME, REPLIED } from './internal/outcome-sql.ts'
import type { Audience, Definition } from './shapes.ts'

export type AudienceQuery =
  | { readonly ok: true; readonly query: Compiled }
  | { readonly ok: false; readonly because: 'no_audience' | 'segment_gone' | 'campaign_gone' }

/**
 * @param campaign whose audience it is: of a list, the people that were put in.
 */
export async function audienceQuery(
  client: Client,
  tenant: TenantId,
  { id, definition }: { readonly id: string; readonly definition: Definition },
  now: Instant,
): Promise<AudienceQuery> {
  const { audience, exceptSegmentId } = definition
  if (audience === null) return { ok: false, because: 'no_audience' }
  const except = exceptSegmentId === null ? null : await segmentTree(client, tenant, exceptSegmentId)
  if (except === undefined) return { ok: false, because: 'segment_gone' }
  const wanted = audience.from === 'segment' ? await segmentTree(client, tenant, audience.segmentId) : null
  if (wanted === undefined) return { ok: false, because: 'segment_gone' }
  const trees: Tree[] = [
    ...(wanted === null ? [] : [wanted]),
    ...(except === null ? [] : [{ kind: 'not', of: except } as const]),
  ]
  const [only] = trees
  const compiled =
    only === undefined
      ? { text: 'true', values: [tenant] }
      : compileTree(trees.length === 1 ? only : { kind: 'all', of: trees }, tenant, now)
  return narrow(client, tenant, id, audience, compiled)
}

async function narrow(
  client: Client,
  tenant: TenantId,
  id: string,
  audience: Audience,
  { text, values }: Compiled,
): Promise<AudienceQuery> {
  const next = `$${values.length + 1}`
  if (audience.from === 'list')
    return {
      ok: true,
      query: {
        text: `(${text}) and k.id in (select r.contact_id from campaign_recipients r where r.tenant_id = $1 and r.campaign_id = ${next}::uuid)`,
        values: [...values, id],
      },
    }
  if (audience.from !== 'campaign') return { ok: true, query: { text, values } }
  if (!isId(audience.campaignId)) return { ok: false, because: 'campaign_gone' }
  const { rows } = await client.query('select 1 from campaigns where tenant_id = $1 and id = $2', [
    ...[tenant, audience.campaignId],
  ])
  if (rows.length === 0) return { ok: false, because: 'campaign_gone' }
  const code = audience.code ?? null
  return {
    ok: true,
    query: {
      text: `(${text}) and k.id in (select o.contact_id from (${OUTCOME(next)}) o where ${did(audience.who, `$${values.length + 2}`)})`,
      values: [...values, audience.campaignId, code],
    },
  }
}

/** What somebody did, of an outcome `o`. */
function did(who: Extract<Audience, { from: 'campaign' }>['who'], code: string): string {
  switch (who) {
    case 'not_read':
      return `${code}::text is null and o.outcome in ('sent', 'delivered')`
    case 'delivered_not_read':
      return `${code}::text is null and o.outcome = 'delivered'`
    case 'read_not_replied':
      return `${code}::text is null and o.outcome = 'read' and not ${REPLIED}`
    case 'replied':
      return `${code}::text is null and ${REPLIED}`
    case 'clicked':
      return `${code}::text is null and o.clicked_at is not null`
    case 'not_clicked':
      return `${code}::text is null and o.outcome in ('sent', 'delivered', 'read') and o.clicked_at is null`
    case 'failed':
      return `o.outcome = 'failed' and (${code}::text is null or o.code = ${code}::text)`
    case 'waiting':
      return `${code}::text is null and (o.outcome = 'waiting' or (o.outcome = 'skipped' and o.reason in ('cancelled', 'expired', 'over_budget')))`
    default:
      return who satisfies never
  }
}

/** undefined: there is none of this id. */
async function segmentTree(client: Client, tenant: TenantId, id: string): Promise<Tree | undefined> {
  const segment = isId(id) ? await findSegment(client, tenant, id) : null
  return segment === null ? undefined : treeOf(segment)
}
