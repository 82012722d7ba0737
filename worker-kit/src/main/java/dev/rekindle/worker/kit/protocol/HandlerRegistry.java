package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.kit.stage.StageHandler;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The handlers of a worker by kind. Refuses two for one kind, and one of another pool's kind. */
public final class HandlerRegistry {

  private final Pool pool;
  private final Map<StageKind, StageHandler<?>> handlers = new EnumMap<>(StageKind.class);

  /** {@link IllegalStateException} names a double or foreign handler. */
  public HandlerRegistry(Pool pool, List<? extends StageHandler<?>> handlers) {
    this.pool = pool;
    handlers.forEach(this::add);
  }

  private void add(StageHandler<?> handler) {
    StageKind kind = kindOf(handler.spec());
    if (kind.pool() != pool) {
      throw new IllegalStateException(
          "Handler of %s belongs to pool %s, not %s".formatted(kind, kind.pool(), pool));
    }
    if (handlers.putIfAbsent(kind, handler) != null) {
      throw new IllegalStateException("Two handlers for " + kind);
    }
  }

  private static StageKind kindOf(Class<?> spec) {
    return Arrays.stream(StageKind.values())
        .filter(kind -> kind.spec() == spec)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No stage kind has the spec " + spec));
  }

  /** Kinds that have a handler. */
  public List<StageKind> kinds() {
    return List.copyOf(handlers.keySet());
  }

  /** Kinds of this pool without a handler; a worker that has any does not start. */
  public List<StageKind> missing() {
    return Arrays.stream(StageKind.values())
        .filter(kind -> kind.pool() == pool && !handlers.containsKey(kind))
        .toList();
  }

  /** The handler of a specification; empty when this worker has none. */
  // The map's key was taken from the handler's own spec class, so the types agree.
  @SuppressWarnings("unchecked")
  public <S extends StageSpec> Optional<StageHandler<S>> handlerOf(S spec) {
    return Optional.ofNullable((StageHandler<S>) handlers.get(StageKind.of(spec)));
  }
}
