package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.view.StageProgress;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Progress in table {@code stage_progress}: one row a stage, overwritten by newer news. */
@ApplicationScoped
public class PostgresProgressBoard
    implements ProgressBoard, PanacheRepositoryBase<StageProgressRow, StageProgressRow.Key> {

  private static final String NOTE =
      """
      insert into stage_progress as old (restore_id, stage_id, attempt, sequence, step, done, total, unit,
        worker, first_done, first_at, updated_at)
      values (:restore, :stage, :attempt, :sequence, :step, :done, :total, :unit, :worker, :done,
        clock_timestamp(), clock_timestamp())
      on conflict (restore_id, stage_id) do update set
        attempt = excluded.attempt, sequence = excluded.sequence, step = excluded.step,
        done = excluded.done, total = excluded.total, unit = excluded.unit, worker = excluded.worker,
        first_done = case when old.attempt = excluded.attempt then old.first_done else excluded.first_done end,
        first_at = case when old.attempt = excluded.attempt then old.first_at else excluded.first_at end,
        updated_at = excluded.updated_at
      where (old.attempt, old.sequence) < (excluded.attempt, excluded.sequence)
      """;

  /** Another coordinator may be at the same rows. */
  private static final String FORGET =
      """
      delete from stage_progress where (restore_id, stage_id) in (
        select p.restore_id, p.stage_id from stage_progress p join restore r using (restore_id)
        where r.ended_at < :before
        limit :atMost
        for update of p skip locked)
      """;

  @Override
  @Transactional
  public int forget(Instant endedBefore, int atMost) {
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeMutationQuery(FORGET)
        .setParameter("before", endedBefore)
        .setParameter("atMost", atMost)
        .executeUpdate();
  }

  @Override
  @Transactional
  public void note(StageReport.AttemptProgressed report) {
    Progress progress = report.progress();
    var _ =
        getEntityManager()
            .unwrap(Session.class)
            .createNativeMutationQuery(NOTE)
            .setParameter("restore", report.attempt().restore().value())
            .setParameter("stage", report.attempt().stage().value())
            .setParameter("attempt", report.attempt().number())
            .setParameter("sequence", report.sequence())
            .setParameter("step", progress.step())
            .setParameter("done", progress.done())
            .setParameter("total", progress.total())
            .setParameter("unit", progress.unit())
            .setParameter("worker", report.worker())
            .executeUpdate();
  }

  @Override
  @Transactional
  public List<StageProgress> of(RestoreId restore) {
    return list("restore", restore.value()).stream().map(StageProgressRow::progress).toList();
  }
}
