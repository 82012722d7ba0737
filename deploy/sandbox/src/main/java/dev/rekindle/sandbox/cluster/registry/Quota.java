package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.util.Set;

/** The quota on the number of pods, which is what hinders a restore. */
record Quota(Registry registry) {
  void admit(Kind kind, ObjectNode object) {
    if (!kind.equals(KindCatalog.POD)) {
      return;
    }
    String namespace = Json.text(object, "metadata.namespace");
    for (ObjectNode quota : registry.store().list(KindCatalog.QUOTA, namespace)) {
      String limit = Json.text(quota.path("spec").path("hard"), "pods");
      long used =
          registry.store().list(KindCatalog.POD, namespace).stream()
              .filter(p -> !Set.of("Succeeded", "Failed").contains(Json.text(p, "status.phase")))
              .count();
      if (!limit.isEmpty() && used >= Long.parseLong(limit)) {
        String why =
            "exceeded quota: %s, requested: pods=1, used: pods=%d, limited: pods=%s"
                .formatted(Json.text(quota, "metadata.name"), used, limit);
        throw ApiFailure.forbidden("", "pods", Json.text(object, "metadata.name"), why);
      }
    }
  }
}
