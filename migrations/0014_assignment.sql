-- Who does what: teams, who has a conversation, who is there, how conversations find somebody by themselves, and who was
-- asked to look at one.

create table teams (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  name_key text not null, -- without differences of case, as in labels
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name_key)
);
select isolate_tenant('teams');

create table team_people (
  tenant_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, team_id, user_id),
  foreign key (tenant_id, team_id) references teams (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references tenant_members (tenant_id, user_id) on delete cascade
);
create index team_people_user on team_people (tenant_id, user_id);
select isolate_tenant('team_people');

-- The foreign keys are what makes it sure that nobody who has left has a conversation; whoever removes a member or a team takes
-- their conversations away before, in small batches.
alter table conversations
  add column assignee_id uuid,
  add column team_id uuid,
  -- Resolved since they got it: with the customer's next message automatic assignment may give it to somebody else.
  add column is_assignee_done boolean not null default false,
  add foreign key (tenant_id, assignee_id) references tenant_members (tenant_id, user_id) on delete set null (assignee_id),
  add foreign key (tenant_id, team_id) references teams (tenant_id, id) on delete set null (team_id);
-- What one person has, and one team. A message to a conversation that nobody has costs no entry here.
create index conversations_assignee on conversations (tenant_id, assignee_id, status, last_message_at desc, id desc)
  where assignee_id is not null;
create index conversations_team on conversations (tenant_id, team_id, status, last_message_at desc, id desc)
  where team_id is not null;

-- Who is away. Whoever has no row is there.
create table member_availability (
  tenant_id uuid not null,
  user_id uuid not null,
  is_available boolean not null,
  changed_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references tenant_members (tenant_id, user_id) on delete cascade
);
select isolate_tenant('member_availability');

-- How conversations find somebody by themselves; no row: they do not.
create table assignment_rules (
  tenant_id uuid primary key references tenants,
  mode text not null check (mode in ('off', 'round_robin', 'least_busy')),
  team_id uuid, -- among these; null: among everybody who may answer
  is_sticky boolean not null,
  foreign key (tenant_id, team_id) references teams (tenant_id, id) -- a team that is needed here is not deleted
);
select isolate_tenant('assignment_rules');

-- How far a tenant's events have been looked through for customers who need somebody, and whose turn it was last. There is a
-- row while its rule is not off. Its lock is the one lock of automatic assignment. Asked before the tenant is known, by workers;
-- so it has no row-level security, and holds nothing but places and ids.
create table assignment_relays (
  tenant_id uuid primary key,
  xid xid8 not null, -- with event_id: the cursor over events
  event_id bigint not null,
  last_user_id uuid
) with (fillfactor = 50);

-- Customers wrote here, and nobody has it. It stays until somebody does, or until it needs nobody any more.
create table assignment_queue (
  tenant_id uuid not null,
  conversation_id uuid not null,
  since timestamptz not null,
  primary key (tenant_id, conversation_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);
create index assignment_queue_oldest on assignment_queue (tenant_id, since, conversation_id);
select isolate_tenant('assignment_queue');

-- Who was named in a note, and has not looked yet.
create table note_mentions (
  tenant_id uuid not null,
  note_id uuid not null,
  user_id uuid not null,
  conversation_id uuid not null, -- the note's
  is_read boolean not null default false,
  primary key (tenant_id, note_id, user_id),
  foreign key (tenant_id, note_id) references conversation_notes (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references tenant_members (tenant_id, user_id) on delete cascade
);
create index note_mentions_user on note_mentions (tenant_id, user_id, conversation_id);
create index note_mentions_unread on note_mentions (tenant_id, user_id, conversation_id) where not is_read;
-- For merges, which move a conversation's notes.
create index note_mentions_conversation on note_mentions (tenant_id, conversation_id);
select isolate_tenant('note_mentions');
