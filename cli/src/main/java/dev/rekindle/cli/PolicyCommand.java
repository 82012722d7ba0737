package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Everything about trigger policies. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Lists and checks the policies by which alerts start restores.",
    subcommands = {
      PolicyCommand.All.class,
      PolicyCommand.Check.class,
      PolicyCommand.SchemaOf.class
    })
final class PolicyCommand {

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the policies in the order in which they are tried.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      connection
          .output()
          .rows(
              connection.api().get("/api/v1/policies").path("items"),
              "NAME=/name",
              "APPLICATION=/application",
              "MATCH=/match",
              "BACKUP=/backup",
              "APPROVAL=/approval",
              "HOLD DOWN=/holdDown",
              "COOLDOWN=/cooldown");
      return 0;
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Says everything that is wrong with a policy file, before any alert needs it.",
        "Its form, and applications and plans that the coordinator does not know. Exit status 1 when",
        "something is wrong."
      })
  static final class Check implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", description = "The policies as YAML.")
    Path file = Path.of("");

    @Override
    public Integer call() {
      JsonNode answer =
          connection.api().post("/api/v1/policies/check", TextFile.read(file), "application/yaml");
      JsonNode problems = answer.path("problems");
      if (!connection.output().table()) {
        connection.output().tree(answer);
      } else if (problems.isEmpty()) {
        connection.output().line(file + " is valid");
      } else {
        connection.output().rows(problems, "PLACE=/place", "WHAT=/message");
      }
      return problems.isEmpty() ? 0 : 1;
    }
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the JSON Schema of policy files.",
        "An editor with a YAML language server checks and completes a file that begins with:",
        "# yaml-language-server: $schema=policies.schema.json"
      })
  static final class SchemaOf implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      Api api = connection.api();
      String schema = "/api/v1/policies/schema";
      if (connection.output().table()) {
        connection.output().line(api.text(schema).stripTrailing());
      } else {
        connection.output().tree(api.get(schema));
      }
      return 0;
    }
  }
}
