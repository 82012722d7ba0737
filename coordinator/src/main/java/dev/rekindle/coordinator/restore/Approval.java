package dev.rekindle.coordinator.restore;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who agreed to what.
 *
 * @param requested the digest that people are asked about; null when they are not
 * @param nextReminder when they are asked again; null when they are not
 * @param given by whom, of the requested digest
 * @param covered findings by name that were approved; null before the first approval
 */
public record Approval(
    @Nullable String requested,
    @Nullable Instant nextReminder,
    List<Signature> given,
    @Nullable List<Waiver> covered) {

  static final Approval NONE = new Approval(null, null, List.of(), null);

  public Approval {
    given = List.copyOf(given);
  }
}
