package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a restore until it ends or a person is needed. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Follows a restore until it ends. Exit status 0 only when it succeeded.",
      "With bars on a terminal, a line for each change in a pipe, with -o json or yaml the whole answer",
      "each time it changed."
    })
final class WatchCommand implements Callable<Integer> {

  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  /** How long a coordinator may be away. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Mixin Connection connection = new Connection();

  @Parameters(paramLabel = "ID", description = "The restore.")
  String id = "";

  private final Map<String, String> told = new HashMap<>();
  private final @Nullable Screen screen = Screen.there() ? new Screen(System.out) : null;
  private @Nullable Instant heard;
  private @Nullable JsonNode last;

  @Override
  public Integer call() throws InterruptedException {
    Api api = connection.api();
    while (true) {
      JsonNode restore = asked(api);
      String state = restore.path("state").asText();
      show(restore, state);
      if (ENDED.contains(state)) {
        return state.equals("SUCCEEDED") ? 0 : 1;
      }
      Thread.sleep(1000);
    }
  }

  private void show(JsonNode restore, String state) {
    if (!connection.output().table()) {
      if (!restore.equals(last)) {
        connection.output().event(restore);
      }
      last = restore;
    } else if (screen != null) {
      List<String> lines = new ArrayList<>(Bars.of(restore, Screen.width()));
      lines.add((hint(state) + waiting(restore, state)).strip());
      screen.draw(lines);
    } else {
      tell(
          "restore",
          state + " " + restore.path("reason").asText("") + hint(state) + waiting(restore, state));
      for (JsonNode stage : restore.path("stages")) {
        tell(stage.path("id").asText(), line(stage));
      }
    }
  }

  /** A coordinator that starts again goes on with the restore, and so does whoever watches. */
  private JsonNode asked(Api api) throws InterruptedException {
    while (true) {
      try {
        JsonNode restore = api.get("/api/v1/restores/" + Api.step(id));
        heard = Instant.now();
        told.remove("coordinator");
        return restore;
      } catch (CoordinatorAway away) {
        if (heard == null || Instant.now().isAfter(heard.plus(PATIENCE))) {
          throw away;
        }
        if (connection.output().table() && screen == null) {
          tell("coordinator", "away, asking again");
        }
        Thread.sleep(1000);
      }
    }
  }

  private String hint(String state) {
    return switch (state) {
      case "HELD" ->
          " (waits for a person: restore resume, retry, skip, waive, cancel or fail " + id + ")";
      case "AWAITING_APPROVAL" ->
          " (restore show " + id + " tells what an approval is about, and its digest)";
      default -> "";
    };
  }

  /** What the restore as a whole waits for while no person is asked. */
  static String waiting(JsonNode restore, String state) {
    if (state.equals("VERIFYING")) {
      for (JsonNode wait : restore.path("waits")) {
        if (wait.path("stage").asText("").isEmpty()) {
          return " (waits for %s, until %s)"
              .formatted(wait.path("reason").asText(), wait.path("until").asText());
        }
      }
    }
    return "";
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
