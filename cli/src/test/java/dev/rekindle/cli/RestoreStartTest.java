package dev.rekindle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.terminal.RestoreStartLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RestoreStartTest {

  @Test
  void the_line_that_a_report_prints_starts_what_it_says() throws Exception {
    // Given
    RestoreStartLine line =
        new RestoreStartLine(
            "shop",
            "safety-00000000-0000-0001-0000-000000000001",
            "threescale",
            Map.of("apimanager", "it's mine", "safety", "NONE"),
            "Undo restore 1; $HOME \"quoted\"");

    // When
    ObjectNode body = body(words(line.text()));

    // Then
    assertThat(body.path("application").asText()).isEqualTo("shop");
    assertThat(body.path("backupSet").asText()).isEqualTo(line.backupSet());
    assertThat(body.path("plan").asText()).isEqualTo("threescale");
    assertThat(body.path("reason").asText()).isEqualTo(line.reason());
    assertThat(body.path("parameters").path("apimanager").asText()).isEqualTo("it's mine");
    assertThat(body.path("parameters").path("safety").asText()).isEqualTo("NONE");
    assertThat(body.path("mode").asText()).isEqualTo("restore");
    assertThat(body.has("approval")).isFalse();
  }

  @Test
  void an_approval_is_spelled_as_the_api_spells_it() {
    ObjectNode body =
        body(
            List.of(
                "restore",
                "start",
                "shop",
                "--backup",
                "newest",
                "--reason",
                "x",
                "--approval",
                "two-persons"));

    assertThat(body.path("approval").asText()).isEqualTo("two-persons");
  }

  @Test
  void a_backup_is_ordered_by_its_plan_and_names_no_set() {
    CommandLine.ParseResult parsed =
        Main.commandLine()
            .parseArgs("backup", "make", "shop", "--plan", "shop-backup", "--reason", "nightly");
    CommandLine make = parsed.subcommand().subcommand().commandSpec().commandLine();

    ObjectNode body = ((BackupMakeCommand) make.getCommand()).body();

    assertThat(body.path("application").asText()).isEqualTo("shop");
    assertThat(body.path("plan").asText()).isEqualTo("shop-backup");
    assertThat(body.path("mode").asText()).isEqualTo("restore");
    assertThat(body.path("reason").asText()).isEqualTo("nightly");
    assertThat(body.has("backupSet")).isFalse();
  }

  private static ObjectNode body(List<String> arguments) {
    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
    CommandLine start = parsed.subcommand().subcommand().commandSpec().commandLine();
    return ((RestoreCommand.Start) start.getCommand()).body();
  }

  /** What a shell hands to the program, without the program's name. */
  private static List<String> words(String line) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "rekindle() { printf '%s\\0' \"$@\"; }; " + line).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return new ArrayList<>(Arrays.asList(output.split("\0")));
  }
}
