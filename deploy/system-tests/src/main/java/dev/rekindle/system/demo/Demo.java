package dev.rekindle.system.demo;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** From an alert to a restored and proven application, on one machine. */
public final class Demo {

  /** How long the whole restore may take before the demo gives up; generous for small machines. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Stack stack;
  private final Story story;
  private final DemoOptions options;
  private final CoordinatorApi coordinator;
  private final SandboxControl sandbox;
  private final AtomicReference<RestoreView> latest = new AtomicReference<>();

  public Demo(Stack stack, Story story, DemoOptions options) {
    this.stack = stack;
    this.story = story;
    this.options = options;
    this.coordinator = stack.coordinator();
    this.sandbox = stack.sandbox();
  }

  /** Runs the story; the result says whether the data was proven to be what it was. */
  public DemoResult run() {
    Path fingerprint = stack.layout().home().resolve("fingerprint.json");
    prepare(fingerprint);
    story.chapter("Disaster");
    sandbox.disaster().forEach(story::line);
    story.chapter("Alert");
    Instant startsAt = Instant.now();
    String id = alert(startsAt);
    approve(id);
    story.chapter("Restore");
    Killer killer = new Killer(stack, story, latest::get, options.seed());
    Thread killing =
        options.kill() ? Thread.ofVirtual().start(killer) : Thread.ofVirtual().unstarted(killer);
    RestoreView paused = follow(id, Set.of("HELD", "SUCCEEDED", "FAILED", "CANCELLED"));
    Comparison exact = afterData(paused, fingerprint);
    RestoreView ended = exact.proves() ? resume(id) : paused;
    Duration rto = Duration.between(startsAt, Instant.now());
    killer.stop();
    join(killing);
    return conclude(ended, exact, fingerprint, killer, rto);
  }

  private void prepare(Path fingerprint) {
    story.chapter("Backup");
    sandbox.backup(fingerprint).forEach(story::line);
    story.line("fingerprint of every table, key, file, secret and replica count taken");
    sandbox.moreWrites().forEach(story::line);
  }

  private String alert(Instant startsAt) {
    String answer = coordinator.alert(Alert.threescaleDown(startsAt));
    story.line("Alertmanager webhook ThreescaleSystemApp5XXRequestsHigh: " + answer);
    String again = coordinator.alert(Alert.threescaleDown(startsAt));
    story.line("the same webhook again, as a second Alertmanager would send it: " + again);
    AtomicReference<String> id = new AtomicReference<>("");
    Await.until(
        Duration.ofSeconds(30),
        () -> "a restore to be started by the alert",
        () -> {
          coordinator.restores().stream().findFirst().ifPresent(id::set);
          return !id.get().isEmpty();
        });
    story.line(
        "restore " + id.get() + " started; restores in all: " + coordinator.restores().size());
    return id.get();
  }

  private void approve(String id) {
    RestoreView checked = follow(id, Set.of("AWAITING_APPROVAL", "FAILED", "CANCELLED", "HELD"));
    checked.findings().stream()
        .filter(finding -> finding.startsWith("BLOCKER") || finding.startsWith("WARNING"))
        .forEach(story::line);
    story.line(checked.findings().size() + " findings in all; 'restore show' lists them");
    checked.captures().forEach(capture -> story.line(capture));
    if (!checked.state().equals("AWAITING_APPROVAL")) {
      throw new IllegalStateException(
          "The checks did not pass: " + checked.state() + " " + checked.reason());
    }
    coordinator.approve(
        id, checked.digest(), "demo", "the demo approves through the API, as a person would");
    story.line(
        "approved by 'demo' through the API (digest " + checked.digest().substring(0, 12) + ")");
  }

  private Comparison afterData(RestoreView paused, Path fingerprint) {
    if (!paused.state().equals("HELD")) {
      return Comparison.none("the restore is " + paused.state() + ": " + paused.reason());
    }
    story.chapter("Compare before any writer is up");
    story.line("held: " + paused.reason());
    Comparison exact = sandbox.compare(fingerprint, "exact");
    Report.differences(story, "exact", exact);
    return exact;
  }

  private RestoreView resume(String id) {
    story.chapter("Bring up");
    coordinator.resume(id, "demo", "data compared");
    return follow(id, Set.of("SUCCEEDED", "FAILED", "CANCELLED", "HELD"));
  }

  private RestoreView follow(String id, Set<String> states) {
    Await.until(
        PATIENCE,
        () -> "restore " + id + " to be one of " + states + "; it is " + latest.get(),
        () -> {
          coordinator
              .show(id)
              .ifPresent(view -> {
                latest.set(view);
                story.progress(view);
              });
          RestoreView view = latest.get();
          return view != null && states.contains(view.state());
        });
    return latest.get();
  }

  private DemoResult conclude(
      RestoreView ended, Comparison exact, Path fingerprint, Killer killer, Duration rto) {
    story.chapter("Compare at the end");
    Comparison last = sandbox.compare(fingerprint, "final");
    Report.differences(story, "final", last);
    story.chapter("Report");
    Report.stages(story, ended, "east");
    story.line(
        "restore " + ended.state() + (ended.reason().isEmpty() ? "" : ": " + ended.reason()));
    story.line(Report.recovery(rto, ended.objective()));
    int restores = coordinator.restores().size();
    DemoResult result =
        new DemoResult(ended, exact, last, restores, options.kill(), killer.killed(), rto);
    Report.kills(story, result);
    return result;
  }

  private static void join(Thread thread) {
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(30));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
