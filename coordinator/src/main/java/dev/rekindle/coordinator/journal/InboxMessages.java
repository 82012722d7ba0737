package dev.rekindle.coordinator.journal;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

/** Messages that led to facts. */
@ApplicationScoped
class InboxMessages implements PanacheRepositoryBase<InboxMessageRow, String> {

  @Transactional
  boolean holds(String message) {
    return findById(message) != null;
  }

  /** A second mark of the same message changes nothing. */
  void mark(String message) {
    var _ =
        getEntityManager()
            .unwrap(Session.class)
            .createNativeMutationQuery(
                "insert into inbox_message (message_id, received_at) values (:id, clock_timestamp())"
                    + " on conflict do nothing")
            .setParameter("id", message)
            .executeUpdate();
  }
}
