-- Contacts from files, and contacts that a person merged, with the way back.

create table imports (
  tenant_id uuid not null references tenants,
  id uuid not null,
  state text not null check (state in ('uploaded', 'running', 'finishing', 'done', 'cancelled', 'failed')),
  filename text not null,
  bytes bigint not null,
  storage_key text not null,
  encoding text not null check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'windows-1252')),
  has_bom boolean not null,
  delimiter text not null,
  has_header boolean not null,
  header jsonb not null, -- the columns' names
  sample jsonb not null, -- the first rows, until it is over
  lines bigint not null, -- about how many rows there are
  plan jsonb, -- what is done with which column; null: not started
  actor jsonb not null, -- who brought it, and then who started it
  -- So many records of the file are worked off, counted with its header: moved in the transaction that does the work.
  position bigint not null default 0,
  created int not null default 0,
  updated int not null default 0,
  skipped int not null default 0,
  refused int not null default 0,
  problem text, -- why it failed
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
select isolate_tenant('imports');

-- Rows that were not taken, as they stood in the file.
create table import_errors (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  reason text not null,
  field text, -- the contact field that is meant
  cells jsonb not null,
  primary key (tenant_id, import_id, row_number),
  foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
select isolate_tenant('import_errors');

-- The numbers that a running import has met, to find doubles within the file. Emptied when it is over.
create table import_phones (
  tenant_id uuid not null,
  import_id uuid not null,
  phone text not null,
  row_number bigint not null,
  primary key (tenant_id, import_id, phone)
);
select isolate_tenant('import_phones');

-- Who works on which import. Asked before the tenant is known, so it has no row-level security, and holds nothing but ids.
create table import_leases (
  import_id uuid primary key,
  tenant_id uuid not null,
  owner uuid, -- null: nobody yet
  until timestamptz not null
);

-- Contacts that a person merged, with what is needed to part them again for 30 days. What webhooks merge is not here: Meta says it.
create table contact_merges (
  tenant_id uuid not null references tenants,
  id uuid not null,
  winner_id uuid not null,
  loser_id uuid not null,
  loser_name text, -- as it was shown
  actor jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  before jsonb not null, -- rows of both as they were
  after jsonb not null, -- the winner's as the merge left them: what differs now was changed later, and stays
  consents uuid[] not null, -- entries of the winner's ledger that came from the loser's
  primary key (tenant_id, id)
);
create index contact_merges_winner on contact_merges (tenant_id, winner_id, id desc);
select isolate_tenant('contact_merges');

-- Rows that only changed hands: which, and whose they were.
create table contact_merge_rows (
  tenant_id uuid not null,
  merge_id uuid not null,
  kind text not null, -- the table
  key text not null,
  owner_id uuid not null,
  primary key (tenant_id, merge_id, kind, key),
  foreign key (tenant_id, merge_id) references contact_merges (tenant_id, id) on delete cascade
);
select isolate_tenant('contact_merge_rows');

-- Entries of the ledger that were somebody else's: copied by a merge that was undone. They stay, and no longer count.
create table consent_retractions (
  tenant_id uuid not null,
  consent_id uuid not null,
  merge_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, consent_id)
);
select isolate_tenant('consent_retractions');
