-- During a rolling upgrade a coordinator of release 0.1.0 goes on journaling beside newer ones, and writes no link.
-- Its facts are chained here, as evidence/FactChain does.
create function chain_fact() returns trigger language plpgsql as $$
declare
  link text;
begin
  select chain into link from restore_event where restore_id = new.restore_id and seq = new.seq - 1;
  new.chain := encode(sha256(convert_to(concat_ws(E'\n', coalesce(link, repeat('0', 64)), new.restore_id, new.seq,
    new.type, (extract(epoch from new.recorded_at) * 1000000)::bigint, new.body), 'UTF8')), 'hex');
  return new;
end
$$;

create trigger chain_fact before insert on restore_event
  for each row when (new.chain is null) execute function chain_fact();
