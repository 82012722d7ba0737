package dev.rekindle.coordinator.journal;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.Session;

/** Rows of the outbox. */
@ApplicationScoped
class OutboxMessages implements PanacheRepositoryBase<OutboxMessageRow, Long> {

  /**
   * A restore's oldest message is its head. Heads that another coordinator holds are passed over,
   * and with them all their restores' messages, because a restore has only one head.
   */
  private static final String HEADS =
      """
      select m.* from outbox_message m
      where not exists (
        select 1 from outbox_message e where e.restore_id = m.restore_id and e.message_id < m.message_id)
      order by m.message_id
      limit :restores
      for update skip locked
      """;

  private static final String ADD =
      """
      insert into outbox_message (restore_id, topic, message_key, type, body, created_at)
      select restore, topic, key, type, body, at
      from unnest(:restores, :topics, :keys, :types, :bodies, :times)
        with ordinality as m(restore, topic, key, type, body, at, rank)
      order by rank
      """;

  /** Adds rows in this order, in one way to the database: their keys are the database's. */
  void add(List<OutboxMessageRow> rows) {
    var _ =
        getEntityManager()
            .unwrap(Session.class)
            .createNativeMutationQuery(ADD)
            .setParameter("restores", column(rows, row -> row.restore, UUID[]::new))
            .setParameter("topics", column(rows, row -> row.topic, String[]::new))
            .setParameter("keys", column(rows, row -> row.key, String[]::new))
            .setParameter("types", column(rows, row -> row.type, String[]::new))
            .setParameter("bodies", column(rows, row -> row.body, String[]::new))
            .setParameter("times", column(rows, row -> row.createdAt, Instant[]::new))
            .executeUpdate();
  }

  private static <T> T[] column(
      List<OutboxMessageRow> rows, Function<OutboxMessageRow, T> value, IntFunction<T[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  List<OutboxMessageRow> lockHeads(int restores) {
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeQuery(HEADS, OutboxMessageRow.class)
        .setParameter("restores", restores)
        .getResultList();
  }

  /** The messages behind locked heads, heads included, oldest first. */
  List<OutboxMessageRow> behind(Collection<OutboxMessageRow> heads, int atMost) {
    return find("restore in ?1 order by id", heads.stream().map(head -> head.restore).toList())
        .page(0, atMost)
        .list();
  }

  long forget(Collection<Long> ids) {
    return ids.isEmpty() ? 0 : delete("id in ?1", ids);
  }
}
