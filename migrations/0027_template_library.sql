-- The template library: all that Meta tells of a template, what it was before, and what is being written.
alter table templates
  add column correct_category text,
  add column previous_category text,
  add column rejected_reason text,
  -- {reason, detail, recommendation, at}: what only a webhook tells of a rejection.
  add column rejection jsonb,
  add column quality text,
  add column ttl_seconds int,
  add column sub_category text,
  -- Whose word on each aspect is the newest: Meta's time of a webhook, ours of a pull.
  add column status_at timestamptz not null default '-infinity',
  add column category_at timestamptz not null default '-infinity',
  add column quality_at timestamptz not null default '-infinity',
  -- By our clock, as sends are accepted by it. It stays when the template is approved again: what was accepted before is not sent.
  add column halted_at timestamptz,
  add column halted_because text check (halted_because in ('paused', 'disabled', 'rejected', 'recategorised', 'quality', 'archived',
    'deleted', 'other')),
  add column paused_until timestamptz,
  add column changed_at timestamptz not null default now(),
  -- SHA-256 of what Meta listed; null: a webhook has moved the row since. Rows that are listed as before are not written.
  add column listed_hash text;

-- What was said of a template, by whom; only added to. By name, because the mirror's row goes when the template does. A word that is
-- told twice is one row; what changed nothing is left out by `template_changes`, so the order in which words came cannot matter.
create table template_history (
  tenant_id uuid not null references tenants,
  id uuid not null,
  waba_id text not null,
  name text not null,
  language text not null,
  kind text not null check (kind in ('version', 'status', 'quality', 'category')),
  at timestamptz not null, -- Meta's time of a webhook, ours of everything else
  from_value text, -- as far as whoever told it knew; of a version: the status that the template had
  to_value text not null, -- of a version: SHA-256 of its components without samples
  reason text,
  source text not null check (source in ('us', 'webhook', 'pull')),
  by_id text,
  by_name text,
  definition jsonb,
  recorded_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index template_history_once on template_history (tenant_id, waba_id, name, language, kind, at, to_value);
-- What was told since a pull began is newer than what it brings.
create index template_history_recorded on template_history (tenant_id, waba_id, recorded_at);
select isolate_tenant('template_history');

-- The history without words that changed nothing: a webhook and the pull that saw the same tell one change.
create view template_changes with (security_invoker = true) as
  select * from (
    select h.*, lag(to_value) over (partition by tenant_id, waba_id, name, language, kind order by at, id) as before_value
    from template_history h) h
  where before_value is distinct from to_value;

create table template_drafts (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  template_id uuid, -- the mirror's row that it edits; null: a new template
  definition jsonb not null,
  revision int not null default 1,
  state text not null default 'draft' check (state in ('draft', 'submitting')),
  problem jsonb, -- {code, title, detail}: why Meta did not take it, the last time
  submitted_at timestamptz,
  submitted_from text, -- the status that the edited template had then
  submitted_by_id text,
  submitted_by_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  updated_by_name text,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
create index template_drafts_newest on template_drafts (tenant_id, updated_at desc, id desc);
select isolate_tenant('template_drafts');

-- Files that Meta's reviewers see, by the name that Meta gave them; our own copy is in `media`.
create table template_samples (
  tenant_id uuid not null references tenants,
  handle_hash bytea not null check (octet_length(handle_hash) = 32),
  channel_id uuid not null,
  media_id uuid not null,
  handle text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, channel_id, handle_hash),
  foreign key (tenant_id, media_id) references media (tenant_id, id) on delete cascade
);
create index template_samples_media on template_samples (tenant_id, media_id);
select isolate_tenant('template_samples');

-- When an account's templates are to be fetched next, and when the last pull that was stored had begun. Ids only, as all of this table.
alter table channel_routes
  add column templates_due_at timestamptz not null default '-infinity',
  add column templates_pulled_at timestamptz not null default '-infinity';
create index channel_routes_templates_due on channel_routes (templates_due_at);
