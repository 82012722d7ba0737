-- Tokens grow across attempts, stages and restores. Without a cache, because a cached block handed
-- out late by a second coordinator would go backwards; a gap is harmless.
create sequence fence_token as bigint minvalue 1 no cycle cache 1;

-- The projection of a restore: what lists, timers and guards need without replaying its events.
create table restore (
  restore_id   uuid primary key,
  seq          bigint not null check (seq >= 0),
  cluster      text not null,
  namespace    text not null,
  application  text not null,
  plan         text not null,
  store        text not null,
  backup_set   text not null,
  mode         text not null,
  status       text not null,
  is_open      boolean not null,
  requested_by text not null,
  reason       text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  next_wake_up timestamptz
);

-- Two restores never work on the same application at once. A dry run changes nothing and may run beside.
create unique index restore_one_open on restore (cluster, namespace, application) where is_open and mode = 'RESTORE';
create index restore_due on restore (next_wake_up) where next_wake_up is not null;
create index restore_newest on restore (started_at desc, restore_id);
create index restore_application on restore (cluster, namespace, application, started_at desc);

-- The truth. Bodies stay as they were written, byte for byte: fields a later version added survive an older one.
create table restore_event (
  restore_id  uuid not null references restore,
  seq         bigint not null check (seq >= 1),
  type        text not null,
  body        text not null check (json_typeof(body::json) = 'object'),
  recorded_at timestamptz not null,
  primary key (restore_id, seq)
);

-- How far the current attempt of a stage is. Overwritten, never journaled.
create table stage_progress (
  restore_id  uuid not null references restore,
  stage_id    text not null,
  attempt     integer not null,
  sequence    bigint not null,
  step        text not null,
  done        bigint not null,
  total       bigint not null,
  unit        text not null,
  worker      text not null,
  first_done  bigint not null,
  first_at    timestamptz not null,
  updated_at  timestamptz not null,
  primary key (restore_id, stage_id)
);

-- Messages that Kafka has not confirmed yet; confirmed ones are deleted, the events tell what was said.
create table outbox_message (
  message_id  bigint generated always as identity primary key,
  restore_id  uuid not null references restore,
  topic       text not null,
  message_key text not null,
  type        text not null,
  body        text not null,
  created_at  timestamptz not null
);
create index outbox_of_restore on outbox_message (restore_id, message_id);

-- Messages that led to facts, by the identity their sender gave them.
create table inbox_message (
  message_id  text primary key,
  received_at timestamptz not null
);

-- One outbreak of one alert.
create table alert_episode (
  fingerprint text not null,
  starts_at   timestamptz not null,
  policy      text not null,
  application text not null,
  is_resolved boolean not null,
  restore_id  uuid references restore,
  problem     text not null,
  notices     integer not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  primary key (fingerprint, starts_at)
);
