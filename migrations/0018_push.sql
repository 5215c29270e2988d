-- Who is told of new messages, and on which devices.

-- What a person wants to hear of. Without a row: everything, with its text and a tone.
create table notification_settings (
  tenant_id uuid not null,
  user_id uuid not null,
  scope text not null check (scope in ('off', 'mine', 'all')),
  shows_text boolean not null, -- false: a locked screen says only that somebody wrote
  has_sound boolean not null,
  primary key (tenant_id, user_id)
);
select isolate_tenant('notification_settings');

-- A browser that a push service can wake (RFC 8030). What is sent there is encrypted to its keys (RFC 8291).
create table push_subscriptions (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  endpoint text not null,
  p256dh bytea not null check (octet_length(p256dh) = 65),
  auth bytea not null check (octet_length(auth) = 16),
  locale text not null check (locale in ('en', 'hi')),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint)
);
create index push_subscriptions_user on push_subscriptions (tenant_id, user_id);
select isolate_tenant('push_subscriptions');

-- How far a tenant's events were turned into pushes. Nobody waits for it: after a long break it starts at the end.
create table push_cursors (
  tenant_id uuid primary key,
  xid xid8 not null,
  event_id bigint not null
);
select isolate_tenant('push_cursors');

-- This installation's own name towards push services (RFC 8292): one pair of keys, made when it is first needed. A browser that
-- has subscribed takes pushes from these keys alone, so they are never changed. No tenant's: it says nothing about any.
create table push_keys (
  is_only boolean primary key default true check (is_only),
  public_key bytea not null check (octet_length(public_key) = 65),
  private_key_sealed bytea not null,
  created_at timestamptz not null
);
