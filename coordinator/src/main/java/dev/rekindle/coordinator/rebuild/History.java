package dev.rekindle.coordinator.rebuild;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.coordinator.evidence.FactChain;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The history of one restore as far as it was told without a gap, and what commands prove besides:
 * an attempt whose command is on Kafka was dispatched, also when the fact that says so was lost
 * with the database. Without it the next attempt would get the same number.
 */
final class History {

  /** One fact of the journal to be. */
  record Line(long seq, Instant at, String type, String body, String chain) {}

  private final RestoreId restore;
  private final FactCodec codec;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private @Nullable RestoreState state;

  private History(RestoreId restore, FactCodec codec) {
    this.restore = restore;
    this.codec = codec;
  }

  /**
   * Puts it together.
   *
   * @param told in the order of the topic, with copies
   * @param commands all that Kafka still has of this restore
   */
  static History of(
      RestoreId restore, List<ToldFact> told, Collection<StageCommand> commands, FactCodec codec) {
    History history = new History(restore, codec);
    history.take(told);
    history.prove(commands);
    return history;
  }

  RestoreId restore() {
    return restore;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  /** What is or may be missing, for people; empty when nothing is known to be. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  /** Where it is; null when its beginning was not told, so that nothing can be made of it. */
  @Nullable RestoreState state() {
    return state;
  }

  private void take(List<ToldFact> told) {
    Set<String> seen = new HashSet<>();
    // One that Kafka refused at first comes after those that were sent together with it.
    NavigableMap<Long, ToldFact> early = new TreeMap<>();
    for (ToldFact fact : told) {
      if (!seen.add(fact.message()) || (fact.seq() > 0 && fact.seq() <= lines.size())) {
        continue;
      }
      if (fact.seq() > lines.size() + 1L) {
        early.putIfAbsent(fact.seq(), fact);
        continue;
      }
      ToldFact next = fact;
      while (next != null) {
        if (!appended(next.type(), next.at(), next.body(), next.chain())) {
          return;
        }
        next = early.remove(lines.size() + 1L);
      }
    }
    if (!early.isEmpty()) {
      ToldFact behind = early.firstEntry().getValue();
      missing.add(
          "facts %d to %d are not on the topic; the %s after them and what follows are left out"
              .formatted(lines.size() + 1L, behind.seq() - 1, behind.type()));
    }
  }

  /** False when the history cannot go on like that. */
  private boolean appended(String type, Instant at, String body, String chain) {
    long seq = lines.size() + 1L;
    String before = lines.isEmpty() ? FactChain.BEGINNING : lines.getLast().chain();
    String link = FactChain.link(before, restore, seq, type, at, body);
    if (!chain.isEmpty() && !chain.equals(link)) {
      missing.add("fact %d was changed on the topic: its link does not fit".formatted(seq));
    }
    try {
      state = RestoreMachine.evolve(state, codec.decode(body));
    } catch (RuntimeException e) {
      missing.add("fact %d cannot follow: %s".formatted(seq, e.getMessage()));
      return false;
    }
    lines.add(new Line(seq, at, type, body, link));
    return true;
  }

  private void prove(Collection<StageCommand> commands) {
    RestoreState now = state;
    if (now == null) {
      return;
    }
    commands.stream()
        .sorted(Comparator.comparingLong((StageCommand c) -> c.attempt().fence()))
        .forEach(command -> {
          switch (command) {
            case StageCommand.ExecuteStage execute -> prove(execute);
            case StageCommand.CheckStage _, StageCommand.CancelStage _ -> {
              // A check changes nothing, and its number may come again.
            }
          }
        });
  }

  private void prove(StageCommand.ExecuteStage command) {
    AttemptRef attempt = command.attempt();
    RestoreState now = state;
    if (now == null || attempt.fence() <= now.highestFence() || now.phase().terminal()) {
      return;
    }
    Instant at = lines.getLast().at();
    Instant deadline = command.context().deadline();
    RestoreFact fact = new RestoreFact.StageDispatched(at, attempt, at, deadline);
    if (appended(fact.getClass().getSimpleName(), at, codec.encode(fact), "")) {
      missing.add(
          "attempt %d of stage '%s' was ordered (fence %d) after the last fact that was told"
              .formatted(attempt.number(), attempt.stage(), attempt.fence()));
    }
  }
}
