-- What may be sold to whom, how far it is, and when somebody wants to be reminded.
create table deal_stages (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  position text collate "C" not null, -- between its neighbours' as a text: a move changes one row
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, position)
);
select isolate_tenant('deal_stages');

create table deals (
  tenant_id uuid not null references tenants,
  id uuid not null,
  title text not null,
  value_paise bigint not null check (value_paise >= 0),
  currency text not null default 'INR' check (currency = 'INR'),
  contact_id uuid not null, -- goes on with the contact when two become one: src/deals/merge-deals.ts
  conversation_id uuid, -- the newest place of a merged one is in conversation_merges
  owner_id uuid, -- a member of the team; null: nobody's, or somebody's who has left
  expected_close_on date,
  stage_id uuid not null,
  position text collate "C" not null,
  lost_reason text,
  closed_at timestamptz, -- since when it is won or lost
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, stage_id, position), -- two people's moves to one place cannot both be right
  foreign key (tenant_id, stage_id) references deal_stages (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id)
);
create index deals_contact on deals (tenant_id, contact_id);
select isolate_tenant('deals');

create table reminders (
  tenant_id uuid not null references tenants,
  id uuid not null,
  conversation_id uuid, -- lifted when it is due
  deal_id uuid,
  note text not null,
  due_at timestamptz not null,
  state text not null check (state in ('waiting', 'due', 'done')),
  for_kind text not null check (for_kind in ('user', 'key', 'system')),
  for_id text not null, -- who asked
  for_name text not null, -- as it was then
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (tenant_id, id),
  check (conversation_id is not null or deal_id is not null),
  foreign key (tenant_id, deal_id) references deals (tenant_id, id) on delete cascade
);
create index reminders_waiting on reminders (tenant_id, due_at) where state = 'waiting';
create index reminders_conversation on reminders (tenant_id, conversation_id);
create index reminders_deal on reminders (tenant_id, deal_id);
select isolate_tenant('reminders');

-- When is each tenant's next reminder? Asked for all tenants at once; so it holds nothing but ids and moments. It may say a
-- moment too early, never one too late.
create table reminder_alarms (
  tenant_id uuid primary key references tenants on delete cascade,
  due_at timestamptz not null
);
create index reminder_alarms_due on reminder_alarms (due_at);

-- A reminder lifts its conversation to the top of the list, where the next message of another overtakes it.
alter table conversations
  add column lifted_at timestamptz,
  add column ordered_at timestamptz generated always as (greatest(last_message_at, lifted_at)) stored;
-- As many indexes as before, with as many entries for each message.
drop index conversations_newest;
create index conversations_newest on conversations (tenant_id, status, ordered_at desc, id desc)
  where ordered_at is not null; -- so no look-up of a conversation by its key can ever be planned along it
drop index conversations_assignee, conversations_team;
create index conversations_assignee on conversations (tenant_id, assignee_id, status, ordered_at desc, id desc)
  where assignee_id is not null;
create index conversations_team on conversations (tenant_id, team_id, status, ordered_at desc, id desc)
  where team_id is not null;
