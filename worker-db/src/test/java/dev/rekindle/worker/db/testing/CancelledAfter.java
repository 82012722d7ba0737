package dev.rekindle.worker.db.testing;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.testing.FakeAttempt;

/** An attempt that somebody cancels when it has said so often that it does a thing. */
public final class CancelledAfter implements Attempt {

  private final FakeAttempt attempt;
  private final String doing;
  private int left;

  public CancelledAfter(FakeAttempt attempt, String doing, int times) {
    this.attempt = attempt;
    this.doing = doing;
    this.left = times;
  }

  @Override
  public void report(Progress progress) {
    attempt.report(progress);
    if (progress.step().equals(doing) && --left == 0) {
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
