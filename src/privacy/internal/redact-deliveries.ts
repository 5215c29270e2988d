import type { Client } from '#platform/db/database.ts'
import { laneOf } from '#ingest/lane-of.ts'
import { count, type Step } from './run.ts'
import { redactBody } from './redact-body.ts'

/** Bodies are up to 3 MB each. */
const PAGES = 32

type Found = { lane: number; xid: string; id: string; body: Buffer; other_lanes: number[] | null }

/**
 * Takes the person out of the raw deliveries that have been worked off in every lane that they concern. What came after the
 * beginning of the erasure is left alone: it made somebody new.
 */
export const redactDeliveries: Step = async (client, run) => {
  const { person, pattern } = run
  if (pattern === null) return false
  const from = Number(run.place ?? 0)
  const { rows: size } = await client.query<{ pages: number }>(
    `select (pg_relation_size('deliveries') / current_setting('block_size')::int)::int as pages`,
  )
  if (from >= (size[0]?.pages ?? 0)) return false
  const ours = [...person.numbers, ...person.wabas.map((waba) => `waba:${waba}`)].map(laneOf)
  const values = person.names.filter(({ kind }) => kind !== 'made').map(({ value }) => value)
  const { rows } = await client.query<Found>(
    `select d.lane, d.xid::text as xid, d.id::text as id, d.body, d.other_lanes from deliveries d
     join unnest($3::smallint[], $4::text[], $5::bigint[]) as l (lane, xid, id) on l.lane = d.lane
     where d.ctid >= $1::tid and d.ctid < $2::tid and d.body is not null and (d.xid, d.id) <= (l.xid::xid8, l.id)
       and (d.lane = any($6::smallint[]) or d.other_lanes && $6::smallint[])
       and exists (select from unnest($7::text[]) as n where position(convert_to(n, 'UTF8') in d.body) > 0)
       and not exists (
         select from unnest(d.other_lanes) as o (lane) join deliveries p on p.lane = o.lane and p.xid = d.xid and p.home_lane = d.lane and p.home_id = d.id
         join lanes c on c.lane = o.lane where (p.xid, p.id) > (c.cursor_xid, c.cursor_id))
     for update of d`,
    [
      ...[`(${from},0)`, `(${from + PAGES},0)`, person.lanes.map(({ lane }) => lane)],
      ...[person.lanes.map(({ xid }) => xid), person.lanes.map(({ id }) => id), ours, values],
    ],
  )
  const matcher = new RegExp(pattern, 'u')
  const redaction = {
    mentions: (text: string) => matcher.test(text),
    isOurs: (waba: string, number: string | null) =>
      number === null ? person.wabas.includes(waba) : person.numbers.includes(number),
  }
  for (const found of rows) {
    const body = found.body.toString('utf8')
    const left = redactBody(body, redaction)
    if (left === body) continue
    await put(client, found, left)
    count(run, 'deliveries', 1)
  }
  run.place = String(from + PAGES)
  return true
}

/** Without a body a delivery goes, with the rows of other lanes that point at it. */
async function put(
  client: Client,
  { lane, xid, id, other_lanes: others }: Found,
  body: string | null,
): Promise<void> {
  if (body !== null) {
    await client.query('update deliveries set body = $4 where lane = $1 and xid = $2::xid8 and id = $3', [
      ...[lane, xid, id, Buffer.from(body)],
    ])
    return
  }
  await client.query(
    'delete from deliveries where lane = any($4::smallint[]) and xid = $2::xid8 and home_lane = $1 and home_id = $3',
    [lane, xid, id, others ?? []],
  )
  await client.query('delete from deliveries where lane = $1 and xid = $2::xid8 and id = $3', [lane, xid, id])
}
