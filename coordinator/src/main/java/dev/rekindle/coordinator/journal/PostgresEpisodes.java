package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.EpisodeRule;
import dev.rekindle.coordinator.trigger.Episodes;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** Episodes in table {@code alert_episode}. */
@ApplicationScoped
@Transactional
public class PostgresEpisodes
    implements Episodes, PanacheRepositoryBase<AlertEpisodeRow, AlertEpisodeRow.Key> {

  private static final String FIRST =
      """
      insert into alert_episode (fingerprint, starts_at, policy, application, is_resolved, problem,
        notices, first_at, last_at)
      values (:fingerprint, :startsAt, :policy, :application, :resolved, '', 1,
        clock_timestamp(), clock_timestamp())
      on conflict do nothing
      """;

  /** The row stays locked to the end of the transaction. Resolved stays resolved. */
  private static final String AGAIN =
      """
      update alert_episode set is_resolved = is_resolved or :resolved, notices = notices + 1,
        last_at = clock_timestamp()
      where fingerprint = :fingerprint and starts_at = :startsAt
      """;

  private final Session session;
  private final Restores restores;

  PostgresEpisodes(Session session, Restores restores) {
    this.session = session;
    this.restores = restores;
  }

  @Override
  public Optional<EpisodeRule.Memory> note(AlertNotice notice, String policy, String application) {
    AlertNotice.Episode episode = notice.episode();
    boolean first =
        session
                .createNativeMutationQuery(FIRST)
                .setParameter("fingerprint", episode.fingerprint())
                .setParameter("startsAt", episode.startsAt())
                .setParameter("policy", policy)
                .setParameter("application", application)
                .setParameter("resolved", !notice.firing())
                .executeUpdate()
            == 1;
    if (first) {
      return Optional.empty();
    }
    var _ =
        session
            .createNativeMutationQuery(AGAIN)
            .setParameter("fingerprint", episode.fingerprint())
            .setParameter("startsAt", episode.startsAt())
            .setParameter("resolved", !notice.firing())
            .executeUpdate();
    return findByIdOptional(key(episode)).map(AlertEpisodeRow::memory);
  }

  @Override
  public void attach(AlertNotice.Episode episode, RestoreId restore) {
    update(
        "restore = ?1, problem = '' where fingerprint = ?2 and startsAt = ?3",
        restore.value(),
        episode.fingerprint(),
        episode.startsAt());
  }

  @Override
  public void explain(AlertNotice.Episode episode, String problem) {
    update(
        "problem = ?1 where fingerprint = ?2 and startsAt = ?3",
        problem,
        episode.fingerprint(),
        episode.startsAt());
  }

  @Override
  public void serialise(String cluster, String namespace, String application) {
    var _ =
        session
            .createNativeQuery(
                "select 1 from pg_advisory_xact_lock(hashtextextended(:application, 0))",
                Integer.class)
            .setParameter("application", cluster + "/" + namespace + "/" + application)
            .getResultList();
  }

  @Override
  public Optional<EpisodeRule.LastRestore> lastRestore(
      String cluster, String namespace, String application) {
    return restores
        .find(
            "cluster = ?1 and namespace = ?2 and application = ?3 and mode = ?4"
                + " order by open desc, endedAt desc",
            cluster,
            namespace,
            application,
            RestoreMode.RESTORE.name())
        .firstResultOptional()
        .map(row ->
            new EpisodeRule.LastRestore(new RestoreId(row.id), Optional.ofNullable(row.endedAt)));
  }

  @Override
  public List<Remembered> newest(int limit) {
    return find("order by lastAt desc").page(0, limit).list().stream()
        .map(AlertEpisodeRow::remembered)
        .toList();
  }

  private static AlertEpisodeRow.Key key(AlertNotice.Episode episode) {
    return new AlertEpisodeRow.Key(episode.fingerprint(), episode.startsAt());
  }
}
