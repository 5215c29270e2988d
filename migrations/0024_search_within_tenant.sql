-- People are listed by name, and looked for by part of a name or number, among hundreds of thousands. Trigrams find what is rare; what is common is
-- found along the list anyway. Without a locale for it pg_trgm takes no other letters than a to z for letters; then the column is
-- read through, which is four times as quick as what it is made of.
create extension if not exists pg_trgm; -- trusted: whoever may create in the database may create it
alter table contacts add names text not null generated always as (lower(coalesce(given_name, '') || ' ' || coalesce(book_name, '')
  || ' ' || coalesce(profile_name, '') || ' ' || coalesce(username, ''))) stored;
create index contacts_names on contacts using gin (tenant_id, names gin_trgm_ops);
-- Who has no name comes last.
alter table contacts add sort_name text collate "C" not null
  generated always as (lower(coalesce(given_name, book_name, profile_name, username, U&'\FFFF'))) stored;
create index contacts_by_name on contacts (tenant_id, sort_name, id) where kind = 'person'; -- so that no look-up by key can use it
create index contact_identities_phones on contact_identities using gin (tenant_id, value gin_trgm_ops) where kind = 'phone';

-- An index by words or trigrams is of no use under row-level security: @@ and like are not leakproof, so PostgreSQL looks at each
-- row's tenant first, five million times. These functions read as the owner of the tables, who sees all rows of these three, and
-- hold to the transaction's tenant themselves; they take none, so nobody can ask for another's. Their plans are fixed: left to the
-- planner, what it has no statistics of is looked for by walking through everything.
create policy owner_reads on search_entries for select to current_user using (true);
create policy owner_reads on contacts for select to current_user using (true);
create policy owner_reads on contact_identities for select to current_user using (true);

-- Messages that hold all the words, newest first, from a place on. The rarest word must be one that few messages hold: all of
-- them are found, and then put in order.
create function find_rare_messages(rarest tsquery, query tsquery, after_at timestamptz, after_id uuid, max_rows int)
returns table (message_id uuid, at timestamptz)
language sql stable security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set enable_indexscan = off
as $$
  with found as materialized (
    select e.message_id, e.at, e.words from search_entries e where e.tenant_id = (select current_tenant()) and e.words @@ rarest)
  select f.message_id, f.at from found f
  where f.words @@ query and (after_at is null or (f.at, f.message_id) < (after_at, after_id))
  order by f.at desc, f.message_id desc limit max_rows
$$;

-- Contacts with a name or a phone number like this, in no order.
create function find_contacts(names_pattern text, phone_pattern text, max_rows int) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, public, pg_temp set enable_seqscan = off set enable_indexscan = off
as $$
  select found.id from (
    select k.id from contacts k where k.tenant_id = (select current_tenant()) and k.names like names_pattern
    union select i.contact_id from contact_identities i
      where i.tenant_id = (select current_tenant()) and i.kind = 'phone' and i.value like phone_pattern) found
  limit max_rows
$$;

revoke execute on function find_rare_messages, find_contacts from public;
grant execute on function find_rare_messages, find_contacts to harkara_app;
