package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** One whole installation for a test: started, backed up, fingerprinted. */
final class Installation implements AutoCloseable {

  static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  final Stack stack;
  final Path fingerprint;

  private Installation(Stack stack) {
    this.stack = stack;
    this.fingerprint = stack.layout().home().resolve("fingerprint.json");
  }

  /**
   * Starts everything, takes the backup and its fingerprint, and writes what must be gone after a
   * restore.
   */
  static Installation started(long seed) {
    return started(1, seed);
  }

  /** Without a backup of 3scale. */
  static Installation bare(long seed) {
    return running(1, seed);
  }

  /** The same with more data, for what must happen in the middle of an import. */
  static Installation started(int size, long seed) {
    Installation installation = running(size, seed);
    installation.sandbox().backup(installation.fingerprint);
    installation.sandbox().moreWrites();
    return installation;
  }

  private static Installation running(int size, long seed) {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    Layout layout = new Layout(root, temporary());
    Stack stack = new Stack(layout);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    stack.startSandbox(size, seed);
    stack.startServices();
    return new Installation(stack);
  }

  CoordinatorApi coordinator() {
    return stack.coordinator();
  }

  SandboxControl sandbox() {
    return stack.sandbox();
  }

  /** The name of the one backup set that is no safety copy. */
  String backupSet() {
    return stack.layout().newestBackup().orElseThrow();
  }

  /** A start request; the caller adds to it. */
  ObjectNode request(String backupSet) {
    ObjectNode request = new ObjectMapper().createObjectNode();
    return request
        .put("application", "threescale")
        .put("backupSet", backupSet)
        .put("mode", "restore")
        .put("requestedBy", "test")
        .put("reason", "system test");
  }

  /** Starts a restore, waits for its checks and approves it. */
  String startApproved(ObjectNode request) {
    String id = coordinator().start(request);
    RestoreView checked = follow(id, view -> !view.state().equals("CHECKING"));
    if (!checked.state().equals("AWAITING_APPROVAL")) {
      throw new AssertionError("Checks did not pass: " + checked);
    }
    coordinator().approve(id, checked.digest(), "approver", "system test");
    return id;
  }

  /** Waits until the restore is in one of the states. */
  RestoreView follow(String id, Set<String> states) {
    return follow(id, view -> states.contains(view.state()));
  }

  /** Waits until the restore looks as wanted. */
  RestoreView follow(String id, Predicate<RestoreView> wanted) {
    AtomicReference<Optional<RestoreView>> latest = new AtomicReference<>(Optional.empty());
    Await.until(
        PATIENCE,
        () -> "restore " + id + "; it is " + latest.get(),
        () -> {
          coordinator().show(id).ifPresent(view -> latest.set(Optional.of(view)));
          return latest.get().filter(wanted).isPresent();
        });
    return latest.get().orElseThrow();
  }

  /** Lines of a comparison that no rule explains. */
  List<String> unexplained(String mode) {
    return sandbox().compare(fingerprint, mode).unexplained();
  }

  /** Nothing differs from a fingerprint without a reason, of all that there is. */
  void assertProven(Path expected, String mode) {
    Comparison comparison = sandbox().compare(expected, mode);
    Proof.record(mode + " comparison", comparison.lost(), comparison.surplus());
    assertThat(comparison.unexplained()).as(mode).isEmpty();
    assertThat(comparison.proves()).as("compared " + comparison.compared()).isTrue();
  }

  /** The folder stays for a look when the test asked for it. */
  @Override
  public void close() {
    stack.close();
    if (System.getenv("REKINDLE_KEEP") == null) {
      stack.layout().delete();
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("rekindle-st");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
