-- Days on which everybody sends offers, as one business counts them: what differs from the calendar in
-- src/campaigns/festival-calendar.ts. null: a day of that calendar that is none here.
create table festival_days (
  tenant_id uuid not null references tenants,
  day date not null,
  name text,
  primary key (tenant_id, day)
);
select isolate_tenant('festival_days');

-- By this moment days in the conditions of its audience are counted; null: by when it was started. It moves when somebody who
-- paused it has it looked again for people who joined since.
alter table campaigns add column audience_from timestamptz;

-- How long the last count took: whoever watches has it counted sooner, but not all the time.
alter table campaigns add column counted_ms int;
