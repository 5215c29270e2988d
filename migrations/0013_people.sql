-- People and the businesses that they work for.

-- Who somebody is, and how they prove it: better-auth's tables in our spelling. A person is not a tenant's: one person may work
-- for several businesses. So there is no tenant_id here, and nothing in these tables says what a person may see.
create table users (
  id uuid primary key,
  name text not null,
  email text not null unique, -- in lower case
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  is_demo boolean not null default false, -- belongs to the demo shop: anybody at this machine may be them
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token text not null unique,
  tenant_id uuid, -- the business that is open in this browser
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);

create table accounts (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text, -- scrypt, salted
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on accounts (user_id);

create table verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

create table two_factors (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  secret text not null, -- sealed
  backup_codes text not null, -- sealed
  verified boolean not null default true,
  failed_verification_count int not null default 0,
  locked_until timestamptz
);
create index two_factors_user on two_factors (user_id);

-- Who works for a business, as what.
create table tenant_members (
  tenant_id uuid not null references tenants,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'admin', 'agent', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
select isolate_tenant('tenant_members');

-- For which businesses does this person work? Asked before the tenant is known; so it holds nothing but ids.
create table member_routes (
  user_id uuid not null,
  tenant_id uuid not null,
  primary key (user_id, tenant_id),
  foreign key (tenant_id, user_id) references tenant_members (tenant_id, user_id) on delete cascade
);

-- A link that makes whoever has it a member. The secret itself is nowhere: only its SHA-256.
create table invitations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  email text not null,
  role text not null check (role in ('owner', 'admin', 'agent', 'viewer')),
  invited_by_id text not null,
  invited_by_name text not null, -- as it was then
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
select isolate_tenant('invitations');

-- Whose invitation is it? An accepted or revoked one has no row here.
create table invitation_routes (
  hash bytea primary key check (octet_length(hash) = 32),
  tenant_id uuid not null,
  invitation_id uuid not null,
  foreign key (tenant_id, invitation_id) references invitations (tenant_id, id) on delete cascade
);
create index invitation_routes_invitation on invitation_routes (tenant_id, invitation_id);

-- What this installation alone knows, made when it is first needed: what signs sessions, for instance. Sealed; no tenant's.
create table installation_secrets (
  name text primary key,
  sealed bytea not null,
  created_at timestamptz not null default now()
);
