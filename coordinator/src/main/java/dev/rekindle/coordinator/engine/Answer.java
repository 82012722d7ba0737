package dev.rekindle.coordinator.engine;

import dev.rekindle.coordinator.restore.Refusal;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreState;
import java.util.List;

/** What the engine answers to an input. */
public sealed interface Answer {

  /**
   * It was taken in.
   *
   * @param seq number of the last fact
   * @param facts that came of it; none when it changed nothing
   */
  record Taken(RestoreState state, long seq, List<RestoreFact> facts) implements Answer {
    public Taken {
      facts = List.copyOf(facts);
    }
  }

  /** It was not, visibly. */
  record Refused(Refusal refusal) implements Answer {}
}
