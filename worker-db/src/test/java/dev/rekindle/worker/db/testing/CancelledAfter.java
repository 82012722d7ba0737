package dev.rekindle.worker.db.testing;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.util.function.BooleanSupplier;

/** An attempt that somebody cancels while it does a thing, once something is so. */
public final class CancelledAfter implements Attempt {

  private final FakeAttempt attempt;
  private final String doing;
  private final BooleanSupplier once;

  public CancelledAfter(FakeAttempt attempt, String doing, BooleanSupplier once) {
    this.attempt = attempt;
    this.doing = doing;
    this.once = once;
  }

  @Override
  public void report(Progress progress) {
    attempt.report(progress);
    if (progress.step().equals(doing) && !attempt.cancelled() && once.getAsBoolean()) {
      attempt.cancel();
    }
  }

  @Override
  public AttemptRef ref() {
    return attempt.ref();
  }

  @Override
  public StageContext context() {
    return attempt.context();
  }

  @Override
  public boolean cancelled() {
    return attempt.cancelled();
  }

  @Override
  public void throwIfCancelled() {
    attempt.throwIfCancelled();
  }

  @Override
  public Registration onCancel(Runnable hook) {
    return attempt.onCancel(hook);
  }
}
