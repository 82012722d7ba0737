package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script at the top, in a copy of the project that counts as built. */
class LauncherST {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  @TempDir Path folder;
  private Path project;

  /** What it printed and how it ended. */
  private record Result(int exit, String output) {}

  @BeforeEach
  void copy() throws IOException {
    project = Files.createDirectories(folder.resolve("project"));
    Files.copy(ROOT.resolve("rekindle"), project.resolve("rekindle"));
    Files.createSymbolicLink(project.resolve("cli"), ROOT.resolve("cli"));
    Files.createFile(Files.createDirectory(project.resolve("target")).resolve(".built"));
  }

  @Test
  void needs_nothing_of_the_environment_and_lets_java_spell_every_file_name() throws Exception {
    Result result = run("JDK_JAVA_OPTIONS=-XshowSettings:properties", "plan", "--help");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("sun.jnu.encoding = UTF-8").contains("Usage:");
  }

  @Test
  void works_through_a_symbolic_link() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("rk"), Path.of("project", "rekindle"));

    Result result = launch(List.of(), link, "plan", "--help");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Usage:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "build"})
  void helps_with_its_own_verbs_too(String verb) throws Exception {
    Result result = run("LANG=C", verb, "--help");

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Usage: ./rekindle " + verb);
  }

  @Test
  void names_every_command_of_the_command_line() throws Exception {
    // Given
    String usage = run("LANG=C", "help").output();
    CommandLineProcess tool = new CommandLineProcess(ROOT);

    // Then
    for (String verb : commands(tool.run("--help").output())) {
      assertThat(usage).containsPattern("(?m)^  " + verb + "\\b");
      for (String command : commands(tool.run(verb, "--help").output())) {
        assertThat(section(usage, verb)).containsPattern("\\b" + command + "\\b");
      }
    }
  }

  @Test
  void sums_up_what_system_tests_proved_and_claims_nothing_without() throws Exception {
    // Given
    Path maven =
        Files.createFile(
            project.resolve("mvnw"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(maven, "#!/bin/sh\nenv\n");

    // When
    Result nothing = run("LANG=C", "test", "fast");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        cd "$(dirname "$0")" && mkdir -p deploy/system-tests/target/proofs && sleep 0.1
        echo "lost=2 duplicated=0 in a" > deploy/system-tests/target/proofs/a.txt
        echo "lost=1 duplicated=4 in b" > deploy/system-tests/target/proofs/b.txt
        """);
    Result something = run("LANG=C", "test");

    // Then
    assertThat(nothing.output()).containsPattern("(?m)^PATH=.*/usr/bin");
    assertThat(nothing.output()).contains(" lost=unmeasured duplicated=unmeasured");
    assertThat(something.output()).contains(" lost=3 duplicated=4");
  }

  private Result run(String variable, String... arguments) throws Exception {
    return launch(List.of(variable), project.resolve("rekindle"), arguments);
  }

  /** In an environment that is empty but for what is given. */
  private Result launch(List<String> variables, Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    command.addAll(variables);
    command.add("JAVA_HOME=" + System.getProperty("java.home"));
    command.add("bash");
    command.add(script.toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /** Names in the list of commands that a help ends with. */
  private static List<String> commands(String help) {
    int list = help.indexOf("Commands:");
    return list < 0
        ? List.of()
        : Pattern.compile("(?m)^  ([a-z][a-z-]*)")
            .matcher(help.substring(list))
            .results()
            .map(found -> found.group(1))
            .toList();
  }

  /** The lines about one verb. */
  private static String section(String usage, String verb) {
    var found = Pattern.compile("(?m)^  " + verb + "\\b.*(\n {10,}.*)*").matcher(usage);
    return found.find() ? found.group() : "";
  }
}
