-- Programs that use the API. The secret itself is nowhere: only its SHA-256.
create table api_keys (
  tenant_id uuid not null references tenants,
  id uuid not null,
  name text not null,
  prefix text not null unique, -- "hk_…" up to the secret: what a person compares with what stands in their program
  -- Plain SHA-256, not a slow password hash: the secret is 256 random bits, so there is nothing to guess from a dictionary, and
  -- slowness would only be paid at each request.
  hash bytea not null check (octet_length(hash) = 32),
  permissions text[] not null,
  rate_per_minute int not null check (rate_per_minute between 1 and 6000),
  created_by_kind text not null check (created_by_kind in ('user', 'key', 'system')),
  created_by_id text not null,
  created_by_name text not null, -- as it was then: the person may be gone when somebody asks
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
select isolate_tenant('api_keys');

-- Whose key is it? Asked before the tenant is known; so it has no row-level security, and holds nothing but ids. A revoked key
-- has no row here.
create table api_key_routes (
  lookup text primary key,
  tenant_id uuid not null,
  key_id uuid not null,
  foreign key (tenant_id, key_id) references api_keys (tenant_id, id) on delete cascade
);
create index api_key_routes_key on api_key_routes (tenant_id, key_id);
