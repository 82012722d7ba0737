package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Deletion;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.registry.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The cluster as controllers see and change it. */
record View(Registry registry, double pace) {
  List<ObjectNode> all(Kind kind) {
    return registry.store().list(kind, "");
  }

  Target target(Kind kind, ObjectNode object) {
    return new Target(
        kind, Json.text(object, "metadata.namespace"), Json.text(object, "metadata.name"));
  }

  /** Objects of a kind whose controller is the owner. */
  List<ObjectNode> ownedBy(ObjectNode owner, Kind kind) {
    String uid = Json.text(owner, "metadata.uid");
    return registry.store().list(kind, Json.text(owner, "metadata.namespace")).stream()
        .filter(o -> controllerOf(o).filter(c -> Json.text(c, "uid").equals(uid)).isPresent())
        .toList();
  }

  static Optional<ObjectNode> controllerOf(ObjectNode object) {
    return Json.objects(Json.at(object, "metadata.ownerReferences")).stream()
        .filter(r -> r.path("controller").asBoolean())
        .findFirst();
  }

  static ObjectNode reference(ObjectNode owner) {
    return Json.object()
        .put("apiVersion", Json.text(owner, "apiVersion"))
        .put("kind", Json.text(owner, "kind"))
        .put("name", Json.text(owner, "metadata.name"))
        .put("uid", Json.text(owner, "metadata.uid"))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  void amend(Kind kind, ObjectNode object, String manager, Consumer<ObjectNode> change) {
    String uid = Json.text(object, "metadata.uid");
    registry.amend(
        target(kind, object),
        manager,
        o -> {
          if (Json.text(o, "metadata.uid").equals(uid)) change.accept(o);
        });
  }

  void delete(Kind kind, ObjectNode object) {
    try {
      ObjectNode wish = Json.object().put("propagationPolicy", "Background");
      Json.ensure(wish, "preconditions").put("uid", Json.text(object, "metadata.uid"));
      new Deletion(registry).delete(target(kind, object), wish, false);
    } catch (ApiFailure gone) {
      if (gone.code() != 404 && gone.code() != 409) {
        throw gone;
      }
    }
  }

  /** Creates a pod from a template under an owner. */
  void createPod(ObjectNode owner, ObjectNode template, String manager) {
    ObjectNode pod = Json.object();
    ObjectNode metadata = Json.ensure(pod, "metadata");
    if (Json.at(template, "metadata") instanceof ObjectNode of) {
      metadata.setAll(of.deepCopy());
    }
    metadata.remove("creationTimestamp");
    metadata.put("generateName", Json.text(owner, "metadata.name") + "-");
    metadata.putArray("ownerReferences").add(reference(owner));
    pod.set("spec", template.path("spec").deepCopy());
    registry.create(
        KindCatalog.POD, Json.text(owner, "metadata.namespace"), pod, registry.own(manager));
  }

  static boolean leaving(ObjectNode object) {
    return Json.has(object, "metadata.deletionTimestamp");
  }

  static boolean ended(ObjectNode pod) {
    return List.of("Succeeded", "Failed").contains(Json.text(pod, "status.phase"));
  }

  static boolean ready(ObjectNode pod) {
    return Json.objects(Json.at(pod, "status.conditions")).stream()
        .anyMatch(
            c -> Json.text(c, "type").equals("Ready") && Json.text(c, "status").equals("True"));
  }

  /** When a condition took its present value. */
  static Instant readySince(ObjectNode pod) {
    return Json.objects(Json.at(pod, "status.conditions")).stream()
        .filter(c -> Json.text(c, "type").equals("Ready"))
        .map(c -> Instant.parse(Json.text(c, "lastTransitionTime")))
        .findFirst()
        .orElse(Instant.MAX);
  }

  Duration scaled(long millis) {
    return Duration.ofMillis((long) (millis * pace));
  }

  /** Sets a number, or removes the field for 0: status numbers of a real cluster are null then. */
  static void count(ObjectNode status, String field, int value) {
    if (value == 0) {
      status.remove(field);
    } else {
      status.put(field, value);
    }
  }
}
