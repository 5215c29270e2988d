-- People are looked for by part of a name or number, among hundreds of thousands. Trigrams find what is rare; what is common is
-- found along the list anyway.
create extension if not exists pg_trgm; -- trusted: whoever may create in the database may create it

create index contacts_names on contacts using gin (tenant_id, (lower(coalesce(given_name, '') || ' ' || coalesce(book_name, '') || ' '
  || coalesce(profile_name, '') || ' ' || coalesce(username, ''))) gin_trgm_ops);
create index contact_identities_phones on contact_identities using gin (tenant_id, value gin_trgm_ops) where kind = 'phone';
