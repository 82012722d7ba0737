package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decisions of one restore that were made together add to the journal.
 *
 * @param afterSeq number of the last fact the first decision was based on; 0 for a start
 * @param facts at least one
 * @param state after these facts, for the projection
 * @param effects for the outbox, in this order
 * @param wakeUp when the restore must be ticked; null when it has ended
 * @param consumed identities of the messages this came from, for the inbox
 */
public record Append(
    RestoreId restore,
    long afterSeq,
    List<RestoreFact> facts,
    RestoreState state,
    List<Effect> effects,
    @Nullable Instant wakeUp,
    List<String> consumed) {

  public Append {
    facts = List.copyOf(facts);
    effects = List.copyOf(effects);
    consumed = List.copyOf(consumed);
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("An append needs a fact");
    }
  }
}
