-- How a team works together: views that are kept, and macros. (Who looks at which conversation is in no table: src/presence/.)

create table saved_views (
  tenant_id uuid not null references tenants,
  id uuid not null,
  user_id uuid, -- whose it is; null: the whole team's
  name text not null,
  name_key text not null, -- without differences of case, as in labels
  filters jsonb not null,
  place int not null, -- its turn among the person's own, or among the team's
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, user_id, name_key),
  foreign key (tenant_id, user_id) references tenant_members (tenant_id, user_id) on delete cascade
);
select isolate_tenant('saved_views');

create table macros (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  name_key text not null,
  actions jsonb not null, -- what is done, as in src/macros/shapes.ts
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name_key)
);
select isolate_tenant('macros');
