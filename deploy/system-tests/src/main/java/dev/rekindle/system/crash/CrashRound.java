package dev.rekindle.system.crash;

import dev.rekindle.system.api.ClusterApi;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.demo.Alert;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.JournalCheck;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One disaster and one restore of it: from the alert over an approval, something in the middle of
 * the imports and a look at the data to the end, whatever dies meanwhile.
 */
final class CrashRound {

  private static final String WHO = "crash-matrix";

  private final Stack stack;
  private final Path fingerprint;
  private final CoordinatorApi coordinator;
  private final SandboxControl sandbox;
  private final Patient patient;
  private final List<String> problems = new ArrayList<>();

  /**
   * What a round proved.
   *
   * @param problems for people; empty when the target is what it was and every effect came once
   * @param rows counted in the target databases
   * @param commands whose Jobs were counted in the cluster
   */
  record Proven(String restore, List<String> problems, long rows, long chunks, int commands) {}

  CrashRound(Stack stack, Path fingerprint) {
    this.stack = stack;
    this.fingerprint = fingerprint;
    coordinator = stack.coordinator();
    sandbox = stack.sandbox();
    patient = new Patient(coordinator);
  }

  /**
   * Runs it.
   *
   * @param arm called when the disaster has struck and the restore has not begun
   * @param midway called with the restore while its databases are being imported
   */
  Proven run(Runnable arm, Consumer<String> midway) {
    sandbox.moreWrites();
    sandbox.disaster();
    awaitReadable();
    Set<String> known = new HashSet<>(coordinator.restores());
    try (JobWatch jobs = new JobWatch(cluster())) {
      arm.run();
      patient.alert(Alert.threescaleDown(Instant.now()));
      String id = patient.newRestore(known::contains);
      approve(id);
      patient.follow(id, "importing", importing().or(RestoreView::ended));
      midway.accept(id);
      SandboxControl.Effects effects = look(id);
      end(id);
      problems.addAll(jobs.problems());
      return new Proven(id, List.copyOf(problems), effects.rows(), effects.chunks(), jobs.stages());
    }
  }

  private ClusterApi cluster() {
    try {
      return new ClusterApi(stack.description().kubeconfig(), stack.description().namespace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The deleted pod of zync's database must be back, or the checks refuse to start. */
  private void awaitReadable() {
    Await.until(
        Duration.ofMinutes(3),
        () -> "all stores to be readable",
        () ->
            sandbox.compare(fingerprint, "exact").unexplained().stream()
                .noneMatch(line -> line.contains("unreadable")));
  }

  private void approve(String id) {
    RestoreView checked = patient.follow(id, "checked", view -> !view.state().equals("CHECKING"));
    if (!checked.state().equals("AWAITING_APPROVAL")) {
      throw new IllegalStateException(
          "The checks did not pass: "
              + checked.state()
              + " "
              + checked.reason()
              + checked.findings());
    }
    patient.order(
        id,
        "the approval",
        () -> coordinator.approve(id, checked.digest(), WHO, "crash matrix"),
        view -> !view.state().equals("AWAITING_APPROVAL"));
  }

  /** Holds, which cancels what runs, and goes on. */
  void holdAndResume(String id) {
    patient.order(
        id,
        "the hold",
        () -> coordinator.hold(id, true, WHO, "a person wants a look"),
        view ->
            view.state().equals("HELD") && view.stages().stream().noneMatch(StageView::running));
    patient.order(
        id,
        "the resume",
        () -> coordinator.resume(id, WHO, "seen enough"),
        view -> !view.state().equals("HELD") || paused(view));
  }

  private static Predicate<RestoreView> importing() {
    return view -> view.stage("system-db").filter(StageView::running).isPresent();
  }

  private static boolean paused(RestoreView view) {
    return view.reason().contains("seen-ids");
  }

  /** Before any writer is up: everything is there, and once. */
  private SandboxControl.Effects look(String id) {
    RestoreView held =
        patient.follow(
            id,
            "paused after the data",
            view -> (view.state().equals("HELD") && paused(view)) || view.ended());
    if (held.ended()) {
      throw new IllegalStateException("The restore ended early: " + held);
    }
    sandbox
        .compare(fingerprint, "exact")
        .unexplained()
        .forEach(line -> problems.add("exact: " + line));
    SandboxControl.Effects effects = sandbox.effects();
    effects.wrong().forEach(line -> problems.add("counted: " + line));
    patient.order(
        id,
        "the second resume",
        () -> coordinator.resume(id, WHO, "data compared"),
        view -> !paused(view));
    return effects;
  }

  private void end(String id) {
    RestoreView ended =
        patient.follow(id, "ended", view -> view.ended() || view.state().equals("HELD"));
    if (!ended.state().equals("SUCCEEDED")) {
      problems.add("the restore is " + ended.state() + ": " + ended.reason());
      return;
    }
    sandbox
        .compare(fingerprint, "final")
        .unexplained()
        .forEach(line -> problems.add("final: " + line));
    problems.addAll(new JournalCheck(stack.layout()).problems(coordinator.bundle(id)));
  }
}
