-- What changed, for open browsers: one row a transaction, expanded when it is read. Order and cursor as in deliveries.
create table events (
  tenant_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  at timestamptz not null default clock_timestamp(),
  -- [["message.created", message id], ["message.updated", …], ["conversation.updated", …], ["conversation.merged", from, into]]
  entries jsonb not null,
  primary key (tenant_id, xid, id)
);
-- Everything up to this transaction has been forgotten: whoever comes from before it must fetch everything anew.
alter table tenants add column events_forgotten xid8 not null default '0';
create index events_age on events (tenant_id, at);
select isolate_tenant('events');
