-- A campaign is one message to many people. A recipient is a row: it waits, is skipped with a reason, or is taken, and then its
-- send says what became of it. So audience = waiting + skipped + taken at every instant (ADR 12).
create table campaigns (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  name text not null,
  state text not null check (state in ('draft', 'scheduled', 'preparing', 'running', 'paused', 'completed', 'cancelled')),
  definition jsonb not null, -- what to say to whom, by which rules: src/campaigns/shapes.ts
  created_by text not null, -- as they were called then
  created_at timestamptz not null,
  changed_at timestamptz not null,
  starts_at timestamptz, -- asked for; null: at once
  started_at timestamptz,
  ended_at timestamptz,
  paused_because jsonb, -- {"by": "person" | "guard" | "template" | "budget" | "number", …}
  audience_after uuid, -- the last contact of the audience that became a recipient; null: none yet
  is_audience_whole boolean not null default false,
  allowed int, -- so many may have been taken in all: the guard's slice; null: everybody
  guard jsonb, -- what the guard remembers and said last
  taken int not null default 0, -- moved in the transaction that takes
  reserved_micros bigint not null default 0, -- what those taken cost at most, in millionths of the account's currency …
  released_micros bigint not null default 0, -- … and what of it those that failed will not cost
  category text, -- of its templates when it started: marketing, utility, authentication
  winner smallint, -- the message that won the test
  progress jsonb, -- the last count, for pages
  plan jsonb,
  counted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
) with (fillfactor = 50);
create index campaigns_running on campaigns (tenant_id, channel_id) where state = 'running';
create index campaigns_newest on campaigns (tenant_id, id desc);
select isolate_tenant('campaigns');

-- No foreign keys: rows come by the hundred thousand, and whoever makes one has just found its campaign and contact.
create table campaign_recipients (
  tenant_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  place int not null, -- drawn at random, so that the first slice is a sample
  variant smallint, -- which message; null: the one that wins
  zone text not null, -- the clock on their wall, for quiet hours
  state text not null check (state in ('waiting', 'skipped', 'taken')),
  reason text, -- why skipped
  words jsonb, -- of this recipient's own, from a file or the API
  send_id uuid,
  price_micros bigint, -- what it costs at most
  done_at timestamptz,
  primary key (tenant_id, campaign_id, contact_id),
  check ((state = 'taken') = (send_id is not null)),
  check ((state = 'skipped') = (reason is not null))
) with (fillfactor = 80);
create index campaign_recipients_waiting on campaign_recipients (tenant_id, campaign_id, place) where state = 'waiting';
create unique index campaign_recipients_send on campaign_recipients (tenant_id, send_id) where send_id is not null;
create index campaign_recipients_contact on campaign_recipients (tenant_id, contact_id);
select isolate_tenant('campaign_recipients');

-- When somebody must look at a campaign again. Asked for all tenants at once; so it holds nothing but ids and moments.
create table campaign_alarms (
  tenant_id uuid not null,
  campaign_id uuid not null,
  due_at timestamptz not null,
  primary key (tenant_id, campaign_id),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id) on delete cascade
) with (fillfactor = 50);
create index campaign_alarms_due on campaign_alarms (due_at);
