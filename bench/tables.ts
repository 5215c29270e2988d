/**
 * The two tables that the published design and the floor write to: the least that an inbox needs.
 *
 * `messages.id` gives the order in which a reader sees them. The published design has no unique key, as printed; the
 * floor adds one on `wamid`, because without it a delivery that Meta repeats is shown twice.
 */
import { COMMITTED_AT_MS } from '#bench/system.ts'

export const TABLES = `
  create table conversations (
    channel text not null, customer text not null, name text, last_text text, unread int not null default 0,
    last_at timestamptz not null, primary key (channel, customer));
  create table messages (
    id bigint generated always as identity primary key,
    channel text not null, customer text not null, wamid text not null, type text not null, text text,
    at timestamptz not null);
  create index on messages (channel, customer, id);`

export const EFFECTS_SQL = `select wamid, ${COMMITTED_AT_MS} as at_ms from messages order by id`
export const COUNT_SQL = 'select count(*)::int as count from messages'
