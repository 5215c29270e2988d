-- Links that lead through us, so that it can be seen who followed them.

-- Where a link leads. It never changes: a message that was sent keeps leading where it led.
create table tracked_links (
  tenant_id uuid not null,
  id uuid not null,
  url text not null, -- http or https, as the URL parser writes it
  campaign_id uuid, -- null: made by hand
  contact_id uuid, -- made for one person alone, and gone with them; null: for whomever
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
);
create index tracked_links_by_hand on tracked_links (tenant_id, created_at desc, id desc) where campaign_id is null;
create unique index tracked_links_campaign on tracked_links (tenant_id, campaign_id, md5(url)) where campaign_id is not null and contact_id is null;
create index tracked_links_contact on tracked_links (tenant_id, contact_id) where contact_id is not null;
select isolate_tenant('tracked_links');

-- How every code of a tenant begins: whose it is must be known before anything else can be read. So it has no row-level security,
-- and holds nothing but ids.
create table link_tags (
  tag text primary key,
  tenant_id uuid not null unique
);

-- What stands at the end of a short link: one code for each person who got the link. What became of it stands in its row, so that
-- a funnel needs no walk through single clicks. No foreign keys: rows come by the hundred thousand, looking up twice for each what
-- whoever makes them has just found is half the time.
create table link_codes (
  tenant_id uuid not null,
  code text not null,
  link_id uuid not null,
  contact_id uuid, -- null: for whomever
  campaign_id uuid,
  nth smallint not null default 0, -- after two contacts became one they may have two codes for the same link: both were sent
  created_at timestamptz not null,
  clicks int not null default 0, -- by people
  previews int not null default 0, -- by programs that look what is behind a link
  seen_at timestamptz, -- the first of either
  clicked_at timestamptz, -- the first by a person: from then on it counts as clicked
  primary key (tenant_id, code)
) with (fillfactor = 80);
-- The same link for the same person in the same campaign has the same code, however often it is asked for.
create unique index link_codes_once on link_codes (tenant_id, contact_id, campaign_id, link_id, nth) nulls not distinct;
create index link_codes_seen on link_codes (tenant_id, link_id, seen_at) where seen_at is not null;
create index link_codes_clicked on link_codes (tenant_id, campaign_id, contact_id) where clicked_at is not null;
select isolate_tenant('link_codes');

-- One by one, as long as a code has few: a shared link that thousands follow is counted in its row alone.
create table link_clicks (
  tenant_id uuid not null,
  code text not null,
  id bigint not null generated always as identity,
  at timestamptz not null,
  class text not null check (class in ('person', 'preview')),
  primary key (tenant_id, code, id),
  foreign key (tenant_id, code) references link_codes (tenant_id, code) on delete cascade
);
select isolate_tenant('link_clicks');

-- The tenant's own short domain, as they entered it, and what the last check found.
create table link_domains (
  tenant_id uuid primary key references tenants,
  hostname text not null,
  state text not null default 'unchecked' check (state in ('unchecked', 'works', 'fails')),
  problem text, -- why it fails
  checked_at timestamptz
);
select isolate_tenant('link_domains');

-- Whose domain is it? Asked before the tenant is known; so it has no row-level security, and holds nothing but names and ids. Two may
-- enter the same name; it belongs to whoever first showed that it leads here. A check that fails later takes nothing away: what
-- was sent must go on leading somewhere.
create table link_domain_routes (
  tenant_id uuid primary key references link_domains on delete cascade,
  hostname text not null,
  is_confirmed boolean not null default false
);
create index link_domain_routes_hostname on link_domain_routes (hostname);
create unique index link_domain_routes_confirmed on link_domain_routes (hostname) where is_confirmed;
