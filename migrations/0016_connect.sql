-- Connecting numbers, watching over them, and giving them up.
alter table channels
  add column name text, -- what the team calls the number
  add column is_coexistence boolean not null default false, -- it is in the WhatsApp Business app as well
  add column token_expires_at timestamptz, -- null: never, or Meta did not say
  add column disconnected_at timestamptz,
  alter column access_token_sealed drop not null; -- null: disconnected
-- A number that is connected again is the channel that it was.
create unique index channels_number on channels (tenant_id, phone_number_id);

-- The worker fetches the templates of a number that was just connected.
alter table channel_routes add column pull_due boolean not null default false;
create index channel_routes_pull_due on channel_routes (channel_id) where pull_due;

-- A visit to Meta's sign-up dialog. `state` comes back once, to the person who began; the token is kept while they choose a number.
create table channel_signups (
  tenant_id uuid not null references tenants,
  id uuid not null,
  state_hash bytea not null check (octet_length(state_hash) = 32),
  actor_id text not null,
  redirect_uri text not null,
  is_coexistence boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  token_sealed bytea,
  primary key (tenant_id, id)
);
create index channel_signups_state on channel_signups (tenant_id, state_hash);
select isolate_tenant('channel_signups');

-- How many messages came in, hour by hour, of the last four weeks: what is usual.
create table channel_hours (
  tenant_id uuid not null,
  channel_id uuid not null,
  hour timestamptz not null,
  inbound int not null,
  primary key (tenant_id, channel_id, hour)
);
select isolate_tenant('channel_hours');
-- Up to here whole hours have been counted.
create table channel_hours_until (
  tenant_id uuid primary key,
  until timestamptz not null
);
select isolate_tenant('channel_hours_until');

-- Something seems to be wrong with a number. An alarm closes by itself.
create table channel_alarms (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  kind text not null check (kind in ('no_statuses', 'no_messages')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
create unique index channel_alarms_open on channel_alarms (tenant_id, channel_id, kind) where closed_at is null;
select isolate_tenant('channel_alarms');

-- POSTs to our webhook address that nobody with our app secret had signed, minute by minute. Of the whole installation.
create table unsigned_posts (
  minute timestamptz primary key,
  count int not null
);
