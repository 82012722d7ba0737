package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a backup set by a plan that ends with sealing one. */
@Command(
    name = "make",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a backup set of an application while it runs, by a plan that makes one.",
      "Its name, in the application's store, is made of time, application and order; 'newest' takes it once",
      "it is whole and compared. Nobody is asked for approval by a plan that changes nothing."
    })
final class BackupMakeCommand implements Callable<Integer> {

  @Mixin Connection connection = new Connection();
  @Mixin Person person = new Person();

  @Parameters(paramLabel = "APPLICATION", description = "The application to save.")
  String application = "";

  @Option(
      names = "--plan",
      required = true,
      description = "The plan that makes the set, such as threescale-backup.")
  String plan = "";

  @Option(names = "--dry-run", description = "Only run the checks; make nothing.")
  boolean dryRun;

  @Option(
      names = {"-p", "--parameter"},
      description = "A parameter of the plan, NAME=VALUE.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--watch",
      description = "Follow it to its end. Exit status 0 only when the set was made.")
  boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    JsonNode started = connection.api().post("/api/v1/restores", body());
    if (!watch) {
      connection.output().tree(started);
      return 0;
    }
    WatchCommand follower = new WatchCommand();
    follower.connection = connection;
    follower.id = started.path("id").asText();
    return follower.call();
  }

  ObjectNode body() {
    ObjectNode body = Api.body();
    body.put("application", application).put("plan", plan);
    body.put("mode", dryRun ? "dry-run" : "restore");
    body.put("requestedBy", person.by).put("reason", person.reason);
    ObjectNode values = body.putObject("parameters");
    parameters.forEach(values::put);
    return body;
  }
}
