-- A flow walks one customer through nodes (ADR 14). What is drawn is a draft; publishing writes a version that never changes, and a run finishes on its own.
create table flows (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  is_on boolean not null default false, -- begins for nobody while it is off; who is in it goes on
  draft jsonb not null, -- src/flows/definition.ts
  version int, -- the newest that was published
  created_by text not null, -- as they were called then
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  check (not is_on or version is not null)
);
create index flows_on on flows (tenant_id) where is_on;
select isolate_tenant('flows');

create table flow_versions (
  tenant_id uuid not null,
  flow_id uuid not null,
  version int not null check (version > 0),
  definition jsonb not null,
  pins jsonb not null, -- the versions of the flows that it calls, as they were then
  published_by text not null,
  published_at timestamptz not null,
  primary key (tenant_id, flow_id, version),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id) on delete cascade
);
select isolate_tenant('flow_versions');

-- One customer's way through a flow. The state is what the engine makes of the log. No foreign keys from here on: whoever makes a row has just found the rest.
create table flow_runs (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  flow_id uuid not null, -- that it began with
  version int not null,
  state jsonb not null, -- src/flows/engine/flow-state.ts
  outcome text, -- null: it waits for something
  due_at timestamptz, -- when it goes on by itself
  steps int not null, -- rows of its log
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  check ((outcome is null) = (ended_at is null)),
  check (outcome is null or due_at is null)
) with (fillfactor = 50);
-- Nobody is in two flows of one conversation at once.
create unique index flow_runs_once on flow_runs (tenant_id, conversation_id) where outcome is null;
create index flow_runs_due on flow_runs (tenant_id, due_at) where outcome is null and due_at is not null;
create index flow_runs_conversation on flow_runs (tenant_id, conversation_id, began_at);
create index flow_runs_flow on flow_runs (tenant_id, flow_id, version, began_at);
select isolate_tenant('flow_runs');

-- What happened to a run, in order: replayed, it ends in the same state.
create table flow_log (
  tenant_id uuid not null,
  run_id uuid not null,
  step int not null, -- from 0, its beginning
  conversation_id uuid not null, -- with whom it is erased
  event jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, run_id, step)
);
create index flow_log_conversation on flow_log (tenant_id, conversation_id);
select isolate_tenant('flow_log');

-- Which nodes a run has been in: what the drop-off is counted from.
create table flow_visits (
  tenant_id uuid not null,
  flow_id uuid not null,
  version int not null,
  node text not null,
  run_id uuid not null,
  conversation_id uuid not null,
  at timestamptz not null, -- the first time
  primary key (tenant_id, flow_id, version, node, run_id)
);
create index flow_visits_conversation on flow_visits (tenant_id, conversation_id);
select isolate_tenant('flow_visits');

-- What was said last in a conversation, and whether a program has heard it. What is said within a few seconds is one turn.
create table flow_turns (
  tenant_id uuid not null,
  conversation_id uuid not null,
  first_id uuid not null, -- the first message that could be heard: ids rise with time
  heard_id uuid, -- the newest that was heard
  due_at timestamptz, -- when the turn is over; null: all is heard
  primary key (tenant_id, conversation_id)
) with (fillfactor = 50);
create index flow_turns_due on flow_turns (tenant_id, due_at) where due_at is not null;
select isolate_tenant('flow_turns');

create table flow_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  id bigint not null,
  before_id uuid -- what was said before is not heard: always null
);
select isolate_tenant('flow_cursors');

create or replace view event_followers with (security_invoker = true) as
  select tenant_id, xid, event_id as id from webhook_relays where is_active
  union all select tenant_id, xid, id from search_cursors
  union all select tenant_id, xid, id from activity_cursors
  union all select tenant_id, xid, id from health_cursors
  union all select tenant_id, xid, id from cost_cursors
  union all select tenant_id, xid, id from flow_cursors;

-- Tenants that have flows or runs, and when somebody must look at them again. Asked for all tenants at once; so it holds nothing but ids and moments.
create table flow_alarms (
  tenant_id uuid primary key references tenants on delete cascade,
  due_at timestamptz not null -- 'infinity': when somebody says something
) with (fillfactor = 50);
create index flow_alarms_due on flow_alarms (due_at);
