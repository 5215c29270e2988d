-- What was delivered, as Meta bills it: no money, no person. See docs/adr/0011.
create table charges (
  tenant_id uuid not null references tenants,
  id uuid not null, -- the message's; it may be gone
  country text not null, -- ISO 3166, of the recipient; '': not known
  category text not null, -- marketing, utility, authentication, authentication_international, service, …
  type text not null, -- regular, free_customer_service, free_entry_point, …
  channel_id uuid not null,
  is_billable boolean not null,
  units int not null check (units > 0), -- recipients: more than one in a group
  delivered_at timestamptz not null, -- the first of them
  primary key (tenant_id, id, country, category, type)
);
-- A month of a number, without looking at the rows.
create index charges_month on charges (tenant_id, channel_id, delivered_at)
  include (country, category, type, is_billable, units, id);
select isolate_tenant('charges');

-- How far a tenant's events have been counted, and how far its older messages.
create table cost_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  id bigint not null,
  before_id uuid -- messages with lower ids are still to come, newest first; null: all are in
);
select isolate_tenant('cost_cursors');

create or replace view event_followers with (security_invoker = true) as
  select tenant_id, xid, event_id as id from webhook_relays where is_active
  union all select tenant_id, xid, id from search_cursors
  union all select tenant_id, xid, id from activity_cursors
  union all select tenant_id, xid, id from health_cursors
  union all select tenant_id, xid, id from cost_cursors;

-- What Meta says about how it bills a WABA.
create table cost_accounts (
  tenant_id uuid not null references tenants,
  waba_id text not null,
  currency text not null,
  time_zone text not null, -- IANA
  read_at timestamptz not null,
  primary key (tenant_id, waba_id)
);
select isolate_tenant('cost_accounts');

-- Our month beside Meta's, as it was when they were last compared.
create table cost_reconciliations (
  tenant_id uuid not null references tenants,
  waba_id text not null,
  month date not null, -- its first day
  checked_at timestamptz not null,
  state text not null check (state in ('equal', 'differs', 'failed')),
  problem text, -- why Meta could not be asked
  currency text not null,
  lines jsonb not null, -- every line, and of those that differ why
  primary key (tenant_id, waba_id, month)
);
select isolate_tenant('cost_reconciliations');
