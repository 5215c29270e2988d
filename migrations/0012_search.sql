-- What was said, by word. Filled behind the messages by a worker (src/search), so that no message waits for an index.
create extension if not exists btree_gin; -- trusted: whoever may create in the database may create it

create table search_entries (
  tenant_id uuid not null,
  message_id uuid not null,
  at timestamptz not null, -- of the message
  words tsvector not null, -- folded by us, not by a dictionary: they come in any language and script, often two at once
  primary key (tenant_id, message_id)
);
create index search_entries_words on search_entries using gin (tenant_id, words); -- finds what is rare
create index search_entries_newest on search_entries (tenant_id, at desc, message_id desc); -- finds what is common
select isolate_tenant('search_entries');

-- How far a tenant's events have been worked off, and how far its older messages.
create table search_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  id bigint not null,
  before_id uuid -- messages with lower ids are still to come, newest first; null: all are in
);
select isolate_tenant('search_cursors');

-- Who follows a tenant's events, and how far they are: these are remembered until all have been there (src/realtime).
create view event_followers with (security_invoker = true) as
  select tenant_id, xid, event_id as id from webhook_relays where is_active
  union all select tenant_id, xid, id from search_cursors;
