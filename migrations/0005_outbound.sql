-- A send is our intent to say a message (then it shares the message's id), to react to one or to mark one read. It is committed before
-- Meta is called, and its state says what we know about the call.
create table sends (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('message', 'reaction', 'read')),
  -- Strictly before one another: 0 authentication, 1 reply, 2 utility, 3 marketing.
  class smallint not null check (class between 0 and 3),
  state text not null check (state in ('queued', 'dispatching', 'unknown', 'accepted', 'held', 'failed')),
  idempotency_key text not null,
  request_hash text not null,
  payload jsonb not null, -- Meta's send object without address
  attempts int not null default 0,
  due_at timestamptz not null,
  accepted_at timestamptz not null, -- by us
  dispatching_at timestamptz,
  epoch bigint, -- of the lease under which it was dispatched
  settled_at timestamptz,
  wamid text,
  error jsonb, -- Meta's error object, or ours
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
) with (fillfactor = 70);
create index sends_open on sends (tenant_id, channel_id, conversation_id, id) where state in ('queued', 'dispatching', 'unknown');
create index sends_queue on sends (tenant_id, channel_id, class, id) where state = 'queued';
create index sends_recent on sends (tenant_id, channel_id, dispatching_at) where dispatching_at is not null;
select isolate_tenant('sends');

-- A sender leases numbers; one owner at a time paces a number. No tenant's data: ids only.
create table number_leases (
  channel_id uuid primary key,
  tenant_id uuid not null,
  owner uuid,
  epoch bigint not null default 0,
  leased_until timestamptz not null default '-infinity',
  foreign key (tenant_id, channel_id) references channels (tenant_id, id) on delete cascade
) with (fillfactor = 50);
