-- Who gave a customer the newest answer: somebody of the team, or a program (a greeting, an away reply, whoever answers through the API).
-- What asks for a rating is no answer.
alter table conversations add column answered_by text check (answered_by in ('person', 'program'));
create index conversations_by_program on conversations (tenant_id, status, ordered_at desc, id desc)
  where answered_by = 'program' and ordered_at is not null;
