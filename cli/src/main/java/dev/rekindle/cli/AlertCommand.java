package dev.rekindle.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about alerts. */
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    description = "Lists what came of alerts and why, and sends recorded ones.",
    subcommands = {AlertCommand.All.class, AlertCommand.Decisions.class, AlertCommand.Replay.class})
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
      name = "decisions",
      mixinStandardHelpOptions = true,
      description = "Lists what was decided about alerts, when and why, newest first.")
  static final class Decisions implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      connection
          .output()
          .rows(
              connection.api().get("/api/v1/alerts/decisions").path("items"),
              "AT=/at",
              "FINGERPRINT=/fingerprint",
              "APPLICATION=/application",
              "OUTCOME=/outcome",
              "RESTORE=/restore",
              "REASON=/reason");
      return 0;
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Sends a recorded webhook, to try a policy.")
  static final class Replay implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Option(
        names = "--from",
        defaultValue = "alertmanager",
        description = "Whose webhook it is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Sender from = Sender.ALERTMANAGER;

    /** Who sends webhooks. */
    enum Sender {
      ALERTMANAGER,
      GRAFANA,
      CLOUDEVENTS;

      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    @Parameters(paramLabel = "FILE", description = "The webhook's body as JSON.")
    Path file = Path.of("");

    @Override
    public Integer call() {
      connection
          .output()
          .tree(
              connection.api().post("/webhooks/" + from, TextFile.read(file), "application/json"));
      return 0;
    }
  }
}
