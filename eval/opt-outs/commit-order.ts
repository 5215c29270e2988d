/**
 * In which order transactions were committed, by the one who knows: PostgreSQL's log. Nothing of what is under test has a part in it. A
 * number drawn by a trigger would not do: it is drawn some time before the commit, and says when two transactions ended only as long as
 * they keep each other out, which is what is to be found out.
 */
import { withClient } from '#bench/postgres.ts'

/** What the server needs for it. */
export const COMMIT_ORDER_SETTINGS = { wal_level: 'logical' }

/** What was committed about a person. */
export type What = 'opted_out' | 'dispatched' | 'stopped' | 'skipped'
export type Committed = {
  readonly contact: string
  readonly what: What
  /** The place of its transaction among all. */
  readonly nth: number
  readonly atMs: number
}

/** From here on it is written down who opts out, whose message is claimed, and whose is stopped instead. */
export async function watchCommits(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(`
      create table witness (contact_id uuid not null, what text not null, xid xid not null default pg_current_xact_id()::xid);
      create function witness_send() returns trigger language plpgsql security definer as $$ begin
        insert into public.witness (contact_id, what)
          select c.contact_id, case new.state when 'dispatching' then 'dispatched' else 'stopped' end
          from public.conversations c where c.tenant_id = new.tenant_id and c.id = new.conversation_id;
        return null;
      end $$;
      create trigger witness after update on sends for each row
        when (old.state = 'queued' and new.state in ('dispatching', 'failed')) execute function witness_send();
      create function witness_person() returns trigger language plpgsql security definer as $$ begin
        insert into public.witness (contact_id, what) values (new.contact_id, tg_argv[0]);
        return null;
      end $$;
      create trigger witness after insert on suppressions for each row execute function witness_person('opted_out');
      create trigger witness_skipped after update on campaign_recipients for each row
        when (old.state = 'waiting' and new.state = 'skipped') execute function witness_person('skipped');
      create publication witness for table witness`)
    // A call of its own: a slot is made by a transaction that has written nothing.
    await client.query(`select pg_create_logical_replication_slot('witness', 'pgoutput')`)
  })
}

/** What was committed since the last time, in the order of the commits. */
export async function readCommits(databaseUrl: string): Promise<Committed[]> {
  return withClient(databaseUrl, async (client) => {
    // 67 is "C", the end of a transaction (PostgreSQL, "Logical Replication Message Formats"); its place in the log is `lsn`.
    const { rows } = await client.query<Committed>(
      `with commits as materialized (
         select xid, lsn from pg_logical_slot_get_binary_changes('witness', null, null, 'proto_version', '1', 'publication_names', 'witness')
         where get_byte(data, 0) = 67)
       select w.contact_id as contact, w.what, (rank() over (order by c.lsn))::int as nth,
         (extract(epoch from pg_xact_commit_timestamp(w.xid)) * 1000)::float8 as "atMs"
       from commits c join witness w on w.xid = c.xid order by c.lsn`,
    )
    return rows
  })
}
