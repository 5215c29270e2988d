-- What a team makes of its conversations: whose turn it is, what they are about, and what it says among itself.

-- A constant default is no rewrite of the table.
alter table conversations
  add column status text not null default 'open',
  add column snoozed_until timestamptz, -- when a snoozed one opens again by itself
  add column resolved_at timestamptz,
  add check (status in ('open', 'pending', 'snoozed', 'resolved')),
  add check ((status = 'snoozed') = (snoozed_until is not null));
-- The list is by status, and each message moves its conversation to the front of it: one index, so that a message costs one
-- entry in it, as before. A list of all statuses merges the four.
drop index conversations_newest;
create index conversations_newest on conversations (tenant_id, status, last_message_at desc, id desc);
-- Snoozes that are due. Only snoozed conversations are in it, so what customers write never touches it.
create index conversations_snoozed on conversations (tenant_id, snoozed_until) where status = 'snoozed';

create table labels (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  name_key text not null, -- the name without differences of case: made by the program, because a database's locale may know no other letters than a to z
  color text not null check (color in ('gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name_key)
);
select isolate_tenant('labels');

create table conversation_labels (
  tenant_id uuid not null,
  conversation_id uuid not null,
  label_id uuid not null,
  primary key (tenant_id, conversation_id, label_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, label_id) references labels (tenant_id, id) on delete cascade
);
create index conversation_labels_label on conversation_labels (tenant_id, label_id, conversation_id);
select isolate_tenant('conversation_labels');

-- Never sent to anybody. Ids are uuidv7, so (at, id) is their order.
create table conversation_notes (
  tenant_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  text text not null,
  author_kind text not null check (author_kind in ('user', 'key', 'system')),
  author_id text not null,
  author_name text not null, -- as it was then
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);
create index conversation_notes_thread on conversation_notes (tenant_id, conversation_id, at desc, id desc);
select isolate_tenant('conversation_notes');

create table quick_replies (
  tenant_id uuid not null references tenants,
  id uuid not null,
  shortcut text not null,
  shortcut_key text not null, -- without differences of case, as in labels
  text text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, shortcut_key)
);
select isolate_tenant('quick_replies');

-- No update of a conversation is a HOT one, since the list's index changes with every message: room on its pages helps nobody.
-- (It also makes a fresh table look so sparse that the planner takes any index for as good as the unique one.)
alter table conversations set (fillfactor = 100);
