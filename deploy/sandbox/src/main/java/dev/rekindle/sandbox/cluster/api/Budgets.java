package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.object.Selector;
import dev.rekindle.sandbox.cluster.registry.Registry;
import java.util.List;

/** Pod disruption budgets. */
record Budgets(Registry registry) {
  void check(ObjectNode pod) {
    String namespace = Json.text(pod, "metadata.namespace");
    for (ObjectNode budget : registry.store().list(KindCatalog.BUDGET, namespace)) {
      var selector = Selector.ofSpec(Json.at(budget, "spec.selector"));
      if (selector.test(pod)) {
        List<ObjectNode> pods =
            registry.store().list(KindCatalog.POD, namespace).stream().filter(selector).toList();
        long healthy = pods.stream().filter(Budgets::healthy).count();
        long needed = needed(budget, pods.size());
        if (healthy - 1 < needed && healthy(pod)) {
          refuse(Json.text(budget, "metadata.name"), needed, healthy);
        }
      }
    }
  }

  private static boolean healthy(JsonNode pod) {
    return !Json.has(pod, "metadata.deletionTimestamp")
        && Json.objects(Json.at(pod, "status.conditions")).stream()
            .anyMatch(
                c -> Json.text(c, "type").equals("Ready") && Json.text(c, "status").equals("True"));
  }

  private static long needed(ObjectNode budget, int pods) {
    String least = Json.text(budget, "spec.minAvailable");
    String most = Json.text(budget, "spec.maxUnavailable");
    return least.isEmpty() ? pods - count(most, pods) : count(least, pods);
  }

  private static long count(String text, int of) {
    return text.endsWith("%")
        ? (long) Math.ceil(of * Double.parseDouble(text.substring(0, text.length() - 1)) / 100)
        : Long.parseLong(text.isEmpty() ? "0" : text);
  }

  private static void refuse(String budget, long needed, long healthy) {
    String why =
        "The disruption budget %s needs %d healthy pods and has %d currently"
            .formatted(budget, needed, healthy);
    throw ApiFailure.of(
            429,
            "TooManyRequests",
            "Cannot evict pod as it would violate the pod's disruption budget.")
        .causes(List.of(new ApiFailure.Cause("DisruptionBudget", why, "")));
  }
}
