package dev.rekindle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything about alerts. */
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    description = "Lists what came of alerts, and sends recorded ones.",
    subcommands = {AlertCommand.All.class, AlertCommand.Replay.class})
final class AlertCommand {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists episodes of alerts and the restores they led to, or why to none.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      connection
          .output()
          .rows(
              connection.api().get("/api/v1/alerts").path("items"),
              "FINGERPRINT=/fingerprint",
              "STARTED=/startsAt",
              "STATUS=/status",
              "APPLICATION=/application",
              "RESTORE=/restore",
              "REASON=/reason");
      return 0;
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Sends a recorded Alertmanager webhook (payload version 4), to try a policy.")
  static final class Replay implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "The webhook's body as JSON.")
    Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      connection
          .output()
          .tree(
              connection
                  .api()
                  .post("/webhooks/alertmanager", Files.readString(file), "application/json"));
      return 0;
    }
  }
}
