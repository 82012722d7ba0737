package dev.rekindle.coordinator.journal;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
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
