package dev.rekindle.coordinator.journal;

import dev.rekindle.coordinator.engine.FenceTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** Fence tokens from the sequence {@code fence_token}. */
@ApplicationScoped
public class PostgresFenceTokens implements FenceTokens {

  private final Session session;

  PostgresFenceTokens(Session session) {
    this.session = session;
  }

  @Override
  @Transactional
  public List<Long> next(int count) {
    return count == 0
        ? List.of()
        : session
            .createNativeQuery(
                "select nextval('fence_token') from generate_series(1, :count)", Long.class)
            .setParameter("count", count)
            .getResultList();
  }
}
