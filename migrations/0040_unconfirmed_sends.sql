-- How many messages of a day nobody knows the fate of: those that were given up are few among all that failed.
create index sends_unconfirmed on sends (tenant_id, channel_id, settled_at)
  where state = 'failed' and error ->> 'harkara' = 'outbound.unconfirmed';
