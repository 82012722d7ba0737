package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.view.RestoreViews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the projection and the journal tell to people and to consumers. */
@ApplicationScoped
public class PostgresRestoreViews implements RestoreViews, Inbox {

  private final Restores restores;
  private final RestoreEvents events;
  private final JournaledDecisions decisions;
  private final InboxMessages inbox;

  PostgresRestoreViews(
      Restores restores, RestoreEvents events, JournaledDecisions decisions, InboxMessages inbox) {
    this.restores = restores;
    this.events = events;
    this.decisions = decisions;
    this.inbox = inbox;
  }

  @Override
  @Transactional
  public List<Summary> list(Filter filter) {
    StringBuilder query = new StringBuilder("1 = 1");
    Map<String, Object> values = new HashMap<>();
    narrow(query, values, "application", filter.application());
    narrow(query, values, "cluster", filter.cluster());
    narrow(query, values, "status", filter.state());
    return restores
        .find(query + " order by startedAt desc, id", values)
        .page(0, filter.limit())
        .list()
        .stream()
        .map(PostgresRestoreViews::summary)
        .toList();
  }

  @Override
  @Transactional
  public Optional<Summary> find(RestoreId restore) {
    return restores.findByIdOptional(restore.value()).map(PostgresRestoreViews::summary);
  }

  @Override
  @Transactional
  public List<Entry> journal(RestoreId restore, long afterSeq, int limit) {
    return events
        .find("restore = ?1 and seq > ?2 order by seq", restore.value(), afterSeq)
        .page(0, limit)
        .list()
        .stream()
        .map(row -> new Entry(row.seq, row.recordedAt, row.type, row.body, row.chain))
        .toList();
  }

  @Override
  @Transactional
  public List<Decision> decisions(@Nullable Place after, int limit) {
    return decisions.newest(after, limit);
  }

  @Override
  public int forget(Instant before, int atMost) {
    return inbox.forget(before, atMost);
  }

  private static void narrow(
      StringBuilder query, Map<String, Object> values, String field, @Nullable String value) {
    if (value != null) {
      query.append(" and ").append(field).append(" = :").append(field);
      values.put(field, value);
    }
  }

  private static Summary summary(RestoreRow row) {
    return new Summary(
        new RestoreId(row.id),
        row.application,
        row.cluster,
        row.namespace,
        row.plan,
        row.store,
        row.backupSet,
        row.mode.toLowerCase(Locale.ROOT).replace('_', '-'),
        row.status,
        row.requestedBy,
        row.reason,
        row.startedAt,
        row.endedAt,
        row.seq);
  }
}
