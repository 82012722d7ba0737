package dev.rekindle.coordinator.journal;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.hibernate.Session;

/** Messages that led to facts. */
@ApplicationScoped
class InboxMessages implements PanacheRepositoryBase<InboxMessageRow, String> {

  /** An identity begins with the restore; another coordinator may be at the same rows. */
  private static final String FORGET =
      """
      delete from inbox_message where message_id in (
        select m.message_id from inbox_message m
        where m.received_at < :before and not exists (
          select 1 from restore r
          where r.is_open and cast(r.restore_id as text) = split_part(m.message_id, '/', 1))
        order by m.received_at
        limit :atMost
        for update skip locked)
      """;

  @Transactional
  boolean holds(String message) {
    return findById(message) != null;
  }

  @Transactional
  int forget(Instant before, int atMost) {
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeMutationQuery(FORGET)
        .setParameter("before", before)
        .setParameter("atMost", atMost)
        .executeUpdate();
  }
}
