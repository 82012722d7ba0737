package dev.rekindle.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's decision about one restore. */
abstract class DecisionCommand implements Callable<Integer> {

  @Mixin Connection connection = new Connection();
  @Mixin Person person = new Person();

  @Parameters(paramLabel = "ID", index = "0", description = "The restore.")
  String id = "";

  /** The last part of the path. */
  abstract String action();

  /** Adds what this decision needs beyond who and why. */
  void fill(ObjectNode body) {}

  @Override
  public Integer call() {
    ObjectNode body = person.body();
    fill(body);
    connection
        .output()
        .tree(connection.api().post("/api/v1/restores/" + Api.step(id) + "/" + action(), body));
    return 0;
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Approves what was checked.")
  static final class Approve extends DecisionCommand {
    @Option(
        names = "--digest",
        required = true,
        description =
            "The digest that 'restore show' prints: it names plan, backup set and findings.")
    String digest = "";

    @Override
    String action() {
      return "approve";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("digest", digest);
    }
  }

  @Command(
      name = "reject",
      mixinStandardHelpOptions = true,
      description = "Rejects it; nothing was changed.")
  static final class Reject extends DecisionCommand {
    @Override
    String action() {
      return "reject";
    }
  }

  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      description =
          "Starts nothing new; running stages finish, or with --now are cancelled resumably.")
  static final class Hold extends DecisionCommand {
    @Option(names = "--now", description = "Cancel what runs, in a state that can be resumed.")
    boolean now;

    @Override
    String action() {
      return "hold";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("now", now);
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Goes on after a hold.")
  static final class Resume extends DecisionCommand {
    @Override
    String action() {
      return "resume";
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description =
          "Ends it; what was begun keeps its fence, and the report says how to release it.")
  static final class Cancel extends DecisionCommand {
    @Override
    String action() {
      return "cancel";
    }
  }

  @Command(name = "fail", mixinStandardHelpOptions = true, description = "Gives a held restore up.")
  static final class Fail extends DecisionCommand {
    @Override
    String action() {
      return "fail";
    }
  }

  @Command(
      name = "waive",
      mixinStandardHelpOptions = true,
      description = "Accepts one blocking finding by name.")
  static final class Waive extends DecisionCommand {
    @Option(names = "--stage", required = true, description = "The stage whose check found it.")
    String stage = "";

    @Option(names = "--code", required = true, description = "Its code.")
    String code = "";

    @Option(names = "--subject", required = true, description = "Its subject.")
    String subject = "";

    @Override
    String action() {
      return "waive";
    }

    @Override
    void fill(ObjectNode body) {
      body.put("stage", stage).put("code", code).put("subject", subject);
    }
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Runs a stage again; after a success also all stages that need it.")
  static final class Retry extends DecisionCommand {
    @Parameters(paramLabel = "STAGE", index = "1", description = "The stage.")
    String stage = "";

    @Override
    String action() {
      return "stages/" + Api.step(stage) + "/retry";
    }
  }

  @Command(name = "skip", mixinStandardHelpOptions = true, description = "Takes a stage as done.")
  static final class Skip extends DecisionCommand {
    @Parameters(paramLabel = "STAGE", index = "1", description = "The stage.")
    String stage = "";

    @Option(names = "--give", description = "An output that later stages need: NAME.KEY=VALUE.")
    List<String> outputs = new ArrayList<>();

    @Override
    String action() {
      return "stages/" + Api.step(stage) + "/skip";
    }

    @Override
    void fill(ObjectNode body) {
      ObjectNode all = body.putObject("outputs");
      for (String output : outputs) {
        int dot = output.indexOf('.');
        int equals = output.indexOf('=', dot + 1);
        if (dot < 1 || equals < 0) {
          throw new Refused("an output is NAME.KEY=VALUE, not '" + output + "'");
        }
        all.withObject("/" + output.substring(0, dot))
            .put(output.substring(dot + 1, equals), output.substring(equals + 1));
      }
    }
  }
}
