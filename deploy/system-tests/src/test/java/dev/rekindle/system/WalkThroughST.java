package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to type, from an environment with nothing in it. */
@Tag("long")
class WalkThroughST {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  @TempDir Path folder;

  @Test
  void up_leaves_a_backup_that_can_be_restored_by_its_age() throws Exception {
    // Given
    Layout layout = new Layout(ROOT, folder.toRealPath().resolve("home"));
    try {
      String said = run("up", layout);
      Matcher url = Pattern.compile("REKINDLE_URL=(\\S+)").matcher(said);
      assertThat(url.find()).as(said).isTrue();
      String backup = layout.newestBackup().orElseThrow();
      assertThat(said).containsPattern("backup +" + backup);
      CommandLineProcess tool = new CommandLineProcess(ROOT);

      // When
      String listed = tool.run("backup", "list", "threescale", "--url", url.group(1)).output();
      CommandLineProcess.Result started =
          tool.run(
              "restore",
              "start",
              "threescale",
              "--backup",
              "newest",
              "--dry-run",
              "--reason",
              "try it",
              "--url",
              url.group(1));

      // Then
      assertThat(listed).contains(backup);
      assertThat(started.exit()).as(started.output()).isZero();
      assertThat(run("status", layout)).contains("coordinator").contains("kubeconfig");
      assertThat(run("down", layout)).contains("stopped 5 processes");
      assertThat(layout.home()).doesNotExist();
    } finally {
      new Stack(layout).close();
    }
  }

  private static String run(String verb, Layout layout) throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "-i",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                verb,
                "--root",
                ROOT.toString(),
                "--home",
                layout.home().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
