-- One row is one raw POST of Meta, in one lane. A lane's order is (xid, id): the transaction's number is taken before its
-- rows can be seen, and a reader looks only at transactions older than every running one, so it can never step over a row
-- that commits late. (A sequence alone is drawn before commit, and can.)
create table deliveries (
  lane smallint not null,
  xid xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  received_at timestamptz not null default clock_timestamp(),
  body bytea, -- null: see home
  -- A body may speak of several numbers. It is stored once, in the lane of the first (its home); the others point at it.
  other_lanes smallint[],
  home_lane smallint,
  home_id bigint,
  only_route text, -- delivered again for this number or WABA only; null: for all that are in the lane
  primary key (lane, xid, id),
  check ((body is null) = (home_id is not null))
) with (autovacuum_vacuum_insert_scale_factor = 0.1);

-- A worker leases lanes. The epoch rises with each change of owner, and a worker that woke up too late finds another's.
create table lanes (
  lane smallint primary key,
  owner uuid,
  epoch bigint not null default 0,
  leased_until timestamptz not null default '-infinity',
  cursor_xid xid8 not null default '0',
  cursor_id bigint not null default 0
) with (fillfactor = 40);
insert into lanes (lane) select generate_series(0, 255);

-- Who shares lanes (role worker) or numbers (role sender): each takes its fair part.
create table members (
  id uuid primary key,
  role text not null,
  seen_until timestamptz not null
);

-- What could not be understood, with its raw form, for a person to look at.
create table dead_letters (
  id bigint generated always as identity primary key,
  lane smallint not null,
  xid xid8 not null,
  delivery_id bigint not null,
  pointer text not null, -- JSON pointer into the body
  code text not null,
  detail text not null,
  item text, -- the item as JSON; null: the whole body, see the delivery
  created_at timestamptz not null default now(),
  unique (lane, xid, delivery_id, pointer, code)
);

-- Deliveries for a number that nobody has connected yet; delivered again when somebody does.
create table orphans (
  route text not null, -- phone number id, or 'waba:<id>'
  lane smallint not null,
  xid xid8 not null,
  delivery_id bigint not null,
  created_at timestamptz not null default now(),
  primary key (route, lane, xid, delivery_id)
);
