-- What people agreed to and took back, and who they are to the team.

-- The ledger is only ever added to: not even the program may change what somebody said. What holds is the newest by
-- (at, withdrawn before granted), so the order in which we heard of it cannot matter.
create table consents (
  tenant_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  purpose text not null, -- marketing, utility, calls, or a category of Meta's that we do not know yet
  state text not null check (state in ('granted', 'withdrawn')),
  source text not null check (source in ('message', 'user_preferences', 'import', 'api', 'agent', 'merge')),
  cause text not null, -- Meta's id or ours: what was said once counts once, however often it is told
  evidence jsonb not null, -- ids of what proves it, never a text
  notice_version text,
  note text, -- an agent's reason
  actor jsonb, -- who recorded it; null: the customer's own word
  at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, contact_id, purpose, cause)
);
select isolate_tenant('consents');
revoke update, delete on consents from harkara_app;

-- Who does not want what: the ledger's outcome, changed in the same transaction, so that a sender finds it by its key.
create table suppressions (
  tenant_id uuid not null,
  contact_id uuid not null,
  purpose text not null,
  source text not null,
  at timestamptz not null, -- since when
  primary key (tenant_id, contact_id, purpose)
);
select isolate_tenant('suppressions');

alter table contacts add column given_name text; -- what the team calls them

-- What a business wants to know about its customers, in its own words.
create table attribute_definitions (
  tenant_id uuid not null,
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice')),
  choices text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
select isolate_tenant('attribute_definitions');

create table contact_attributes (
  tenant_id uuid not null,
  contact_id uuid not null,
  attributes jsonb not null, -- by key; checked against the definitions when written
  primary key (tenant_id, contact_id)
);
select isolate_tenant('contact_attributes');
