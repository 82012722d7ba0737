package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.backup.BackupVerification;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> every_command_has_help() {
    return commands(Main.commandLine(), List.of()).stream()
        .map(path ->
            DynamicTest.dynamicTest("rekindle " + String.join(" ", path), () -> assertHelp(path)));
  }

  private static void assertHelp(List<String> path) {
    List<String> arguments = new ArrayList<>(path);
    arguments.add("--help");
    CommandLine line = Main.commandLine();
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out, true));

    int exit = line.execute(arguments.toArray(String[]::new));

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("Usage:");
  }

  @Test
  void an_index_is_written_and_verified() throws Exception {
    Files.writeString(folder.resolve("system-mysql-backup.gz"), "x");

    int index = Main.commandLine().execute("backup", "index", folder.toString());
    int verify = Main.commandLine().execute("backup", "verify", folder.toString());
    boolean noted = Files.exists(folder.resolve(BackupVerification.FILE_NAME));
    Files.writeString(folder.resolve("system-mysql-backup.gz"), "y");
    int changed = Main.commandLine().execute("backup", "verify", folder.toString());

    assertThat(List.of(index, verify, changed)).containsExactly(0, 0, 1);
    assertThat(noted).isTrue();
    assertThat(folder.resolve(BackupVerification.FILE_NAME)).doesNotExist();
  }

  @Test
  void copies_that_nobody_sealed_do_not_become_a_backup_set_by_an_index() throws Exception {
    Files.writeString(folder.resolve("backend-redis-dump.rdb"), "x");
    Files.writeString(folder.resolve("backend-redis-dump.rdb" + BackupManifest.ENTRY_SUFFIX), "{}");

    int index = Main.commandLine().execute("backup", "index", folder.toString());

    assertThat(index).isEqualTo(1);
    assertThat(folder.resolve(BackupManifest.FILE_NAME)).doesNotExist();
  }

  @Test
  void an_unreachable_coordinator_is_exit_status_3() {
    int exit = Main.commandLine().execute("restore", "list", "--url", "http://127.0.0.1:1");

    assertThat(exit).isEqualTo(3);
  }

  @Test
  void bash_takes_the_script_that_completes_commands() throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, AutoComplete.bash("rekindle", Main.commandLine()));

    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

    assertThat(bash.waitFor()).isZero();
    assertThat(Files.readString(script)).contains("approve", "policy", "--token-file");
  }

  private static List<List<String>> commands(CommandLine line, List<String> path) {
    List<List<String>> all = new ArrayList<>();
    all.add(path);
    line.getSubcommands()
        .forEach((name, sub) -> {
          List<String> below = new ArrayList<>(path);
          below.add(name);
          all.addAll(commands(sub, below));
        });
    return all;
  }
}
