package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything about plans. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Lists, shows and checks plans.",
    footer = "roles PLAN, a verb of the launcher, prints the rights that the workers need for it.",
    subcommands = {PlanCommand.All.class, PlanCommand.Show.class, PlanCommand.Check.class})
final class PlanCommand {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the plans the coordinator knows.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      JsonNode answer = connection.api().get("/api/v1/plans");
      connection
          .output()
          .rows(
              answer.isArray() ? answer : answer.path("items"),
              "NAME=/name",
              "DESCRIPTION=/description");
      return 0;
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows a plan.")
  static final class Show implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", description = "The plan.")
    String name = "";

    @Override
    public Integer call() {
      connection.output().tree(connection.api().get("/api/v1/plans/" + Api.step(name)));
      return 0;
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Says everything that is wrong with a plan file, before anything runs.")
  static final class Check implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "The plan as YAML.")
    Path file = Path.of("");

    @Override
    public Integer call() {
      JsonNode answer =
          connection.api().post("/api/v1/plans/check", TextFile.read(file), "application/yaml");
      JsonNode problems = answer.path("problems");
      if (!connection.output().table()) {
        connection.output().tree(answer);
      } else if (problems.isEmpty()) {
        connection.output().line(file + " is valid: " + answer.path("stages").size() + " stages");
      } else {
        connection
            .output()
            .rows(problems, "CODE=/code", "PLACE=/place", "WHAT=/message", "REMEDY=/remedy");
      }
      return problems.isEmpty() ? 0 : 1;
    }
  }
}
