-- An alert may have to wait: for its hold-down, the end of a window, or room in the budget.
alter table alert_episode add column labels text not null default '{}', add column look_again_at timestamptz;
create index alert_episode_waiting on alert_episode (look_again_at) where look_again_at is not null;
create index alert_episode_of_restore on alert_episode (restore_id) where not is_resolved;

-- What was decided about an episode, each time it was something else than before.
create table alert_decision (
  decision_id bigint generated always as identity primary key,
  fingerprint text not null,
  starts_at   timestamptz not null,
  decided_at  timestamptz not null,
  policy      text not null,
  application text not null,
  outcome     text not null,
  reason      text not null,
  restore_id  uuid references restore,
  foreign key (fingerprint, starts_at) references alert_episode
);
create index alert_decision_of_episode on alert_decision (fingerprint, starts_at, decision_id);
create index alert_decision_of_restore on alert_decision (restore_id) where restore_id is not null;
