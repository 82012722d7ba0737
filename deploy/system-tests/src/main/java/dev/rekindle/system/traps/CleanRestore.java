package dev.rekindle.system.traps;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.demo.Story;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Stack;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** One restore by Rekindle, from the start to its success. */
public final class CleanRestore {

  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final CoordinatorApi coordinator;
  private final Story story;
  private final String backupSet;

  public CleanRestore(Stack stack, Story story) {
    coordinator = stack.coordinator();
    this.story = story;
    backupSet = stack.layout().newestBackup().orElseThrow();
  }

  /** How it ended, and how long it took from the start. */
  public record Ended(RestoreView view, Duration took) {}

  /** Runs it; anything but a success is an exception. */
  public Ended run() {
    long began = System.nanoTime();
    String id =
        coordinator.start(
            new ObjectMapper()
                .createObjectNode()
                .put("application", "threescale")
                .put("backupSet", backupSet)
                .put("mode", "restore")
                .put("requestedBy", "traps")
                .put("reason", "the same disaster"));
    RestoreView checked = follow(id, view -> !view.state().equals("CHECKING"));
    if (!checked.state().equals("AWAITING_APPROVAL")) {
      throw new IllegalStateException("The checks did not pass: " + checked);
    }
    coordinator.approve(id, checked.digest(), "approver", "traps");
    RestoreView ended = follow(id, view -> view.ended() || view.state().equals("HELD"));
    if (!ended.state().equals("SUCCEEDED")) {
      throw new IllegalStateException("The restore is " + ended.state() + ": " + ended.reason());
    }
    return new Ended(ended, Duration.ofNanos(System.nanoTime() - began));
  }

  private RestoreView follow(String id, Predicate<RestoreView> wanted) {
    AtomicReference<RestoreView> latest = new AtomicReference<>();
    Await.until(
        PATIENCE,
        () -> "restore " + id + "; it is " + latest.get(),
        () -> {
          coordinator
              .show(id)
              .ifPresent(view -> {
                story.progress(view);
                latest.set(view);
              });
          RestoreView seen = latest.get();
          return seen != null && wanted.test(seen);
        });
    return latest.get();
  }
}
