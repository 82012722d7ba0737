package dev.rekindle.coordinator.restore;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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

  Approval request(String digest, Instant reminder) {
    return new Approval(digest, reminder, List.of(), covered);
  }

  Approval reminded(Instant next) {
    return new Approval(requested, next, given, covered);
  }

  Approval givenBy(Signature by) {
    return new Approval(
        requested, nextReminder, Stream.concat(given.stream(), Stream.of(by)).toList(), covered);
  }

  Approval granted(List<Waiver> findings) {
    return new Approval(null, null, given, findings);
  }

  Approval withdrawn() {
    return new Approval(null, null, List.of(), covered);
  }
}
