package dev.rekindle.worker.kit.testing;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An attempt for handler tests: keeps what was reported, and can be cancelled. The {@code with...}
 * methods answer a changed copy.
 */
public final class FakeAttempt implements Attempt {

  private final AttemptRef ref;
  private final StageContext context;
  private final List<Progress> reported = new CopyOnWriteArrayList<>();
  private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;

  public FakeAttempt(AttemptRef ref, StageContext context) {
    this.ref = ref;
    this.context = context;
  }

  /**
   * Attempt 1, fence 1, of stage {@code test}, application {@code shop} in cluster {@code east},
   * namespace {@code shop}, store {@code backups}, set {@code monday}, lease 30 s, deadline in an
   * hour.
   */
  public static FakeAttempt simple() {
    AttemptRef ref = new AttemptRef(new RestoreId(UUID.randomUUID()), new StageId("test"), 1, 1L);
    return new FakeAttempt(
        ref,
        new StageContext(
            "shop",
            "east",
            "shop",
            new BackupPin("backups", "monday", Map.of()),
            "safety-" + ref.restore(),
            Map.of(),
            Duration.ofSeconds(30),
            Instant.now().plus(Duration.ofHours(1))));
  }

  /** The same restore and stage, next attempt, higher fence token. */
  public FakeAttempt next() {
    return new FakeAttempt(
        new AttemptRef(ref.restore(), ref.stage(), ref.number() + 1, ref.fence() + 1), context);
  }

  public FakeAttempt withRef(AttemptRef other) {
    return new FakeAttempt(other, context);
  }

  public FakeAttempt withArtifacts(String store, String set, Map<String, ArtifactPin> artifacts) {
    return with(new BackupPin(store, set, artifacts), context.inputs(), context.deadline());
  }

  public FakeAttempt withInputs(Map<String, Map<String, String>> inputs) {
    return with(context.backup(), inputs, context.deadline());
  }

  public FakeAttempt withDeadline(Instant deadline) {
    return with(context.backup(), context.inputs(), deadline);
  }

  private FakeAttempt with(
      BackupPin backup, Map<String, Map<String, String>> inputs, Instant deadline) {
    return new FakeAttempt(
        ref,
        new StageContext(
            context.application(),
            context.cluster(),
            context.namespace(),
            backup,
            context.safetySet(),
            inputs,
            context.lease(),
            deadline));
  }

  /** Ends the attempt early: hooks run, no thread is interrupted. */
  public void cancel() {
    cancelled = true;
    hooks.forEach(Runnable::run);
  }

  /** Everything that was reported. */
  public List<Progress> reported() {
    return List.copyOf(reported);
  }

  @Override
  public AttemptRef ref() {
    return ref;
  }

  @Override
  public StageContext context() {
    return context;
  }

  @Override
  public void report(Progress progress) {
    reported.add(progress);
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public void throwIfCancelled() {
    if (cancelled) {
      throw AttemptEnded.cancelled("by the test");
    }
  }

  @Override
  public Registration onCancel(Runnable hook) {
    hooks.add(hook);
    return () -> hooks.remove(hook);
  }
}
