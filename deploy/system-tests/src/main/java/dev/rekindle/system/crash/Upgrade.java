package dev.rekindle.system.crash;

import dev.rekindle.system.demo.Story;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Service;
import dev.rekindle.system.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A rolling upgrade in the middle of a restore: the release before begins it, and in the middle of
 * its imports coordinator and workers are replaced by the present build one after the other, the
 * old and the new process at work together for a while.
 */
public final class Upgrade implements AutoCloseable {

  /** Longer than the installation's lease. */
  private static final Duration TOGETHER = Duration.ofSeconds(10);

  private final Stack stack;
  private final Story story;

  /**
   * An upgrade.
   *
   * @param previous the project as it was at the release before, built
   */
  public Upgrade(Layout layout, Path previous, Story story) {
    this.story = story;
    stack = new Stack(layout);
    Arrays.stream(Service.values()).forEach(service -> stack.build(service, previous));
  }

  /**
   * What was not as it must be, for people; empty when the restore ended with everything there,
   * once.
   */
  public List<String> problems(long seed) {
    story.chapter("Starting servers and the simulated 3scale");
    stack.startSandbox(1, seed);
    story.chapter("Starting coordinator and workers of the release before");
    stack.startServices();
    Path fingerprint = stack.layout().home().resolve("fingerprint.json");
    stack.sandbox().backup(fingerprint);
    story.chapter("A restore begins, and everything is upgraded in the middle of it");
    CrashRound.Proven proven = new CrashRound(stack, fingerprint).run(() -> {}, this::roll);
    story.line(
        "%d rows in %d chunks counted once, %d commands begun once; problems: %s"
            .formatted(proven.rows(), proven.chunks(), proven.commands(), proven.problems()));
    return proven.problems();
  }

  private void roll(String restore) {
    for (Service service : Service.values()) {
      stack.roll(service, () -> Await.pause(TOGETHER));
      story.line(service.label() + " is the present build");
    }
  }

  @Override
  public void close() {
    stack.close();
  }
}
