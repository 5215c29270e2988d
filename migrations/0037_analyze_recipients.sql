-- An audience of a hundred thousand comes in seconds, and its campaign is at work before autovacuum has looked at it. Until then the planner
-- takes it for a handful and reads all of it for each batch. The program may not analyze what it does not own, so it asks for this one.
create function analyze_recipients() returns void language plpgsql security definer set search_path = public as $$
begin
  analyze campaign_recipients;
end
$$;
revoke all on function analyze_recipients() from public;
grant execute on function analyze_recipients() to harkara_app;
