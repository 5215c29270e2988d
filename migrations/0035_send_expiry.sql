-- After this moment a message is worth less than none: a code that nobody waits for any more, an offer that is over. What still waits then
-- fails. null: it may be late.
alter table sends add column expires_at timestamptz;
create index sends_expiry on sends (tenant_id, channel_id, expires_at) where state = 'queued' and expires_at is not null;
