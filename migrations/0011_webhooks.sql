-- What happens, told to customers' own systems by signed HTTP calls (Standard Webhooks).

-- How far each tenant's events have been turned into messages for its endpoints. Its row's lock is the one lock of a tenant's
-- webhooks: whoever changes endpoints, or which message is next, holds it. Asked before the tenant is known, by workers; so it
-- has no row-level security, and holds nothing but a place.
create table webhook_relays (
  tenant_id uuid primary key,
  is_active boolean not null default false, -- has an active endpoint
  xid xid8 not null default '0', -- with event_id: the cursor over events
  event_id bigint not null default 0
) with (fillfactor = 50);
create index webhook_relays_active on webhook_relays (tenant_id) where is_active;

create table webhook_endpoints (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  description text not null default '',
  event_types text[] not null default '{}', -- none: all
  secret_sealed bytea not null,
  previous_secret_sealed bytea, -- after a rotation both sign …
  previous_until timestamptz, -- … until then
  state text not null default 'active' check (state in ('active', 'disabled')),
  disabled_reason text check (disabled_reason in ('by_hand', 'gone', 'failing')),
  failing_since timestamptz, -- nothing but failures since then
  last_attempt_at timestamptz,
  last_status int,
  last_error_code text,
  created_at timestamptz not null,
  primary key (tenant_id, id)
) with (fillfactor = 70);
select isolate_tenant('webhook_endpoints');

-- No foreign keys: messages are made by the hundred, and the same transaction has locked the tenant's relay.
create table webhook_messages (
  tenant_id uuid not null,
  id uuid not null, -- the webhook-id header
  seq bigint not null generated always as identity, -- the order in which they happened
  endpoint_id uuid not null,
  event_type text not null,
  conversation_id uuid, -- messages of one conversation are delivered one after the other; null: on its own
  body text not null,
  created_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'discarded')),
  attempts int not null default 0, -- begun
  replayed_after int not null default 0, -- attempts before the last replay, which starts the schedule anew
  due_at timestamptz, -- null while pending: another message of its conversation comes first
  claimed_until timestamptz, -- in flight; whoever claimed it and died is not waited for longer
  last_status int,
  last_error_code text,
  delivered_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index webhook_messages_newest on webhook_messages (tenant_id, endpoint_id, seq desc);
create index webhook_messages_due on webhook_messages (tenant_id, endpoint_id, due_at) where state = 'pending' and due_at is not null;
create index webhook_messages_claimed on webhook_messages (tenant_id, endpoint_id) where claimed_until is not null;
create index webhook_messages_waiting on webhook_messages (tenant_id, endpoint_id, conversation_id, seq) where state = 'pending';
create index webhook_messages_age on webhook_messages (tenant_id, created_at);
-- One at a time in each conversation: the rule itself.
create unique index webhook_messages_head on webhook_messages (tenant_id, endpoint_id, conversation_id)
  where state = 'pending' and due_at is not null;
select isolate_tenant('webhook_messages');

create table webhook_attempts (
  tenant_id uuid not null,
  message_id uuid not null,
  nth int not null,
  at timestamptz not null,
  duration_ms int not null,
  status int, -- null: no answer
  error_code text, -- null: it was taken
  answer text, -- how a refusal begins, for whoever looks for its reason
  primary key (tenant_id, message_id, nth)
);
select isolate_tenant('webhook_attempts');
