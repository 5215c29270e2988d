-- Saved filters over contacts, and what they need to be quick.
create table segments (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  name_key text not null, -- without differences of case, as in labels
  tree jsonb not null, -- the conditions: checked when written, and again when read
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name_key)
);
select isolate_tenant('segments');

-- What only all of a contact's messages together would tell. Counted behind the messages by a worker (src/segments), so that no
-- message waits for it; what conversations know of themselves is asked there.
create table contact_activity (
  tenant_id uuid not null,
  contact_id uuid not null,
  message_count int not null, -- up to 500, which stands for "500 or more"
  last_outbound_at timestamptz, -- of the newest 500
  primary key (tenant_id, contact_id)
);
select isolate_tenant('contact_activity');

-- How far a tenant's events have been counted, and how far its older contacts.
create table activity_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  id bigint not null,
  before_id uuid -- contacts with lower ids are still to come, newest first; null: all are in
);
select isolate_tenant('activity_cursors');

create or replace view event_followers with (security_invoker = true) as
  select tenant_id, xid, event_id as id from webhook_relays where is_active
  union all select tenant_id, xid, id from search_cursors
  union all select tenant_id, xid, id from activity_cursors;

-- Who was sent this template? Only templates of ours are in it, so what customers write never touches it, and neither do ticks.
create index messages_templates on messages (tenant_id, (content #>> '{template,name}'), at)
  where direction = 'out' and type = 'template';
-- Who agreed to this? The newest word need not be looked for: whoever took it back is in suppressions.
create index consents_granted on consents (tenant_id, purpose, contact_id) where state = 'granted';
