package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes what has no owner left (kinds the server does not know are never collected) and finishes
 * deletions that wait for dependents.
 */
final class GarbageCollector implements Controller {
  private final View view;

  GarbageCollector(View view) {
    this.view = view;
  }

  @Override
  public void sync(Instant now) {
    Set<String> alive = new HashSet<>();
    List<ObjectNode> everything = view.registry().store().everything();
    everything.forEach(o -> alive.add(Json.text(o, "metadata.uid")));
    for (ObjectNode object : everything) {
      List<String> finalizers = Json.texts(Json.at(object, "metadata.finalizers"));
      if (View.leaving(object) && finalizers.contains("orphan")) {
        release(object, everything);
      } else if (View.leaving(object) && finalizers.contains("foregroundDeletion")) {
        foreground(object, everything);
      } else if (!View.leaving(object)) {
        collect(object, alive);
      }
    }
    protectClaims();
    namespaces(everything);
  }

  private Kind kind(ObjectNode object) {
    return view.registry()
        .kinds()
        .byName(Json.text(object, "apiVersion"), Json.text(object, "kind"))
        .orElseThrow();
  }

  private void collect(ObjectNode object, Set<String> alive) {
    List<ObjectNode> owners = Json.objects(Json.at(object, "metadata.ownerReferences"));
    boolean orphaned =
        !owners.isEmpty()
            && owners.stream().noneMatch(r -> alive.contains(Json.text(r, "uid")) || unknown(r));
    if (orphaned) {
      view.delete(kind(object), object);
    }
  }

  private boolean unknown(ObjectNode reference) {
    return view.registry()
        .kinds()
        .byName(Json.text(reference, "apiVersion"), Json.text(reference, "kind"))
        .isEmpty();
  }

  private static List<ObjectNode> dependents(ObjectNode owner, List<ObjectNode> everything) {
    String uid = Json.text(owner, "metadata.uid");
    return everything.stream()
        .filter(o ->
            Json.objects(Json.at(o, "metadata.ownerReferences")).stream()
                .anyMatch(r -> Json.text(r, "uid").equals(uid)))
        .toList();
  }

  private void release(ObjectNode owner, List<ObjectNode> everything) {
    String uid = Json.text(owner, "metadata.uid");
    for (ObjectNode dependent : dependents(owner, everything)) {
      view.amend(kind(dependent), dependent, "kube-controller-manager", o -> withoutOwner(o, uid));
    }
    removeFinalizer(owner, "orphan");
  }

  private static void withoutOwner(ObjectNode object, String uid) {
    ArrayNode kept = Json.array();
    Json.objects(Json.at(object, "metadata.ownerReferences")).stream()
        .filter(r -> !Json.text(r, "uid").equals(uid))
        .forEach(kept::add);
    Json.ensure(object, "metadata").set("ownerReferences", kept);
  }

  private void foreground(ObjectNode owner, List<ObjectNode> everything) {
    List<ObjectNode> dependents = dependents(owner, everything);
    dependents.stream().filter(d -> !View.leaving(d)).forEach(d -> view.delete(kind(d), d));
    if (dependents.isEmpty()) {
      removeFinalizer(owner, "foregroundDeletion");
    }
  }

  private void removeFinalizer(ObjectNode object, String name) {
    view.amend(
        kind(object),
        object,
        "kube-controller-manager",
        o -> {
          ArrayNode kept = Json.array();
          Json.texts(Json.at(o, "metadata.finalizers")).stream()
              .filter(f -> !f.equals(name))
              .forEach(kept::add);
          Json.ensure(o, "metadata").set("finalizers", kept);
        });
  }

  /** A claim that is being deleted goes when no pod uses it any more. */
  private void protectClaims() {
    for (ObjectNode claim : view.all(KindCatalog.CLAIM)) {
      if (View.leaving(claim)) {
        String name = Json.text(claim, "metadata.name");
        boolean used =
            view
                .registry()
                .store()
                .list(KindCatalog.POD, Json.text(claim, "metadata.namespace"))
                .stream()
                .flatMap(p -> Json.objects(Json.at(p, "spec.volumes")).stream())
                .anyMatch(v -> Json.text(v, "persistentVolumeClaim.claimName").equals(name));
        if (!used) {
          removeFinalizer(claim, "kubernetes.io/pvc-protection");
        }
      }
    }
  }

  private void namespaces(List<ObjectNode> everything) {
    for (ObjectNode namespace : view.all(KindCatalog.NAMESPACE)) {
      if (View.leaving(namespace)) {
        String name = Json.text(namespace, "metadata.name");
        List<ObjectNode> inside =
            everything.stream()
                .filter(o -> Json.text(o, "metadata.namespace").equals(name))
                .toList();
        inside.stream().filter(o -> !View.leaving(o)).forEach(o -> view.delete(kind(o), o));
        if (inside.isEmpty()) {
          removeFinalizer(namespace, "kubernetes");
        }
      }
    }
  }
}
