-- Requests that bring an Idempotency-Key: what was asked, and what was answered. Kept for a day.
create table idempotent_requests (
  tenant_id uuid not null references tenants,
  actor_id text not null, -- whose key it is: two programs of one business may choose the same
  key text not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status smallint, -- null: it has not been answered (yet)
  answer bytea, -- sealed, since it may hold a secret that is shown once; it is gone before its key is
  created_at timestamptz not null,
  primary key (tenant_id, actor_id, key)
);
create index idempotent_requests_age on idempotent_requests (tenant_id, created_at);
select isolate_tenant('idempotent_requests');
