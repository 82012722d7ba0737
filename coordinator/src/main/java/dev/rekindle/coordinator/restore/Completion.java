package dev.rekindle.coordinator.restore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a restore whose order says so waits for, once everything is proven: its alerts to
 * resolve.
 *
 * @param resolved whether they are over, as far as is known
 * @param accepted whether a person lets it end while they fire
 * @param deadline when a person is asked; null before everything is proven
 */
public record Completion(boolean resolved, boolean accepted, @Nullable Instant deadline) {

  static final Completion NONE = new Completion(false, false, null);

  Completion resolved(boolean resolved) {
    return new Completion(resolved, accepted, deadline);
  }

  Completion accept() {
    return new Completion(resolved, true, deadline);
  }

  Completion until(Instant deadline) {
    return new Completion(resolved, accepted, deadline);
  }

  /** Something runs again, and is proven anew. */
  Completion afresh() {
    return new Completion(resolved, false, null);
  }
}
