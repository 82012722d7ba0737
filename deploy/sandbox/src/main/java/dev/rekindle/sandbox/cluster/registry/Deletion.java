package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Deletes with preconditions, grace, finalizers and propagation. */
public final class Deletion {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private final Registry registry;

  public Deletion(Registry registry) {
    this.registry = registry;
  }

  /**
   * Deletes an object.
   *
   * @param wish DeleteOptions, may be empty
   * @return the object when it stays for a while, else a Status of success
   */
  public ObjectNode delete(Target target, JsonNode wish, boolean dryRun) {
    return registry
        .store()
        .inTransaction(() -> {
          ObjectNode object = registry.get(target);
          check(target, object, wish);
          ObjectNode going = marked(target, object.deepCopy(), wish);
          boolean held = !Json.at(going, "metadata.finalizers").isEmpty();
          int grace = Json.number(going, "metadata.deletionGracePeriodSeconds", 0);
          if (held || grace > 0) {
            boolean same = going.equals(object);
            return dryRun || same ? going : registry.store().put(target.key(), going);
          }
          if (!dryRun) {
            registry.store().remove(target.key());
          }
          return target.kind().equals(KindCatalog.POD) ? going : success(target, object);
        });
  }

  private static void check(Target target, ObjectNode object, JsonNode wish) {
    String revision = Json.text(wish, "preconditions.resourceVersion");
    String current = Json.text(object, "metadata.resourceVersion");
    if (!revision.isEmpty() && !revision.equals(current)) {
      String what =
          "the ResourceVersion in the precondition ("
              + revision
              + ") does not match the ResourceVersion in record ("
              + (current + "). The object might have been modified");
      throw ApiFailure.precondition(target.kind(), target.name(), what);
    }
    String uid = Json.text(wish, "preconditions.uid");
    String own = Json.text(object, "metadata.uid");
    if (!uid.isEmpty() && !uid.equals(own)) {
      String what =
          "the UID in the precondition ("
              + uid
              + ") does not match the UID in record ("
              + (own + "). The object might have been deleted and then recreated");
      throw ApiFailure.precondition(target.kind(), target.name(), what);
    }
  }

  private ObjectNode marked(Target target, ObjectNode object, JsonNode wish) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    finalizer(metadata, wish);
    boolean again = metadata.has("deletionTimestamp");
    int grace = grace(target, object, wish);
    if (again) {
      int left = Json.number(metadata, "deletionGracePeriodSeconds", 0);
      if (grace < left) {
        metadata.put("deletionGracePeriodSeconds", grace).put("deletionTimestamp", after(grace));
      }
      return object;
    }
    metadata.put("deletionTimestamp", after(grace)).put("deletionGracePeriodSeconds", grace);
    if (target.kind().countsGenerations()) {
      metadata.put("generation", Json.number(metadata, "generation", 1) + 1);
    }
    if (target.kind().equals(KindCatalog.NAMESPACE)) {
      Json.ensure(object, "status").put("phase", "Terminating");
      Json.ensureArray(metadata, "finalizers").removeAll().add("kubernetes");
    }
    return object;
  }

  private static void finalizer(ObjectNode metadata, JsonNode wish) {
    String name =
        switch (Json.text(wish, "propagationPolicy")) {
          case "Foreground" -> "foregroundDeletion";
          case "Orphan" -> "orphan";
          default -> "";
        };
    ArrayNode finalizers = Json.ensureArray(metadata, "finalizers");
    if (!name.isEmpty() && !Json.texts(finalizers).contains(name)) {
      finalizers.add(name);
    }
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
    }
  }

  private static int grace(Target target, ObjectNode object, JsonNode wish) {
    if (!target.kind().equals(KindCatalog.POD)
        || ENDED.contains(Json.text(object, "status.phase"))
        || Json.text(object, "spec.nodeName").isEmpty()) {
      return 0;
    }
    int own = Json.number(object, "spec.terminationGracePeriodSeconds", 30);
    return Math.max(0, Json.number(wish, "gracePeriodSeconds", own));
  }

  private String after(int seconds) {
    Instant now = registry.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return now.plus(Duration.ofSeconds(seconds)).toString();
  }

  private static ObjectNode success(Target target, ObjectNode object) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", target.name());
    if (!target.kind().group().isEmpty()) {
      details.put("group", target.kind().group());
    }
    details.put("kind", target.kind().plural()).put("uid", Json.text(object, "metadata.uid"));
    return status;
  }
}
