-- What a business owes the people whom it knows: all that it has about them, its deletion with a proof, and an end by age.

-- Everything about one person as a file, made by a worker and kept for some days.
create table privacy_exports (
  tenant_id uuid not null references tenants,
  id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
  requested_by_kind text not null check (requested_by_kind in ('user', 'key', 'system')),
  requested_by_id text not null,
  requested_by_name text not null, -- as it was then
  requested_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  files_done int not null default 0,
  files_total int not null default 0,
  storage_key text,
  bytes bigint,
  attempts int not null default 0,
  claimed_until timestamptz, -- somebody works on it; whoever died is not waited for longer
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index privacy_exports_open on privacy_exports (tenant_id, id) where state in ('waiting', 'running', 'ready');
create index privacy_exports_contact on privacy_exports (tenant_id, contact_id);
select isolate_tenant('privacy_exports');

-- The deletion of one person. It knows who they were, sealed, for as long as it runs; what is left of it says nothing about them.
create table erasures (
  tenant_id uuid not null references tenants,
  id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done')),
  cause text not null check (cause in ('request', 'inactive')),
  requested_by_kind text not null check (requested_by_kind in ('user', 'key', 'system')),
  requested_by_id text not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  names_sealed bytea, -- null once it is done
  step int not null default 0, -- steps that are done
  place text, -- how far within the step
  counts jsonb not null default '{}', -- rows by table
  billing jsonb not null default '[]', -- what was charged, by month and category, without anybody's name
  receipt text, -- the exact text that is signed
  signature text,
  claimed_until timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create unique index erasures_open on erasures (tenant_id, contact_id) where state in ('waiting', 'running');
select isolate_tenant('erasures');

-- Who had refused something and was erased, as a keyed hash of each of their names: an import must not bring them back into it.
create table kept_refusals (
  tenant_id uuid not null references tenants,
  name_hash bytea not null check (octet_length(name_hash) = 32),
  purpose text not null,
  at timestamptz not null, -- since when they refuse
  primary key (tenant_id, name_hash, purpose)
);
select isolate_tenant('kept_refusals');

-- What goes by itself after how many days; null: it stays.
create table retention_rules (
  tenant_id uuid primary key references tenants,
  media_days int check (media_days between 1 and 3650),
  text_days int check (text_days between 1 and 3650),
  inactive_days int check (inactive_days between 30 and 3650),
  inactive_from timestamptz, -- nobody is erased for inactivity before: time to look at who would be
  changed_at timestamptz not null,
  -- Ids up to which it has been done: ids rise with time.
  media_place uuid,
  text_place uuid,
  media_count bigint not null default 0,
  text_count bigint not null default 0
) with (fillfactor = 80);
select isolate_tenant('retention_rules');

-- What people were told before they agreed. Only ever added to: a consent points at what was said then.
create table privacy_notices (
  tenant_id uuid not null references tenants,
  version text not null,
  language text not null,
  text text not null,
  valid_from timestamptz not null,
  created_at timestamptz not null,
  created_by_name text not null,
  primary key (tenant_id, version, language)
);
create index privacy_notices_current on privacy_notices (tenant_id, valid_from desc);
select isolate_tenant('privacy_notices');
revoke update, delete on privacy_notices from harkara_app;

-- A refusal that outlived its contact may come back to a new one.
alter table consents drop constraint consents_source_check;
alter table consents add check (source in ('message', 'user_preferences', 'import', 'api', 'agent', 'merge', 'erasure'));

-- The ledger cannot be changed, but what identifies somebody leaves it with them: that something was agreed to or refused, and
-- when, stays. Only for contacts that are being erased, or that had become one of these and are gone.
create function forget_consents(forgotten uuid) returns bigint language plpgsql security definer set search_path = public as $$
declare
  changed bigint;
begin
  if not exists (select from erasures e where e.tenant_id = current_tenant() and e.contact_id = forgotten and e.state = 'running') then
    raise exception 'nobody asked to erase this contact';
  end if;
  with person as (
      select forgotten as id
      union
      select o.contact_id from consents c
      join consents o on o.tenant_id = c.tenant_id and o.cause = c.cause and o.purpose = c.purpose
      where c.tenant_id = current_tenant() and c.contact_id = forgotten and c.cause not like 'erased:%'
        and not exists (select from contacts k where k.tenant_id = o.tenant_id and k.id = o.contact_id)),
    gone as (
      update consents c set cause = 'erased:' || c.id, evidence = '{}', note = null, contact_id = c.id
      from person where c.tenant_id = current_tenant() and c.contact_id = person.id returning 1)
    select count(*) into changed from gone;
  return changed;
end $$;
revoke execute on function forget_consents(uuid) from public;
grant execute on function forget_consents(uuid) to harkara_app;
create index consents_cause on consents (tenant_id, cause);

-- The messages of a file, and what was done to one thing.
create index messages_media on messages (tenant_id, media_id) where media_id is not null;
-- And all that was sent in a conversation that goes.
create index sends_conversation on sends (tenant_id, conversation_id);
create index audit_entries_subject on audit_entries (tenant_id, subject_kind, subject_id, seq);
create index conversation_merges_into on conversation_merges (tenant_id, into_id);
