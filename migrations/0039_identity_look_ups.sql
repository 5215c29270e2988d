-- "The newest phone of this person" is asked for each message. Where the table was never analyzed the planner took an index that reads all of
-- a tenant's, of phones or of names of a kind: with what it sorts by in the index, the look-up by person is the cheapest whatever the
-- statistics say. `seen_at` is since when they go by it, so it hardly ever changes.
create index contact_identities_newest on contact_identities (tenant_id, contact_id, kind, seen_at desc, value);
drop index contact_identities_contact;
alter index contact_identities_newest rename to contact_identities_contact;
