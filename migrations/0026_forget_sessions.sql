-- Sessions and proofs that are over are deleted, oldest first.
create index sessions_expiry on sessions (expires_at);
create index verifications_expiry on verifications (expires_at);
