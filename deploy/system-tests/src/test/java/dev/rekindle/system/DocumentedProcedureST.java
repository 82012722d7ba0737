package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.documented.DocumentedProcedure;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The baseline is what it claims to be: followed line by line it ends well by its own word, brings
 * back what it can bring back, and loses what it is known to lose.
 */
@Tag("long")
class DocumentedProcedureST {

  @Test
  void following_the_documentation_ends_well_and_loses_both_redis_and_the_replicas()
      throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    Layout layout = new Layout(root, Files.createTempDirectory("rekindle-st"));
    try (Stack stack = new Stack(layout)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
      stack.startSandbox(1, 23);
      SandboxControl sandbox = stack.sandbox();
      Path fingerprint = layout.home().resolve("fingerprint.json");
      sandbox.backup(fingerprint);
      sandbox.disaster();
      awaitReadable(sandbox, fingerprint);
      List<String> ruined = sandbox.compare(fingerprint, "final").unexplained();

      DocumentedProcedure.Outcome outcome =
          new DocumentedProcedure(layout, stack.description(), _ -> {})
              .restore(layout.backups().resolve(layout.newestBackup().orElseThrow()));

      assertThat(outcome.exit()).as(outcome.text()).isZero();
      assertThat(outcome.repairs()).anyMatch(line -> line.startsWith("L7 L2 took the pod"));
      Comparison after = sandbox.compare(fingerprint, "final");
      assertThat(in(after.unexplained(), "system-database")).isEmpty();
      assertThat(in(after.unexplained(), "system-storage")).isEmpty();
      assertThat(in(after.unexplained(), "zync-database")).isEmpty();
      assertThat(in(ruined, "system-database")).isNotEmpty();
      assertThat(in(ruined, "system-storage")).isNotEmpty();
      for (String redis : List.of("backend-redis", "system-redis")) {
        long lost =
            in(after.unexplained(), redis).stream().filter(DocumentedProcedureST::gone).count();
        long before = in(ruined, redis).stream().filter(DocumentedProcedureST::gone).count();
        assertThat(before).as("lost in " + redis).isPositive();
        assertThat(lost).as("lost in " + redis + " by the restore").isPositive();
      }
      assertThat(in(after.unexplained(), "objects"))
          .contains(
              "objects: replicas zync-que was 1, is 0",
              "objects: replicas backend-worker was 2, is 0");
    }
    layout.delete();
  }

  private static boolean gone(String difference) {
    return difference.endsWith(", is absent");
  }

  private static List<String> in(List<String> differences, String store) {
    return differences.stream().filter(line -> line.startsWith(store + ": ")).toList();
  }

  private static void awaitReadable(SandboxControl sandbox, Path fingerprint) {
    Await.until(
        Duration.ofSeconds(120),
        () -> "all stores to be readable",
        () ->
            sandbox.compare(fingerprint, "exact").unexplained().stream()
                .noneMatch(line -> line.contains("unreadable")));
  }
}
