-- How a number fares at Meta, and in its customers' hands.

-- What was said of a number, by a webhook of Meta's or seen when Meta was asked; only added to. A word that is told twice is one row,
-- and what changed nothing is left out by `health_changes`, so the order in which words came cannot matter.
create table health_events (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  kind text not null, -- quality, tier, name, restriction, …: see src/health/words.ts
  subject text not null default '', -- of what there may be several: a restriction's type, a payment configuration
  at timestamptz not null, -- Meta's time of a webhook, ours of an answer
  to_value text not null,
  mark text not null, -- what must differ for it to be a change
  data jsonb not null default '{}',
  severity text not null check (severity in ('info', 'warning', 'critical')),
  source text not null check (source in ('webhook', 'poll')),
  cause text not null, -- the update's key, or the moment of the answer
  is_point boolean not null, -- something that happened, and is no state
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, kind, subject, cause),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
create index health_events_newest on health_events (tenant_id, channel_id, at desc, id desc);
create index health_events_state on health_events (tenant_id, channel_id, kind, subject, at desc, id desc);
select isolate_tenant('health_events');
revoke update, delete on health_events from harkara_app;

create view health_changes with (security_invoker = true) as
  select * from (
    select h.*, lag(to_value) over same as from_value, lag(mark) over same as before_mark from health_events h
    window same as (partition by tenant_id, channel_id, kind, subject order by at, id)) h
  where is_point or before_mark is distinct from mark;

-- What Meta answered when it was last asked about a number.
create table number_polls (
  tenant_id uuid not null references tenants,
  channel_id uuid not null,
  at timestamptz not null, -- when it was asked, not when it answered
  words jsonb not null,
  problem text, -- why it gave no answer the last time; the words are those of the time before
  tried_at timestamptz not null,
  primary key (tenant_id, channel_id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
select isolate_tenant('number_polls');

-- When Meta is asked next about a number. Ids only, as all of this table.
alter table channel_routes add column health_due_at timestamptz not null default '-infinity';
create index channel_routes_health_due on channel_routes (health_due_at);

-- Template messages of the last days, as far as they got: what counts against a portfolio's limit, and what early signals are counted from.
create table template_sends (
  tenant_id uuid not null references tenants,
  message_id uuid not null,
  channel_id uuid not null,
  conversation_id uuid not null,
  template text not null,
  language text not null,
  at timestamptz not null,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz, -- and never delivered
  failure_code int, -- Meta's
  is_outside boolean not null, -- it was sent while no window was open
  opted_out_at timestamptz, -- the customer wanted no more after it
  primary key (tenant_id, message_id)
) with (fillfactor = 80);
create index template_sends_reach on template_sends (tenant_id, delivered_at) include (channel_id, conversation_id) where is_outside;
create index template_sends_thread on template_sends (tenant_id, conversation_id, at desc);
create index template_sends_age on template_sends (tenant_id, at);
select isolate_tenant('template_sends');

-- The sum of these by hour; kept when they are forgotten, so that what is usual is known.
create table template_hours (
  tenant_id uuid not null references tenants,
  channel_id uuid not null,
  hour timestamptz not null,
  template text not null,
  language text not null,
  sent int not null default 0,
  delivered int not null default 0,
  read int not null default 0,
  failed int not null default 0,
  blocked int not null default 0, -- failed with a code that a blocked number has
  opted_out int not null default 0,
  primary key (tenant_id, channel_id, hour, template, language)
) with (fillfactor = 80);
select isolate_tenant('template_hours');

-- How far a tenant's events have been counted, and how far its older messages.
create table health_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  id bigint not null,
  before_id uuid -- messages with lower ids are still to come, newest first; null: all are in
);
select isolate_tenant('health_cursors');

create or replace view event_followers with (security_invoker = true) as
  select tenant_id, xid, event_id as id from webhook_relays where is_active
  union all select tenant_id, xid, id from search_cursors
  union all select tenant_id, xid, id from activity_cursors
  union all select tenant_id, xid, id from health_cursors;

-- Who wanted no more, newest first.
create index suppressions_newest on suppressions (tenant_id, at);

-- An alarm may be about one of several things of a number; and people are told of it.
alter table channel_alarms
  drop constraint channel_alarms_kind_check,
  add column subject text not null default '',
  add column severity text not null default 'warning' check (severity in ('warning', 'critical')),
  add column mail_due_at timestamptz default now(), -- null: mailed, or not to be
  add column mail_attempts int not null default 0,
  add column mailed_at timestamptz, -- the first mail left
  add column mailed_to uuid[] not null default '{}';
drop index channel_alarms_open;
create unique index channel_alarms_open on channel_alarms (tenant_id, channel_id, kind, subject) where closed_at is null;
create index channel_alarms_mail on channel_alarms (tenant_id, mail_due_at) where mail_due_at is not null;
create index channel_alarms_newest on channel_alarms (tenant_id, channel_id, opened_at desc);

-- Who has read of an alarm, and does not want to see it any more.
create table alarm_dismissals (
  tenant_id uuid not null,
  alarm_id uuid not null,
  user_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, alarm_id, user_id),
  foreign key (tenant_id, alarm_id) references channel_alarms (tenant_id, id) on delete cascade
);
select isolate_tenant('alarm_dismissals');
