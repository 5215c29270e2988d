/**
 * The working half of the floor: one lane with a cursor, and per batch one transaction with two set-based inserts.
 *
 * The cursor is the pair (transaction, id), not the id alone: an id is drawn before its transaction commits, and even
 * before the transaction has a number, so neither a plain cursor nor one over ids guarded by the oldest running
 * transaction is safe. Rows of transactions older than every running one are final, and everything that comes later
 * has a higher transaction number; so nothing is stepped over. Within a conversation this is the order of the posts,
 * because Meta's next post follows our answer, and our answer the commit.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { QueryConfig } from 'pg'
import { int8Array, textArray } from '#bench/floor/binary.ts'
import { messagesIn } from '#bench/webhook.ts'
import type { InboundMessage, Webhook } from '#bench/webhook.ts'

const BATCH_MAX = 1000
/** Larger batches cost less per message; 20 ms is the gap that `reference` measurements found best for throughput. */
const POLL_GAP_MS = 20

export const INBOX = `
  create table inbox (
    tx xid8 not null default pg_current_xact_id(), id bigint generated always as identity, body bytea not null,
    primary key (tx, id));
  create table inbox_cursor (tx xid8 not null, id bigint not null);
  insert into inbox_cursor values ('0', 0);
  create unique index on messages (wamid);`

type Row = { readonly tx: string; readonly id: string; readonly body: Buffer }

/** Consumes until the connection fails. */
export async function consume(databaseUrl: string): Promise<never> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const cursors = await client.query<{ tx: string; id: string }>(
    'select tx::text, id::text from inbox_cursor',
  )
  let cursor = cursors.rows[0] ?? { tx: '0', id: '0' }
  for (;;) {
    const { rows } = await client.query<Row>(nextRows(cursor))
    const last = rows.at(-1)
    if (last !== undefined) {
      cursor = { tx: last.tx, id: last.id }
      const messages = rows.flatMap(({ body }) => messagesIn(JSON.parse(body.toString()) as Webhook))
      await client.query(effects(messages, cursor))
    }
    if (rows.length < BATCH_MAX) await sleep(POLL_GAP_MS)
  }
}

/** Bodies come as hex digits: the driver reads results as text, and takes binary ones for UTF-8. */
const nextRows = (cursor: { tx: string; id: string }): QueryConfig => ({
  name: 'next-rows',
  text: `select tx::text, id::text, body from inbox
    where (tx, id) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
    order by inbox.tx, inbox.id limit ${BATCH_MAX}`,
  values: [cursor.tx, cursor.id],
})

/** Messages, conversations and the cursor in one statement, which is one transaction and one round trip. */
function effects(messages: readonly InboundMessage[], cursor: { tx: string; id: string }): QueryConfig {
  return {
    name: 'effects',
    text: `with said as (
        insert into messages (channel, customer, wamid, type, text, at)
        select channel, customer, wamid, type, text, to_timestamp(at)
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
          with ordinality as batch (channel, customer, wamid, type, text, at, place)
        order by place
        on conflict (wamid) do nothing
        returning id, channel, customer, text, at),
      newest as (
        select distinct on (channel, customer) channel, customer, text, at,
          count(*) over (partition by channel, customer) as unread
        from said order by channel, customer, id desc),
      named as (
        select distinct on (channel, customer) channel, customer, name
        from unnest($1::text[], $2::text[], $7::text[]) as batch (channel, customer, name)),
      talked as (
        insert into conversations (channel, customer, name, last_text, unread, last_at)
        select channel, customer, named.name, newest.text, newest.unread, newest.at
        from newest join named using (channel, customer)
        on conflict (channel, customer) do update
        set name = excluded.name, last_text = excluded.last_text,
            unread = conversations.unread + excluded.unread,
            last_at = greatest(conversations.last_at, excluded.last_at))
      update inbox_cursor set tx = $8::xid8, id = $9::bigint`,
    values: [
      textArray(messages.map(({ channel }) => channel)),
      textArray(messages.map(({ customer }) => customer)),
      textArray(messages.map(({ wamid }) => wamid)),
      textArray(messages.map(({ type }) => type)),
      textArray(messages.map(({ text }) => text)),
      int8Array(messages.map(({ atSeconds }) => atSeconds)),
      textArray(messages.map(({ name }) => name)),
      cursor.tx,
      cursor.id,
    ],
  }
}
