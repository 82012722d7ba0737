package dev.rekindle.coordinator.engine;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.RestoreTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The journal as the port describes it, without a database. */
public final class InMemoryRestoreJournal implements RestoreJournal {

  private record Entry(List<RestoreFact> facts, RestoreState state, Optional<Instant> wakeUp) {}

  private final Supplier<Instant> clock;
  private final Map<RestoreId, Entry> restores = new LinkedHashMap<>();
  private final Map<RestoreTarget, RestoreId> claims = new HashMap<>();
  private final List<Effect> outbox = new ArrayList<>();
  private final Set<String> inbox = new HashSet<>();

  public InMemoryRestoreJournal(Supplier<Instant> clock) {
    this.clock = clock;
  }

  @Override
  public synchronized <T extends @Nullable Object> T together(Supplier<T> work) {
    return work.get();
  }

  @Override
  public synchronized boolean consumed(String message) {
    return inbox.contains(message);
  }

  @Override
  public Instant now() {
    return clock.get();
  }

  @Override
  public synchronized List<RestoreFact> read(RestoreId restore, long afterSeq) {
    Entry entry = restores.get(restore);
    return entry == null
        ? List.of()
        : List.copyOf(entry.facts.subList((int) afterSeq, entry.facts.size()));
  }

  @Override
  public synchronized AppendOutcome append(Append append) {
    List<RestoreFact> before = read(append.restore(), 0);
    if (before.size() != append.afterSeq()) {
      return new AppendOutcome.RaceLost();
    }
    RestoreTarget target = append.state().order().target();
    if (append.state().order().mode() != RestoreMode.DRY_RUN) {
      RestoreId holder = claims.putIfAbsent(target, append.restore());
      if (holder != null && !holder.equals(append.restore())) {
        return new AppendOutcome.ApplicationTaken(holder);
      }
      if (append.state().phase().terminal()) {
        claims.remove(target);
      }
    }
    List<RestoreFact> after = new ArrayList<>(before);
    after.addAll(append.facts());
    restores.put(
        append.restore(), new Entry(after, append.state(), Optional.ofNullable(append.wakeUp())));
    outbox.addAll(append.effects());
    inbox.addAll(append.consumed());
    return new AppendOutcome.Appended(after.size());
  }

  @Override
  public synchronized List<RestoreId> due(Instant now, int limit) {
    return restores.entrySet().stream()
        .filter(e -> e.getValue().wakeUp.filter(at -> !at.isAfter(now)).isPresent())
        .sorted(Comparator.comparing(e -> e.getValue().wakeUp.orElseThrow()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Takes what is in the outbox. */
  public synchronized List<Effect> drain() {
    List<Effect> taken = List.copyOf(outbox);
    outbox.clear();
    return taken;
  }

  /** When the restore wants to be ticked. */
  public synchronized Optional<Instant> wakeUp(RestoreId restore) {
    return Optional.ofNullable(restores.get(restore)).flatMap(Entry::wakeUp);
  }
}
