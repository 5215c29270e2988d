-- When a business is open, how soon it wants to answer, what it says while it is closed, and what customers thought of it.

create table service_settings (
  tenant_id uuid not null references tenants,
  part text not null check (part in ('hours', 'targets', 'away', 'csat')),
  value jsonb not null, -- checked when written, and again when read
  primary key (tenant_id, part)
);
select isolate_tenant('service_settings');

-- How far a tenant's events have been looked through. Its lock is the one lock of everything here that follows events. Asked before
-- the tenant is known, by workers; so it has no row-level security, and holds nothing but places and ids.
create table service_relays (
  tenant_id uuid primary key,
  is_active boolean not null,
  xid xid8 not null, -- with event_id: the cursor over events
  event_id bigint not null,
  -- Hours or targets changed: cases of conversations with higher ids have still to be worked out anew; null: none.
  recount_after uuid
) with (fillfactor = 50);

-- A customer who wrote and whose matter is not closed: one row for each such conversation, kept behind the messages by a worker,
-- so that no message waits for it.
create table service_cases (
  tenant_id uuid not null,
  conversation_id uuid not null,
  opened_at timestamptz not null, -- the customer's first message
  paused_since timestamptz, -- pending or snoozed: the time until it is resolved stands still
  paused_ms bigint not null default 0, -- of business time, before that
  -- The earliest promise that is still to be kept.
  which text check (which in ('first', 'next', 'resolution')),
  due_at timestamptz,
  warn_at timestamptz,
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  check ((which is null) = (due_at is null) and (due_at is null) = (warn_at is null))
) with (fillfactor = 80);
create index service_cases_warn on service_cases (tenant_id, warn_at) where warn_at is not null;
select isolate_tenant('service_cases');

-- Customers who wrote while the business was closed and have not been told so.
create table away_waiting (
  tenant_id uuid not null,
  conversation_id uuid not null,
  written_at timestamptz not null,
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);
select isolate_tenant('away_waiting');

-- One question to one customer, after one resolution.
create table csat_requests (
  tenant_id uuid not null references tenants,
  id uuid not null,
  conversation_id uuid not null, -- follows merges
  assignee_id uuid, -- who had it then, or else who resolved it
  resolved_at timestamptz not null, -- of the conversation
  due_at timestamptz not null,
  state text not null check (state in ('waiting', 'asked', 'skipped')),
  token text not null, -- in the buttons' ids: nobody else can know it
  asked_at timestamptz,
  message_id uuid, -- the question
  rating smallint check (rating between 1 and 5),
  rated_at timestamptz, -- first
  is_changed boolean not null default false, -- the one change that is allowed was made
  taps uuid[] not null default '{}', -- messages that have been counted
  comment text,
  primary key (tenant_id, id),
  unique (tenant_id, token)
);
create index csat_requests_conversation on csat_requests (tenant_id, conversation_id, resolved_at);
create index csat_requests_due on csat_requests (tenant_id, due_at) where state = 'waiting';
create index csat_requests_rated on csat_requests (tenant_id, rated_at desc, id desc) where rated_at is not null;
create index csat_requests_asked on csat_requests (tenant_id, asked_at) where asked_at is not null;
select isolate_tenant('csat_requests');
