-- Who changed what, and when. Each entry carries the hash of the one before it: whoever changes or removes one, even as a
-- superuser, has to rewrite all that follow and the head. The program itself can only append.
create table audit_entries (
  tenant_id uuid not null,
  seq bigint not null check (seq > 0), -- per tenant, without gaps
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'key', 'system')),
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (tenant_id, seq)
);
create index audit_entries_action on audit_entries (tenant_id, action, seq);
create index audit_entries_actor on audit_entries (tenant_id, actor_id, seq);
create index audit_entries_age on audit_entries (tenant_id, at);
select isolate_tenant('audit_entries');
revoke update, delete, truncate on audit_entries from harkara_app;

-- The end of the chain. Its row is locked by whoever appends, so entries have one order; and it knows when the last entry is missing.
create table audit_heads (
  tenant_id uuid primary key,
  seq bigint not null,
  hash bytea not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32)
) with (fillfactor = 50);
select isolate_tenant('audit_heads');
revoke delete, truncate on audit_heads from harkara_app;
