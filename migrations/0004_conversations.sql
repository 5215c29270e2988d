create table contacts (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null default 'person' check (kind in ('person', 'group')),
  profile_name text, -- what they call themselves; the newest by Meta's timestamp
  profile_name_at timestamptz,
  username text,
  username_at timestamptz,
  book_name text, -- what the business's address book says
  book_name_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
) with (fillfactor = 80);
select isolate_tenant('contacts');

create table contact_identities (
  tenant_id uuid not null references tenants,
  kind text not null check (kind in ('phone', 'bsuid', 'parent_bsuid', 'group', 'made')), -- made: by us, see contacts/
  value text not null,
  contact_id uuid not null,
  -- Since when, by Meta's time, they go by it (1970: Meta did not say when): the newest name is the one to use.
  seen_at timestamptz not null,
  claimed_by text, -- a phone: the name that has it now, as kind:value; null: it was only ever seen alone
  is_contested boolean not null default false, -- a phone that several names had: see phone_claims
  primary key (tenant_id, kind, value),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id)
) with (fillfactor = 80);
create index contact_identities_contact on contact_identities (tenant_id, contact_id);
select isolate_tenant('contact_identities');

-- Who had a phone number since when. Only numbers that passed through several hands are here.
create table phone_claims (
  tenant_id uuid not null,
  phone text not null,
  name text not null, -- kind:value of a contact_identity
  since timestamptz not null,
  primary key (tenant_id, phone, name)
);
select isolate_tenant('phone_claims');

-- What was said of a phone number alone, so that whoever turns out to have had the number inherits it. The newest counts.
create table phone_words (
  tenant_id uuid not null,
  phone text not null,
  word text not null, -- profile_name, username, book_name, or preference:<category>
  value text,
  detail text,
  at timestamptz not null,
  primary key (tenant_id, phone, word)
);
select isolate_tenant('phone_words');

create table contact_preferences (
  tenant_id uuid not null references tenants,
  contact_id uuid not null,
  category text not null,
  value text not null, -- stop, resume, signup
  detail text,
  at timestamptz not null,
  primary key (tenant_id, contact_id, category),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id)
);
select isolate_tenant('contact_preferences');

create table conversations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  contact_id uuid not null,
  last_inbound_at timestamptz, -- opens the 24 h window
  last_referral_at timestamptz, -- may open the 72 h window …
  referral_answered_at timestamptz, -- … if answered within 24 h
  last_message_at timestamptz, -- with last_message_id: the newest by (at, id), shown in the list
  last_message_id uuid,
  last_inbound_wamid text, -- the newest inbound, for "mark read"
  unread_count int not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, contact_id, channel_id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id)
) with (fillfactor = 70);
create index conversations_newest on conversations (tenant_id, last_message_at desc, id desc);
select isolate_tenant('conversations');

-- Where a merged conversation went, so that an old link still leads somewhere.
create table conversation_merges (
  tenant_id uuid not null references tenants,
  from_id uuid not null,
  into_id uuid not null,
  at timestamptz not null default now(),
  primary key (tenant_id, from_id)
);
select isolate_tenant('conversation_merges');

-- One thing said. Ids are uuidv7 made by the lane's owner in order of arrival, so (at, id) is the order of a thread.
-- No foreign keys here: each costs a look-up per row, together half of an insert's time, and the same transaction has just
-- made or found the conversation.
create table messages (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  conversation_id uuid not null,
  direction text not null check (direction in ('in', 'out')),
  source text not null, -- live, echo, history, standby; outbound: agent, greeting, api
  wamid text, -- null: Meta has not answered yet
  type text not null,
  text text, -- what a list or a search shows
  content jsonb not null,
  context jsonb,
  referral jsonb,
  author jsonb, -- a group's participant
  peer_phone text, -- Meta named the other side by this number alone: it belongs to whoever had the number then
  media_id uuid,
  at timestamptz not null, -- inbound: Meta's timestamp; outbound: when we accepted it
  created_at timestamptz not null default clock_timestamp(),
  -- Facts from Meta about an outbound message; its state is their join, so their order cannot matter.
  status_rank smallint not null default 0 check (status_rank between 0 and 4), -- sent 1, delivered 2, read 3, played 4
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  failure jsonb, -- Meta's error object
  pricing jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, wamid)
) with (fillfactor = 90, autovacuum_vacuum_insert_scale_factor = 0.1);
create index messages_thread on messages (tenant_id, conversation_id, at desc, id desc);
select isolate_tenant('messages');

-- What Meta said about an outbound message, also about one that we do not know (yet).
create table statuses (
  tenant_id uuid not null,
  channel_id uuid not null,
  wamid text not null,
  status text not null,
  recipient text not null,
  at timestamptz not null,
  errors jsonb,
  pricing jsonb,
  conversation jsonb,
  callback text,
  primary key (tenant_id, channel_id, wamid, status, recipient, at)
);
select isolate_tenant('statuses');

-- Edits and revokes: the newest of each kind counts, whether or not the message is here yet.
create table message_amendments (
  tenant_id uuid not null,
  channel_id uuid not null,
  target_wamid text not null,
  kind text not null check (kind in ('edit', 'revoke')),
  wamid text not null,
  at timestamptz not null,
  type text,
  text text,
  content jsonb,
  primary key (tenant_id, channel_id, target_wamid, kind)
);
select isolate_tenant('message_amendments');

-- One reactor has one reaction to one message; null took it away.
create table reactions (
  tenant_id uuid not null,
  channel_id uuid not null,
  target_wamid text not null,
  reactor text not null, -- 'business', or a person's strongest name
  direction text not null check (direction in ('in', 'out')),
  emoji text,
  wamid text not null,
  at timestamptz not null,
  primary key (tenant_id, channel_id, target_wamid, reactor)
);
select isolate_tenant('reactions');

-- Everything else that Meta tells: accounts, templates, calls, groups, flows, payments, and fields we do not know yet.
create table updates (
  tenant_id uuid not null,
  key text not null,
  waba_id text not null,
  channel_id uuid,
  field text not null,
  at timestamptz,
  value jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index updates_newest on updates (tenant_id, field, created_at desc);
select isolate_tenant('updates');

create table media (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  meta_media_id text, -- Meta's id: to fetch from (7 days), or of our upload (30 days)
  meta_uploaded_at timestamptz,
  state text not null check (state in ('pending', 'stored', 'unavailable')),
  mime_type text,
  filename text,
  is_voice boolean not null default false,
  sha256 text, -- base64, as Meta writes it
  bytes bigint,
  storage_key text,
  problem text, -- why it is unavailable
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
select isolate_tenant('media');

create table templates (
  tenant_id uuid not null references tenants,
  id uuid not null,
  waba_id text not null,
  meta_template_id text not null,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  parameter_format text not null default 'POSITIONAL',
  components jsonb not null,
  pulled_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, waba_id, name, language)
);
select isolate_tenant('templates');
