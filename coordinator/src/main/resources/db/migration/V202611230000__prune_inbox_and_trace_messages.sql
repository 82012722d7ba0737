-- Marks of messages are forgotten by age.
create index inbox_by_age on inbox_message (received_at);

-- W3C trace context of a command, sent as a header.
alter table outbox_message add column trace_parent text;
