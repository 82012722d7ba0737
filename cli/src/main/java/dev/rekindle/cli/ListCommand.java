package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists of what the coordinator knows. */
final class ListCommand {

  private ListCommand() {}

  @Command(
      name = "application",
      mixinStandardHelpOptions = true,
      description = "Lists applications.")
  static final class Applications implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      JsonNode answer = connection.api().get("/api/v1/applications");
      connection
          .output()
          .rows(
              answer.isArray() ? answer : answer.path("items"),
              "NAME=/name",
              "CLUSTER=/cluster",
              "NAMESPACE=/namespace",
              "PLAN=/plan");
      return 0;
    }
  }

  @Command(
      name = "cluster",
      mixinStandardHelpOptions = true,
      description = "Lists clusters and the workers seen there.")
  static final class Clusters implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      connection.output().tree(connection.api().get("/api/v1/clusters"));
      return 0;
    }
  }
}
