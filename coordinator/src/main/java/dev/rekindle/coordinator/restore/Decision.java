package dev.rekindle.coordinator.restore;

import java.util.List;

/** What an input leads to. */
public sealed interface Decision {

  /** These facts, in this order; none when the input changes nothing. */
  record Accepted(List<RestoreFact> facts) implements Decision {
    public Accepted {
      facts = List.copyOf(facts);
    }
  }

  /** Nothing, for a reason that the asker is told. */
  record Refused(Refusal refusal) implements Decision {}
}
