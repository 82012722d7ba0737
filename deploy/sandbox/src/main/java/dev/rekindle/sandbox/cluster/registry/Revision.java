package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry.Part;
import java.util.List;
import java.util.Optional;

/** From an object and what a writer proposes to the object that will be stored. */
record Revision(Target target, ObjectNode before, Part part, WriteOptions options) {
  private static final List<String> SERVERS =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation");

  /** The next state; empty when nothing changes. */
  Optional<ObjectNode> of(ObjectNode proposed) {
    Kind kind = target.kind();
    fence(proposed);
    ObjectNode after = Bodies.normalized(kind, proposed, options);
    if (part != Part.EVERYTHING) {
      restoreServerFields(after);
      protectOtherPart(after);
    }
    Defaults.fill(kind, after);
    Validation.check(kind, before, after);
    countGeneration(after);
    ObjectNode metadata = Json.ensure(after, "metadata");
    metadata.set("resourceVersion", Json.at(before, "metadata.resourceVersion"));
    if (part == Part.APPLIED) {
      return Optional.of(after).filter(a -> !a.equals(before));
    }
    copy("managedFields", metadata);
    if (after.equals(before)) {
      return Optional.empty();
    }
    ManagedFields.claim(kind, before, after, options, part == Part.STATUS);
    return Optional.of(after);
  }

  private void fence(ObjectNode proposed) {
    String revision = Json.text(proposed, "metadata.resourceVersion");
    if (!revision.isEmpty() && !revision.equals(Json.text(before, "metadata.resourceVersion"))) {
      throw ApiFailure.stale(target.kind(), target.name());
    }
    String uid = Json.text(proposed, "metadata.uid");
    String own = Json.text(before, "metadata.uid");
    if (!uid.isEmpty() && !uid.equals(own)) {
      String what =
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, own);
      throw ApiFailure.precondition(target.kind(), target.name(), what);
    }
  }

  private void restoreServerFields(ObjectNode after) {
    ObjectNode metadata = Json.ensure(after, "metadata");
    SERVERS.forEach(field -> copy(field, metadata));
  }

  private void copy(String field, ObjectNode metadata) {
    JsonNode old = before.path("metadata").path(field);
    if (old.isMissingNode()) {
      metadata.remove(field);
    } else {
      metadata.set(field, old.deepCopy());
    }
  }

  private void protectOtherPart(ObjectNode after) {
    if (!target.kind().hasStatus()) {
      return;
    }
    JsonNode asked = Json.at(after, "status.latestVersion");
    String other = part == Part.STATUS ? "spec" : "status";
    JsonNode old = before.path(other);
    if (old.isMissingNode()) {
      after.remove(other);
    } else {
      after.set(other, old.deepCopy());
    }
    // A DeploymentConfig's latestVersion may be raised by one through the main resource: that is
    // how deployLatest works.
    boolean config = target.kind().name().equals("DeploymentConfig") && part == Part.MAIN;
    if (config && asked.asInt() == Json.number(before, "status.latestVersion", 0) + 1) {
      Json.ensure(after, "status").set("latestVersion", asked);
    }
  }

  private void countGeneration(ObjectNode after) {
    if (!target.kind().countsGenerations()) {
      return;
    }
    boolean bound = target.kind().equals(KindCatalog.POD) && part == Part.EVERYTHING;
    boolean changed = !bound && !before.path("spec").equals(after.path("spec"));
    boolean annotations =
        target.kind().name().equals("Deployment")
            && part != Part.EVERYTHING
            && !Json.at(before, "metadata.annotations")
                .equals(Json.at(after, "metadata.annotations"));
    boolean latest =
        part == Part.MAIN
            && !Json.at(before, "status.latestVersion")
                .equals(Json.at(after, "status.latestVersion"));
    if (changed || annotations || latest) {
      int generation = Json.number(before, "metadata.generation", 0);
      Json.ensure(after, "metadata").put("generation", generation + 1);
    }
  }
}
