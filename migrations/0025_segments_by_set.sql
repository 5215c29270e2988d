-- A field's values and what was counted are about a contact that there is: a segment may begin with them instead of with all contacts.
delete from contact_attributes a where not exists (select from contacts k where k.tenant_id = a.tenant_id and k.id = a.contact_id);
alter table contact_attributes add foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade;
delete from contact_activity a where not exists (select from contacts k where k.tenant_id = a.tenant_id and k.id = a.contact_id);
alter table contact_activity add foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade;
create index contacts_groups on contacts (tenant_id, id) where kind = 'group';
