package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a restore until it ends or a person is needed. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Follows a restore until it ends. Exit status 0 only when it succeeded.")
final class WatchCommand implements Callable<Integer> {

  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  @Mixin Connection connection = new Connection();

  @Parameters(paramLabel = "ID", description = "The restore.")
  String id = "";

  private final Map<String, String> told = new HashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    Api api = connection.api();
    while (true) {
      JsonNode restore = api.get("/api/v1/restores/" + id);
      String state = restore.path("state").asText();
      tell("restore", state + " " + restore.path("reason").asText(""));
      for (JsonNode stage : restore.path("stages")) {
        tell(stage.path("id").asText(), line(stage));
      }
      if (ENDED.contains(state)) {
        return state.equals("SUCCEEDED") ? 0 : 1;
      }
      Thread.sleep(1000);
    }
  }

  private static String line(JsonNode stage) {
    String status = stage.path("status").asText();
    long percent = stage.path("progress").path("percent").asLong(-1);
    // Whole tens, so that a pipe gets a line a tenth and not a line a second.
    return status.equals("RUNNING") && percent >= 0
        ? String.format(Locale.ROOT, "%s %d%%", status, percent / 10 * 10)
        : status;
  }

  private void tell(String what, String now) {
    if (!now.strip().equals(told.put(what, now.strip()))) {
      connection.output().line(String.format(Locale.ROOT, "%-20s %s", what, now.strip()));
    }
  }
}
