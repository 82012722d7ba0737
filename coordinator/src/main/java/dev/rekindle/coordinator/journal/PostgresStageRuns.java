package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.forecast.StageRun;
import dev.rekindle.coordinator.forecast.StageRuns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Runs of stages, read from the journal itself: it is kept for ever, and a journal that was rebuilt
 * tells the same. A stage that was run again counts from its first order to its last success.
 */
@ApplicationScoped
public class PostgresStageRuns implements StageRuns {

  private static final String RUNS =
      """
      with lately as (
        select restore_id, application, ended_at from restore
        where plan = :plan and status = 'SUCCEEDED' and mode <> 'DRY_RUN' and ended_at < :before
        order by ended_at desc limit :restores),
      facts as (
        select l.restore_id, l.application, l.ended_at, e.type, e.recorded_at,
          e.body::json -> 'attempt' ->> 'stage' as stage
        from lately l join restore_event e using (restore_id)
        where e.type in ('StageDispatched', 'StageSucceeded'))
      select restore_id, application, stage,
        cast(1000 * extract(epoch from max(recorded_at) filter (where type = 'StageSucceeded')
          - min(recorded_at) filter (where type = 'StageDispatched')) as bigint) as millis,
        cast(count(*) filter (where type = 'StageDispatched') as integer) as attempts
      from facts group by restore_id, application, ended_at, stage
      having count(*) filter (where type = 'StageSucceeded') > 0
        and count(*) filter (where type = 'StageDispatched') > 0
      order by ended_at desc, restore_id, stage
      """;

  private static final String SIZES =
      """
      select e.restore_id, a.key as artifact, cast(a.value ->> 'bytes' as bigint) as bytes
      from restore_event e,
        json_each(e.body::json -> 'order' -> 'backup' -> 'artifacts') a
      where e.seq = 1 and e.restore_id in (:restores)
      """;

  private final Session session;

  PostgresStageRuns(Session session) {
    this.session = session;
  }

  @Override
  @Transactional
  public List<StageRun> of(String plan, Instant before, int restores) {
    List<Object[]> rows =
        session
            .createNativeQuery(RUNS, Object[].class)
            .addScalar("restore_id", UUID.class)
            .addScalar("application", String.class)
            .addScalar("stage", String.class)
            .addScalar("millis", Long.class)
            .addScalar("attempts", Integer.class)
            .setParameter("plan", plan)
            .setParameter("before", before)
            .setParameter("restores", restores)
            .getResultList();
    Map<UUID, Map<String, Long>> sizes = sizes(rows.stream().map(row -> (UUID) row[0]).toList());
    return rows.stream().map(row -> run(row, sizes)).toList();
  }

  private Map<UUID, Map<String, Long>> sizes(List<UUID> restores) {
    Map<UUID, Map<String, Long>> sizes = new HashMap<>();
    if (restores.isEmpty()) {
      return sizes;
    }
    session
        .createNativeQuery(SIZES, Object[].class)
        .addScalar("restore_id", UUID.class)
        .addScalar("artifact", String.class)
        .addScalar("bytes", Long.class)
        .setParameterList("restores", restores.stream().distinct().toList())
        .getResultList()
        .forEach(row ->
            sizes
                .computeIfAbsent((UUID) row[0], _ -> new HashMap<>())
                .put((String) row[1], (Long) row[2]));
    return sizes;
  }

  private static StageRun run(Object[] row, Map<UUID, Map<String, Long>> sizes) {
    return new StageRun(
        new RestoreId((UUID) row[0]),
        (String) row[1],
        new StageId((String) row[2]),
        Duration.ofMillis((Long) row[3]),
        (Integer) row[4],
        sizes.getOrDefault((UUID) row[0], Map.of()));
  }
}
