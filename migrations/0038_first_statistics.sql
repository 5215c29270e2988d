-- A database that nobody has analyzed yet: the planner takes a tenant for one row of two hundred, so of two indexes the one that reads all
-- of a tenant is as good as the key, and a plan that was made then is kept until autovacuum comes by. PostgreSQL 18 lets us say what is so:
-- that most of a table is one tenant's. ANALYZE replaces this by what it finds.
create function expect_one_tenant(relation regclass) returns void language plpgsql as $$
begin
  if current_setting('server_version_num')::int < 180000
    or exists (select from pg_statistic s join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum
      where s.starelid = relation and a.attname = 'tenant_id') then return;
  end if;
  execute format(
    $call$ select pg_restore_attribute_stats('schemaname', 'public', 'relname', %L, 'attname', 'tenant_id', 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real) $call$,
    (select relname from pg_class where oid = relation));
end
$$;
revoke all on function expect_one_tenant(regclass) from public;

select expect_one_tenant(c.oid) from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'tenant_id' and not a.attisdropped;
