package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.Budget;
import dev.rekindle.coordinator.trigger.EpisodeRule;
import dev.rekindle.coordinator.trigger.Episodes;
import dev.rekindle.coordinator.trigger.Verdict;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;

/** Episodes in table {@code alert_episode}, decisions about them in {@code alert_decision}. */
@ApplicationScoped
@Transactional
public class PostgresEpisodes
    implements Episodes, PanacheRepositoryBase<AlertEpisodeRow, AlertEpisodeRow.Key> {

  private static final String FIRST =
      """
      insert into alert_episode (fingerprint, starts_at, policy, application, labels, is_resolved,
        problem, notices, first_at, last_at)
      values (:fingerprint, :startsAt, :policy, :application, :labels, :resolved, '', 1,
        clock_timestamp(), clock_timestamp())
      on conflict do nothing
      """;

  /** The row stays locked to the end of the transaction. Resolved stays resolved. */
  private static final String AGAIN =
      """
      update alert_episode set is_resolved = is_resolved or :resolved, notices = notices + 1,
        last_at = clock_timestamp(),
        look_again_at = case when is_resolved or :resolved then null else look_again_at end
      where fingerprint = :fingerprint and starts_at = :startsAt
      """;

  private static final String VERDICT =
      """
      update alert_episode set problem = :problem, look_again_at = :lookAgain,
        restore_id = coalesce(:restore, restore_id)
      where fingerprint = :fingerprint and starts_at = :startsAt
      """;

  private static final String DECISION =
      """
      insert into alert_decision (fingerprint, starts_at, decided_at, policy, application, outcome,
        reason, restore_id)
      select fingerprint, starts_at, clock_timestamp(), policy, application, :outcome, :reason,
        cast(:restore as uuid)
      from alert_episode e
      where fingerprint = :fingerprint and starts_at = :startsAt
        and not exists (select 1 from
          (select d.outcome, d.reason from alert_decision d
           where d.fingerprint = e.fingerprint and d.starts_at = e.starts_at
           order by decision_id desc limit 1) latest
          where latest.outcome = :outcome and latest.reason = :reason)
      """;

  private static final String LAST =
      """
      select restore_id, ended_at from restore r
      where cluster = :cluster and namespace = :namespace and application = :application
        and mode = 'RESTORE' and not exists (select 1 from alert_decision d
          where d.restore_id = r.restore_id and d.outcome = 'WITHDRAWN')
      order by is_open desc, ended_at desc limit 1
      """;

  private static final String OPEN_BACKUP =
      """
      select restore_id from restore
      where cluster = :cluster and namespace = :namespace and application = :application
        and mode = 'BACKUP' and is_open
      """;

  private final Session session;

  PostgresEpisodes(Session session) {
    this.session = session;
  }

  @Override
  public Optional<EpisodeRule.Memory> note(AlertNotice notice, String policy, String application) {
    boolean first =
        of(FIRST, notice.episode())
                .setParameter("policy", policy)
                .setParameter("application", application)
                .setParameter("labels", LabelsJson.text(notice.labels()))
                .setParameter("resolved", !notice.firing())
                .executeUpdate()
            == 1;
    if (first) {
      return Optional.empty();
    }
    int _ = of(AGAIN, notice.episode()).setParameter("resolved", !notice.firing()).executeUpdate();
    return findByIdOptional(key(notice.episode())).map(AlertEpisodeRow::memory);
  }

  @Override
  public Optional<EpisodeRule.Memory> recall(AlertNotice.Episode episode) {
    return findByIdOptional(key(episode), LockModeType.PESSIMISTIC_WRITE)
        .map(AlertEpisodeRow::memory);
  }

  @Override
  public void decided(AlertNotice.Episode episode, Verdict verdict) {
    Optional<UUID> restore = verdict.restore().map(RestoreId::value);
    int _ =
        of(VERDICT, episode)
            .setParameter("problem", restore.isPresent() ? "" : verdict.reason())
            .setParameter("lookAgain", verdict.lookAgain().orElse(null), Instant.class)
            .setParameter("restore", restore.orElse(null), UUID.class)
            .executeUpdate();
    int _ =
        of(DECISION, episode)
            .setParameter("outcome", verdict.outcome().name())
            .setParameter("reason", verdict.reason())
            .setParameter("restore", restore.orElse(null), UUID.class)
            .executeUpdate();
  }

  @Override
  public boolean firing(RestoreId restore) {
    return count("restore = ?1 and not resolved", restore.value()) > 0;
  }

  @Override
  public List<AlertNotice> due(Instant now, int limit) {
    return find("lookAgainAt <= ?1 and not resolved order by lookAgainAt", now)
        .page(0, limit)
        .list()
        .stream()
        .map(AlertEpisodeRow::notice)
        .toList();
  }

  @Override
  public void serialise(String cluster, String namespace, String application) {
    lock(cluster + "/" + namespace + "/" + application);
  }

  @Override
  public void serialiseAll() {
    lock("starts of all applications");
  }

  private void lock(String name) {
    var _ =
        session
            .createNativeQuery(
                "select 1 from pg_advisory_xact_lock(hashtextextended(:name, 0))", Integer.class)
            .setParameter("name", name)
            .getResultList();
  }

  @Override
  public Budget.Load load(String cluster) {
    Object[] counts =
        session
            .createNativeQuery(
                "select count(*) filter (where cluster = :cluster), count(*) from restore"
                    + " where is_open and mode = 'RESTORE'",
                Object[].class)
            .setParameter("cluster", cluster)
            .getSingleResult();
    return new Budget.Load(((Number) counts[0]).intValue(), ((Number) counts[1]).intValue());
  }

  @Override
  public Optional<EpisodeRule.LastRestore> lastRestore(
      String cluster, String namespace, String application) {
    return session
        .createNativeQuery(LAST, Object[].class)
        .addScalar("restore_id", UUID.class)
        .addScalar("ended_at", Instant.class)
        .setParameter("cluster", cluster)
        .setParameter("namespace", namespace)
        .setParameter("application", application)
        .uniqueResultOptional()
        .map(row ->
            new EpisodeRule.LastRestore(
                new RestoreId((UUID) row[0]), Optional.ofNullable((Instant) row[1])));
  }

  @Override
  public Optional<RestoreId> openBackup(String cluster, String namespace, String application) {
    return session
        .createNativeQuery(OPEN_BACKUP, UUID.class)
        .setParameter("cluster", cluster)
        .setParameter("namespace", namespace)
        .setParameter("application", application)
        .uniqueResultOptional()
        .map(RestoreId::new);
  }

  @Override
  public List<Remembered> newest(int limit) {
    return find("order by lastAt desc").page(0, limit).list().stream()
        .map(AlertEpisodeRow::remembered)
        .toList();
  }

  @Override
  public List<Decided> decisions(int limit) {
    return session
        .createSelectionQuery("from AlertDecisionRow order by id desc", AlertDecisionRow.class)
        .setMaxResults(limit)
        .getResultList()
        .stream()
        .map(AlertDecisionRow::decided)
        .toList();
  }

  private MutationQuery of(String statement, AlertNotice.Episode episode) {
    return session
        .createNativeMutationQuery(statement)
        .setParameter("fingerprint", episode.fingerprint())
        .setParameter("startsAt", episode.startsAt());
  }

  private static AlertEpisodeRow.Key key(AlertNotice.Episode episode) {
    return new AlertEpisodeRow.Key(episode.fingerprint(), episode.startsAt());
  }
}
