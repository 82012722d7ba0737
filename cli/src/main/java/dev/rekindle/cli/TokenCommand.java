package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.access.TokenText;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens of machines. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Tokens for machines and for people without an identity provider.",
      "A token is shown once; keep it in a file that only you can read, and give it to the commands by",
      "--token-file or REKINDLE_TOKEN, never as an argument."
    },
    subcommands = {
      TokenCommand.Generate.class,
      TokenCommand.Create.class,
      TokenCommand.All.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand {

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the first administrator's token, without a coordinator: the token on standard output,",
        "its hash, which goes into the coordinator's settings, on standard error; with -o json or yaml",
        "both on standard output."
      })
  static final class Generate implements Callable<Integer> {
    @Mixin Format format = new Format();

    @Override
    public Integer call() {
      TokenText token = TokenText.draw(new SecureRandom());
      Output output = format.output();
      if (output.table()) {
        output.line(token.whole());
        System.err.println("rekindle.coordinator.access.admin-token-hash=" + token.hash());
      } else {
        output.tree(Api.body().put("token", token.whole()).put("hash", token.hash()));
      }
      return 0;
    }
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description =
          "Makes a token and prints it, alone, on standard output; with -o json or yaml the answer.")
  static final class Create implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", description = "Who it will be in the journal: token:NAME.")
    String name = "";

    @Option(
        names = "--grant",
        required = true,
        split = ",",
        paramLabel = "ROLE[:APPLICATION]",
        description = {
          "What it may do, once or more often: viewer, operator, approver, admin, or alerts for",
          "Alertmanager; without an application for all of them."
        })
    List<String> grants = List.of();

    @Option(
        names = "--lifetime",
        defaultValue = "P90D",
        description = "How long it opens anything, ISO 8601 (default: ${DEFAULT-VALUE}).")
    String lifetime = "";

    @Override
    public Integer call() {
      ObjectNode body = Api.body().put("name", name).put("lifetime", lifetime);
      grants.forEach(body.putArray("grants")::add);
      JsonNode made = connection.api().post("/api/v1/tokens", body);
      Output output = connection.output();
      if (output.table()) {
        output.line(made.path("token").asText());
        System.err.println(
            "token " + made.path("id").asText() + " until " + made.path("expiresAt").asText());
      } else {
        output.tree(made);
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists all tokens there ever were.")
  static final class All implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Override
    public Integer call() {
      connection
          .output()
          .rows(
              connection.api().get("/api/v1/tokens").path("items"),
              "ID=/id",
              "NAME=/name",
              "STATE=/state",
              "GRANTS=/grants",
              "EXPIRES=/expiresAt",
              "USED=/usedAt",
              "BY=/createdBy");
      return 0;
    }
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a token at once.")
  static final class Revoke implements Callable<Integer> {
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "ID", description = "As list shows it.")
    String id = "";

    @Override
    public Integer call() {
      connection.api().delete("/api/v1/tokens/" + Api.step(id));
      return 0;
    }
  }
}
