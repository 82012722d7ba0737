package dev.rekindle.worker.redis.load;

import dev.rekindle.worker.kit.stage.AttemptEnded;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Work that goes on beside that of the caller, on a thread of its own. */
final class Aside<T> {

  private @Nullable FutureTask<T> task;

  void begin(Supplier<T> work) {
    FutureTask<T> begun = new FutureTask<>(work::get);
    task = begun;
    Thread.ofVirtual().start(begun);
  }

  /** What came of it; its own exception when it failed. */
  T result() {
    FutureTask<T> begun = task;
    if (begun == null) {
      throw new IllegalStateException("It was never begun");
    }
    try {
      return begun.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
