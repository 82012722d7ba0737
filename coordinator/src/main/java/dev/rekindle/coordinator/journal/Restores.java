package dev.rekindle.coordinator.journal;

import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/** Rows of the projection, with the two guards: one open restore an application, one next fact. */
@ApplicationScoped
class Restores implements PanacheRepositoryBase<RestoreRow, UUID> {

  private static final String INSERT =
      """
      insert into restore (restore_id, seq, cluster, namespace, application, plan, store, backup_set, mode,
        status, is_open, requested_by, reason, started_at, ended_at, next_wake_up)
      values (:id, :seq, :cluster, :namespace, :application, :plan, :store, :set, :mode,
        :status, :open, :by, :reason, :startedAt, cast(:endedAt as timestamptz), cast(:wakeUp as timestamptz))
      on conflict do nothing
      """;

  private static final String UPDATE =
      """
      update restore set seq = ?, status = ?, is_open = ?, ended_at = ?, next_wake_up = ?, plan = ?
      where restore_id = ? and seq = ?
      returning (select e.chain from restore_event e where e.restore_id = restore.restore_id and e.seq = ?)
      """;

  /** What changes with every append. */
  record Change(
      long seq, RestoreState state, @Nullable Instant endedAt, @Nullable Instant wakeUp) {}

  /** False when the restore exists already, or its application is taken. */
  boolean insert(Change change) {
    RestoreOrder order = change.state().order();
    return changed(
        statement(INSERT, change)
            .setParameter("cluster", order.target().cluster())
            .setParameter("namespace", order.target().namespace())
            .setParameter("application", order.target().application())
            .setParameter("plan", order.plan().name())
            .setParameter("store", order.backup().store())
            .setParameter("set", order.backup().set())
            .setParameter("mode", order.mode().name())
            .setParameter("by", order.requestedBy().who())
            .setParameter("reason", order.requestedBy().why())
            .setParameter("startedAt", change.state().startedAt()));
  }

  /** The link of the fact with the number before; empty when somebody else appended first. */
  Optional<String> update(Change change, long before) {
    RestoreState state = change.state();
    return getEntityManager()
        .unwrap(Session.class)
        .doReturningWork(connection -> {
          try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setLong(1, change.seq());
            update.setString(2, state.phase().name());
            update.setBoolean(3, !state.step().phase().terminal());
            update.setObject(4, timestamp(change.endedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
            update.setObject(5, timestamp(change.wakeUp()), Types.TIMESTAMP_WITH_TIMEZONE);
            update.setString(6, state.order().plan().name());
            update.setObject(7, state.restore().value());
            update.setLong(8, before);
            update.setLong(9, before);
            try (ResultSet row = update.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  private static @Nullable OffsetDateTime timestamp(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  Optional<UUID> holderOf(RestoreTarget target) {
    return find(
            "cluster = ?1 and namespace = ?2 and application = ?3 and open = true and mode <> ?4",
            target.cluster(),
            target.namespace(),
            target.application(),
            RestoreMode.DRY_RUN.name())
        .firstResultOptional()
        .map(row -> row.id);
  }

  List<UUID> due(Instant now, int limit) {
    return find("nextWakeUp <= ?1 order by nextWakeUp", now).page(0, limit).list().stream()
        .map(row -> row.id)
        .toList();
  }

  private MutationQuery statement(String sql, Change change) {
    RestoreState state = change.state();
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeMutationQuery(sql)
        .setParameter("id", state.restore().value())
        .setParameter("seq", change.seq())
        .setParameter("status", state.phase().name())
        .setParameter("open", !state.step().phase().terminal())
        .setParameter("endedAt", change.endedAt(), Instant.class)
        .setParameter("wakeUp", change.wakeUp(), Instant.class);
  }

  private static boolean changed(MutationQuery statement) {
    return statement.executeUpdate() == 1;
  }
}
