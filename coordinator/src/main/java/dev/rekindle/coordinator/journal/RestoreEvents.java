package dev.rekindle.coordinator.journal;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Rows of the journal itself. Only ever added to. */
@ApplicationScoped
class RestoreEvents implements PanacheRepositoryBase<RestoreEventRow, RestoreEventRow.Key> {

  List<RestoreEventRow> after(UUID restore, long seq) {
    return find("restore = ?1 and seq > ?2 order by seq", restore, seq).list();
  }
}
