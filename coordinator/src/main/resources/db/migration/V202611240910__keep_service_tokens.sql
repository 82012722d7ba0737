-- Tokens of machines. Only a hash of each is kept, and none is ever removed: its name stands in the journal.
create table service_token (
  id text primary key,
  name text not null unique,
  hash text not null,
  grants text not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  used_at timestamptz
);
