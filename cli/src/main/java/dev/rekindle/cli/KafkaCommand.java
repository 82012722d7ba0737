package dev.rekindle.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.KafkaRight;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a broker with an authorizer must allow. */
@Command(
    name = "kafka",
    mixinStandardHelpOptions = true,
    description = "Prints what a Kafka broker must let workers do.",
    subcommands = {KafkaCommand.Acls.class, KafkaCommand.User.class})
final class KafkaCommand {

  /** Which workers. */
  static final class Workers {
    @Parameters(
        paramLabel = "POOL",
        description = "The workers' pool, one of ${COMPLETION-CANDIDATES}.")
    Pool pool = Pool.DB;

    @Option(
        names = "--cluster",
        required = true,
        split = ",",
        description = "A cluster that they serve; more than one where they serve several.")
    List<String> clusters = List.of();

    @Option(
        names = "--topics-exist",
        description = "Somebody else makes their topics; they need not be allowed to.")
    boolean topicsExist;

    List<KafkaRight> rights() {
      return KafkaRight.ofWorkers(pool, clusters, !topicsExist);
    }

    String user() {
      return "worker-" + pool.wireName() + "-" + String.join("-", clusters);
    }
  }

  private static Stream<String> operations(KafkaRight right) {
    return right.operations().stream()
        .map(operation ->
            operation.name().charAt(0) + operation.name().substring(1).toLowerCase(Locale.ROOT));
  }

  @Command(
      name = "acls",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the commands of Kafka's kafka-acls.sh that give one pool's workers what they need and",
        "nothing else; with -o json or yaml what they are made of. Needs no coordinator."
      })
  static final class Acls implements Callable<Integer> {
    @Mixin Format format = new Format();
    @Mixin Workers workers = new Workers();

    @Option(
        names = "--principal",
        description = "Who they are to the broker (default: User:worker-POOL-CLUSTER).")
    String principal = "";

    @Override
    public Integer call() {
      String who = principal.isEmpty() ? "User:" + workers.user() : principal;
      Output output = format.output();
      ArrayNode all = Api.JSON.createArrayNode();
      for (KafkaRight right : workers.rights()) {
        if (output.table()) {
          output.line(command(right, who));
        }
        ObjectNode one =
            all.addObject()
                .put("principal", who)
                .put("resource", right.resource().name().toLowerCase(Locale.ROOT))
                .put("name", right.name())
                .put("pattern", right.prefix() ? "prefixed" : "literal");
        operations(right).forEach(one.putArray("operations")::add);
      }
      if (!output.table()) {
        output.tree(all);
      }
      return 0;
    }

    private static String command(KafkaRight right, String who) {
      StringBuilder command =
          new StringBuilder(
              "kafka-acls.sh --bootstrap-server \"$BROKERS\" --command-config admin.properties --add");
      command.append(" --allow-principal '").append(who.replace("'", "'\\''")).append('\'');
      operations(right).forEach(operation -> command.append(" --operation ").append(operation));
      command
          .append(right.resource() == KafkaRight.Resource.TOPIC ? " --topic " : " --group ")
          .append(right.name());
      return command.append(right.prefix() ? " --resource-pattern-type prefixed" : "").toString();
    }
  }

  @Command(
      name = "user",
      mixinStandardHelpOptions = true,
      description = {
        "Prints the same as a KafkaUser, which the operator of Strimzi or AMQ Streams makes true.",
        "Needs no coordinator."
      })
  static final class User implements Callable<Integer> {
    @Mixin Format format = new Format();
    @Mixin Workers workers = new Workers();

    @Option(
        names = "--kafka",
        required = true,
        paramLabel = "NAME",
        description = "Name of the Kafka resource.")
    String kafka = "";

    @Option(
        names = "--authentication",
        defaultValue = "tls",
        description = "Its type: tls or scram-sha-512 (default: ${DEFAULT-VALUE}).")
    String authentication = "tls";

    @Override
    public Integer call() {
      ObjectNode user =
          Api.body().put("apiVersion", "kafka.strimzi.io/v1beta2").put("kind", "KafkaUser");
      user.putObject("metadata")
          .put("name", workers.user())
          .putObject("labels")
          .put("strimzi.io/cluster", kafka);
      ObjectNode spec = user.putObject("spec");
      spec.putObject("authentication").put("type", authentication);
      ArrayNode acls = spec.putObject("authorization").put("type", "simple").putArray("acls");
      for (KafkaRight right : workers.rights()) {
        ObjectNode acl = acls.addObject();
        acl.putObject("resource")
            .put("type", right.resource().name().toLowerCase(Locale.ROOT))
            .put("name", right.name())
            .put("patternType", right.prefix() ? "prefix" : "literal");
        operations(right).forEach(acl.putArray("operations")::add);
      }
      format.output().tree(user);
      return 0;
    }
  }
}
