-- "The phone of this person" is asked for each message. Where the table was never analyzed the planner took the index for searching phone
-- numbers instead, which reads all of a tenant's: the kind makes the look-up by person the cheaper one whatever the statistics say.
create index contact_identities_of_kind on contact_identities (tenant_id, contact_id, kind);
drop index contact_identities_contact;
alter index contact_identities_of_kind rename to contact_identities_contact;
