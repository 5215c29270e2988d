-- With how many people a business portfolio may begin within 24 hours, and with whom it did.

-- The numbers that count together, under the name of their portfolio or, where Meta has not told it, of their account.
create table portfolios (
  tenant_id uuid not null references tenants,
  key text not null, -- portfolio:<id> or waba:<id>
  people_max int, -- null: as many as there are, or nobody knows; then no places are taken
  used int not null default 0, -- rows of portfolio_places, moved with them under this row's lock
  -- Whether everybody who was begun with is in portfolio_places: not while no places were taken. Nobody is begun with until then.
  is_filled boolean not null default false,
  filler uuid, -- who fills it
  primary key (tenant_id, key)
) with (fillfactor = 50);
select isolate_tenant('portfolios');

-- Somebody to whom a template went, or may have gone, outside an open window; each has one place for a day. An erasure leaves it:
-- Meta counts them all the same, and the id says nothing once the contact is gone.
create table portfolio_places (
  tenant_id uuid not null,
  key text not null,
  person uuid not null, -- a contact
  at timestamptz not null,
  send_id uuid, -- the send that took or moved it last; null: filled in later
  before_at timestamptz, -- where it stood before that send; null: there was none
  is_returned boolean not null default false, -- Meta did not take that send
  primary key (tenant_id, key, person)
) with (fillfactor = 80);
create index portfolio_places_age on portfolio_places (tenant_id, key, at);
create index portfolio_places_send on portfolio_places (tenant_id, send_id) where send_id is not null;
create index portfolio_places_returned on portfolio_places (tenant_id, key) where is_returned;
select isolate_tenant('portfolio_places');

-- Those of which nobody knows: looked at each second, among any number that wait.
create index sends_unknown on sends (tenant_id, channel_id, dispatching_at) where state = 'unknown';
