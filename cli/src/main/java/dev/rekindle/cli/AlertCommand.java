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
    description = "Sends alerts.",
    subcommands = AlertCommand.Replay.class)
final class AlertCommand {

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
