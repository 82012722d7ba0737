package dev.rekindle.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process under the agent, packed as the build packs it. */
class CrashAgentIT {

  private static final int KILLED = 128 + 9;

  @TempDir Path home;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectories(home.resolve("agent"));
    for (String name : List.of("armed", "fired", "reached")) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  @Test
  void a_process_dies_of_sigkill_at_an_armed_point_and_nowhere_else() throws Exception {
    points("said " + Victim.class.getName() + "#say enter 0.text.class");
    Files.createFile(folder.resolve("armed/said.Loud"));

    Run first = run();
    Run second = run();

    assertThat(first.status()).isEqualTo(KILLED);
    assertThat(first.output()).isEqualTo("quiet\n");
    assertThat(second.output()).isEqualTo("quiet\nloud\nquiet\nend\n");
    assertThat(second.status()).isZero();
    assertThat(names("fired")).containsExactly("said.Loud");
    assertThat(names("reached")).containsExactly("said.Loud", "said.Quiet");
  }

  @Test
  void points_lie_before_and_after_calls_and_count_passes() throws Exception {
    points(
        "late " + Victim.class.getName() + "#say leave - pass=3",
        "before " + Victim.class.getName() + "#main before:say -",
        "after " + Victim.class.getName() + "#main after:say -");
    Files.createFile(folder.resolve("armed/late"));

    Run run = run();

    assertThat(run.status()).isEqualTo(KILLED);
    assertThat(run.output()).isEqualTo("quiet\nloud\nquiet\n");
    assertThat(names("reached")).containsExactly("after", "before", "late");
  }

  @Test
  void a_place_that_is_not_there_is_trouble() throws Exception {
    points("gone " + Victim.class.getName() + "#whisper enter -");

    Run run = run();

    assertThat(run.status()).isZero();
    assertThat(folder.resolve("trouble")).content().contains("gone").contains("whisper");
  }

  private record Run(int status, String output) {}

  private Run run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:" + jar() + "=" + folder,
                "-cp",
                Path.of("target/test-classes").toAbsolutePath().toString(),
                Victim.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private void points(String... lines) throws IOException {
    Files.write(folder.resolve("points"), List.of(lines));
  }

  private List<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(kind))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Tests come before the jar. */
  private Path jar() throws IOException {
    Path jar = home.resolve("agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", CrashAgent.class.getName());
    manifest.getMainAttributes().putValue("Boot-Class-Path", "agent.jar");
    Path classes = Path.of("target/classes").toAbsolutePath();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
