package dev.rekindle.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who the coordinator takes the caller for. */
@Command(
    name = "whoami",
    mixinStandardHelpOptions = true,
    description = "Says who the coordinator takes you for, and what you may do.")
final class WhoamiCommand implements Callable<Integer> {

  @Mixin Connection connection = new Connection();

  @Override
  public Integer call() {
    connection.output().tree(connection.api().get("/api/v1/session"));
    return 0;
  }
}
