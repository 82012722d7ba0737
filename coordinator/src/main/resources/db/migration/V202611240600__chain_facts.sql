-- Each fact carries a digest over itself and the link before it (evidence/FactChain). What was journaled
-- before is chained as it stands.
alter table restore_event add column chain text;

do $$
declare
  fact record;
  restore uuid;
  link text;
begin
  for fact in select * from restore_event order by restore_id, seq loop
    if restore is distinct from fact.restore_id then
      restore := fact.restore_id;
      link := repeat('0', 64);
    end if;
    link := encode(sha256(convert_to(concat_ws(E'\n', link, fact.restore_id, fact.seq, fact.type,
      (extract(epoch from fact.recorded_at) * 1000000)::bigint, fact.body), 'UTF8')), 'hex');
    update restore_event set chain = link where restore_id = fact.restore_id and seq = fact.seq;
  end loop;
end
$$;

alter table restore_event alter column chain set not null;

-- A published fact says its number and its link, so that a lost journal can be rebuilt and gaps are seen.
alter table outbox_message add column fact_seq bigint, add column fact_chain text;
