-- A sequence says several things to one person, one after the other, until they did what it was for (ADR 13). An enrolment is a row: it
-- waits for its next step, has finished, or has left with a reason. So enrolled = waiting + finished + left at every instant.
create table sequences (
  tenant_id uuid not null references tenants,
  id uuid not null,
  channel_id uuid not null,
  name text not null,
  state text not null check (state in ('draft', 'on', 'off', 'deleted')), -- deleted: its rows are being removed, part by part
  definition jsonb not null, -- what brings people in, what is said when, what ends it: src/sequences/shapes.ts
  event text generated always as (definition #>> '{trigger,event}') stored, -- that brings people in
  created_by text not null, -- as they were called then
  created_at timestamptz not null,
  changed_at timestamptz not null,
  turned_on_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references channels (tenant_id, id)
);
create index sequences_event on sequences (tenant_id, event) where state = 'on';
select isolate_tenant('sequences');

-- No foreign keys from here on: whoever makes a row has just found its sequence and contact.
create table sequence_enrolments (
  tenant_id uuid not null,
  id uuid not null,
  sequence_id uuid not null,
  contact_id uuid not null,
  cause text not null, -- what brought them in, which counts once: event:<id>, hand:<key>
  state text not null check (state in ('waiting', 'finished', 'left')),
  reason text, -- why they left; `event:<name>`, `label:<id>`
  step text, -- the next one, by its id in the definition
  due_at timestamptz,
  since timestamptz not null, -- what brought them in happened then; what ends it counts from there
  words jsonb, -- of the event's own
  enrolled_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, sequence_id, cause),
  check ((state = 'waiting') = (step is not null and due_at is not null)),
  check ((state = 'waiting') = (ended_at is null)),
  check ((state = 'left') = (reason is not null))
) with (fillfactor = 70);
-- Nobody is in it twice at once.
create unique index sequence_enrolments_once on sequence_enrolments (tenant_id, sequence_id, contact_id) where state = 'waiting';
create index sequence_enrolments_due on sequence_enrolments (tenant_id, sequence_id, due_at) where state = 'waiting';
create index sequence_enrolments_contact on sequence_enrolments (tenant_id, contact_id, sequence_id, enrolled_at);
create index sequence_enrolments_books on sequence_enrolments (tenant_id, sequence_id, state, reason, id);
select isolate_tenant('sequence_enrolments');

-- What became of each step of each enrolment: once, whatever happens to the definition.
create table sequence_steps (
  tenant_id uuid not null,
  enrolment_id uuid not null,
  step text not null,
  sequence_id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('sent', 'skipped')),
  reason text, -- why skipped
  send_id uuid, -- of the message as well
  is_offer boolean not null,
  at timestamptz not null,
  primary key (tenant_id, enrolment_id, step),
  check ((state = 'sent') = (send_id is not null)),
  check ((state = 'skipped') = (reason is not null))
);
create index sequence_steps_books on sequence_steps (tenant_id, sequence_id, step, state);
create index sequence_steps_contact on sequence_steps (tenant_id, contact_id, at);
select isolate_tenant('sequence_steps');

-- What happened elsewhere, as a shop's programs tell it: that it happened, to whom and when. Its words go to the enrolments that it causes.
create table sequence_events (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  contact_id uuid not null,
  key text not null, -- the program's own, or ours: what was told twice happened once
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index sequence_events_contact on sequence_events (tenant_id, contact_id, name, occurred_at);
select isolate_tenant('sequence_events');

-- When somebody must look at a sequence again. Asked for all tenants at once; so it holds nothing but ids and moments.
create table sequence_alarms (
  tenant_id uuid not null,
  sequence_id uuid not null,
  due_at timestamptz not null,
  primary key (tenant_id, sequence_id),
  foreign key (tenant_id, sequence_id) references sequences (tenant_id, id) on delete cascade
) with (fillfactor = 50);
create index sequence_alarms_due on sequence_alarms (due_at);
