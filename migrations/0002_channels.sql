-- A channel is a WhatsApp phone number with its WABA.
create table channels (
  tenant_id uuid not null references tenants,
  id uuid not null,
  phone_number_id text not null,
  waba_id text not null,
  display_phone_number text not null, -- digits
  verified_name text,
  status text not null default 'connected' check (status in ('connected', 'disconnected')),
  quality_rating text,
  name_decision text,
  messaging_limit text,
  throughput_mps int not null default 80, -- Meta, "Throughput" (21 Nov 2025)
  access_token_sealed bytea not null,
  greeting text, -- sent once when a customer opens a window; null: none
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select isolate_tenant('channels');

-- Whose number is it? Asked before the tenant is known, by webhooks and by senders; so it has no row-level security, and
-- holds nothing but ids.
create table channel_routes (
  phone_number_id text primary key,
  waba_id text not null,
  tenant_id uuid not null,
  channel_id uuid not null,
  foreign key (tenant_id, channel_id) references channels (tenant_id, id) on delete cascade
);
create index channel_routes_waba on channel_routes (waba_id);
create index channel_routes_channel on channel_routes (tenant_id, channel_id);
