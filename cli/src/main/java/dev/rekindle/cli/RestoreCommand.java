package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything about restores. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "Starts restores, shows them and decides about them.",
    footer =
        "verify BUNDLE, a verb of the launcher, checks what export wrote, without a coordinator.",
    subcommands = {
      RestoreCommand.Start.class,
      RestoreCommand.All.class,
      RestoreCommand.Show.class,
      RestoreCommand.Journal.class,
      ExportCommand.class,
      WatchCommand.class,
      DecisionCommand.Approve.class,
      DecisionCommand.Reject.class,
      DecisionCommand.Hold.class,
      DecisionCommand.Resume.class,
      DecisionCommand.Cancel.class,
      DecisionCommand.Fail.class,
      DecisionCommand.Waive.class,
      DecisionCommand.Retry.class,
      DecisionCommand.Skip.class
    })
final class RestoreCommand {

  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = "Starts a restore or a dry run.")
  static final class Start implements Callable<Integer> {
    @Mixin Connection connection = new Connection();
    @Mixin Person person = new Person();

    @Parameters(paramLabel = "APPLICATION", description = "The application to restore.")
    String application = "";

    @Option(
        names = "--backup",
        required = true,
        description = "Name of the backup set, 'newest', or 'newest-verified'.")
    String backup = "";

    @Option(names = "--plan", description = "Another plan than the application's own.")
    @Nullable String plan;

    @Option(names = "--dry-run", description = "Only run the checks; change nothing.")
    boolean dryRun;

    @Option(names = "--only", split = ",", description = "Only these stages and what they need.")
    List<String> only = new ArrayList<>();

    @Option(names = "--pause-before", split = ",", description = "Hold before these stages.")
    List<String> pauseBefore = new ArrayList<>();

    @Option(
        names = {"-p", "--parameter"},
        description = "A parameter of the plan, NAME=VALUE.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
        names = "--approval",
        description =
            "Who must agree before anything changes, one of ${COMPLETION-CANDIDATES}"
                + " (default: the coordinator's setting).")
    @Nullable Approval approval;

    /** As the API spells it. */
    enum Approval {
      NONE,
      REQUIRED,
      TWO_PERSONS;

      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }

    @Override
    public Integer call() {
      connection.output().tree(connection.api().post("/api/v1/restores", body()));
      return 0;
    }

    ObjectNode body() {
      ObjectNode body = Api.body();
      body.put("application", application)
          .put("backupSet", backup)
          .put("mode", dryRun ? "dry-run" : "restore");
      body.put("requestedBy", person.by).put("reason", person.reason);
      if (plan != null) {
        body.put("plan", plan);
      }
      only.forEach(body.putArray("only")::add);
      pauseBefore.forEach(body.putArray("pauseBefore")::add);
      ObjectNode values = body.putObject("parameters");
      parameters.forEach(values::put);
      if (approval != null) {
        body.put("approval", approval.toString());
      }
      return body;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists restores, newest first.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      JsonNode answer = connection.api().get("/api/v1/restores");
      connection
          .output()
          .rows(
              answer.isArray() ? answer : answer.path("items"),
              "ID=/id",
              "APPLICATION=/application",
              "CLUSTER=/cluster",
              "STATE=/state",
              "STARTED=/startedAt",
              "REASON=/reason");
      return 0;
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Shows one restore: stages, findings, and before an approval what will be lost.")
  static final class Show implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "The restore.")
    String id = "";

    @Override
    public Integer call() {
      connection.output().tree(connection.api().get("/api/v1/restores/" + Api.step(id)));
      return 0;
    }
  }

  @Command(
      name = "journal",
      mixinStandardHelpOptions = true,
      description = "Prints every fact of a restore.")
  static final class Journal implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "The restore.")
    String id = "";

    @Override
    public Integer call() {
      connection
          .output()
          .tree(connection.api().get("/api/v1/restores/" + Api.step(id) + "/journal"));
      return 0;
    }
  }
}
