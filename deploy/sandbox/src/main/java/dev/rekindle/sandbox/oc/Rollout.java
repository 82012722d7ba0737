package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.stream.Stream;

/** {@code rollout latest}, {@code restart} and {@code status}. */
final class Rollout {

  private final Api api;
  private final PrintStream out;

  Rollout(Api api, PrintStream out) {
    this.api = api;
    this.out = out;
  }

  /** A DeploymentConfig's next rollout. */
  void latest(Resource config) {
    ObjectNode request = Api.JSON.createObjectNode();
    request.put("kind", "DeploymentRequest").put("apiVersion", "apps.openshift.io/v1");
    request.put("name", config.name()).put("latest", true).put("force", true);
    JsonNode _ = api.post(config, "/instantiate", request);
    out.println("deploymentconfig.apps.openshift.io/" + config.name() + " rolled out");
  }

  /** A Deployment's pods anew, by a new annotation of their template. */
  void restart(Resource deployment) {
    JsonNode _ = api.get(deployment);
    JsonNode _ =
        api.patch(
            deployment,
            "",
            "strategic",
            """
            {"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"%s"}}}}}\
            """
                .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    out.println("deployment.apps/" + deployment.name() + " restarted");
  }

  /** Watches until the rollout of the generation seen is over, well or badly. */
  int status(Resource workload) throws IOException {
    JsonNode list =
        api.get(
            new Resource(workload.kind(), ""), "?fieldSelector=metadata.name=" + workload.name());
    if (list.path("items").isEmpty()) {
      throw new Failure("Error from server (NotFound): " + workload + " not found");
    }
    JsonNode now = list.at("/items/0");
    String last = "";
    String version = list.at("/metadata/resourceVersion").asText();
    try (Stream<String> events = api.watch(workload, version)) {
      Iterator<String> lines = events.iterator();
      while (true) {
        String said = verdict(workload, now);
        if (!said.equals(last)) {
          out.println(said);
        }
        last = said;
        if (said.endsWith("successfully rolled out")) {
          return 0;
        }
        if (said.startsWith("error")) {
          return 1;
        }
        if (!lines.hasNext()) {
          throw new Failure("error: the watch ended before the rollout did");
        }
        now = Api.JSON.readTree(lines.next()).path("object");
      }
    }
  }

  private static String verdict(Resource workload, JsonNode object) {
    String name = "deployment \"" + workload.name() + "\"";
    JsonNode status = object.path("status");
    if (status.path("observedGeneration").asLong() < object.at("/metadata/generation").asLong()) {
      return "Waiting for deployment spec update to be observed...";
    }
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("reason").asText().equals("ProgressDeadlineExceeded")) {
        return "error: " + name + " exceeded its progress deadline";
      }
    }
    int wanted = object.at("/spec/replicas").asInt(1);
    int updated = status.path("updatedReplicas").asInt();
    int all = status.path("replicas").asInt();
    int available = status.path("availableReplicas").asInt();
    if (updated < wanted) {
      return "Waiting for %s rollout to finish: %d out of %d new replicas have been updated..."
          .formatted(name, updated, wanted);
    }
    if (all > updated) {
      return "Waiting for %s rollout to finish: %d old replicas are pending termination..."
          .formatted(name, all - updated);
    }
    if (available < updated) {
      return "Waiting for %s rollout to finish: %d of %d updated replicas are available..."
          .formatted(name, available, updated);
    }
    return name + " successfully rolled out";
  }
}
