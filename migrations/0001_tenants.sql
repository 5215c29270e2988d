-- Who may see what. Every table with a tenant_id forces row-level security; the program works as harkara_app, which owns
-- nothing and cannot bypass it; the tenant is set with set_config('harkara.tenant', …, true) and is gone at commit.
do $$ begin
  create role harkara_app nologin;
exception when duplicate_object or unique_violation then null; -- roles belong to the cluster: another database made it
end $$;
do $$ begin
  execute format('grant harkara_app to %I', current_user);
end $$;
grant usage on schema public to harkara_app;
alter default privileges in schema public grant select, insert, update, delete on tables to harkara_app;
alter default privileges in schema public grant usage, select on sequences to harkara_app;
grant select on migrations to harkara_app;

-- No tenant set: null, and a comparison with null shows nothing.
create function current_tenant() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('harkara.tenant', true), '')::uuid $$;

-- Called by each migration that makes a tenant's table.
create function isolate_tenant(tenant_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  -- (select …) is evaluated once a statement, not once a row
  execute format('create policy tenant_isolation on %s using (tenant_id = (select current_tenant()))
    with check (tenant_id = (select current_tenant()))', tenant_table);
end $$;

create table tenants (
  tenant_id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);
select isolate_tenant('tenants');
