package dev.rekindle.system.crash;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.process.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What a person or Alertmanager does whose coordinator may die at any answer: ask again. */
public final class Patient {

  /** Generous: every kill costs a start and a lease, on a machine that may be busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final CoordinatorApi coordinator;

  public Patient(CoordinatorApi coordinator) {
    this.coordinator = coordinator;
  }

  /** Sends a webhook until it is answered with success. */
  public void alert(String body) {
    AtomicReference<String> answer = new AtomicReference<>("");
    Await.until(
        PATIENCE,
        () -> "the webhook to be taken; the last answer was " + answer.get(),
        () -> {
          attempt(() -> answer.set(coordinator.alert(body)));
          return answer.get().startsWith("2");
        });
  }

  /** The newest restore of those that are not among the known. */
  public String newRestore(Predicate<String> known) {
    AtomicReference<String> id = new AtomicReference<>("");
    Await.until(
        PATIENCE,
        () -> "a new restore",
        () -> {
          attempt(() ->
              coordinator.restores().stream()
                  .filter(known.negate())
                  .findFirst()
                  .ifPresent(id::set));
          return !id.get().isEmpty();
        });
    return id.get();
  }

  public RestoreView follow(String id, String what, Predicate<RestoreView> wanted) {
    AtomicReference<Optional<RestoreView>> latest = new AtomicReference<>(Optional.empty());
    Await.until(
        PATIENCE,
        () -> "restore " + id + " to be " + what + "; it is " + latest.get(),
        () -> {
          coordinator.show(id).ifPresent(view -> latest.set(Optional.of(view)));
          return latest.get().filter(wanted).isPresent();
        });
    return latest.get().orElseThrow();
  }

  /** Orders something again and again until the restore shows that it was taken. */
  public RestoreView order(String id, String what, Runnable wish, Predicate<RestoreView> taken) {
    AtomicReference<Optional<RestoreView>> latest = new AtomicReference<>(Optional.empty());
    Await.until(
        PATIENCE,
        () -> "restore " + id + " to take " + what + "; it is " + latest.get(),
        () -> {
          attempt(wish);
          coordinator.show(id).ifPresent(view -> latest.set(Optional.of(view)));
          return latest.get().filter(taken).isPresent();
        });
    return latest.get().orElseThrow();
  }

  /** No answer, or a refusal because an earlier try was taken whose answer was lost. */
  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (UncheckedIOException | IllegalStateException e) {
      Await.pause(Duration.ofMillis(200));
    }
  }
}
