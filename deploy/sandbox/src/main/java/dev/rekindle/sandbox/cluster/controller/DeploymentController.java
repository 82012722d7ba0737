package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Deployments: one ReplicaSet a template, RollingUpdate or Recreate, conditions and the progress
 * deadline.
 */
final class DeploymentController implements Controller {
  private static final String MANAGER = "kube-controller-manager";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final View view;

  DeploymentController(View view) {
    this.view = view;
  }

  @Override
  public void sync(Instant now) {
    view.all(KindCatalog.DEPLOYMENT).stream()
        .filter(d -> !View.leaving(d))
        .forEach(d -> sync(d, now));
  }

  private void sync(ObjectNode deployment, Instant now) {
    List<ObjectNode> sets =
        view.ownedBy(deployment, KindCatalog.REPLICA_SET).stream()
            .filter(s -> !View.leaving(s))
            .toList();
    ObjectNode template = TemplateHash.clean(deployment);
    Optional<ObjectNode> current =
        sets.stream().filter(s -> TemplateHash.clean(s).equals(template)).findFirst();
    boolean paused = Json.at(deployment, "spec.paused").asBoolean();
    List<ObjectNode> old = sets.stream().filter(s -> !current.equals(Optional.of(s))).toList();
    if (current.isEmpty() && !paused) {
      boolean first = sets.isEmpty();
      if (create(deployment, sets, first || !recreate(deployment))) {
        return;
      }
    }
    if (current.isPresent()) {
      revise(deployment, current.get(), old);
      roll(deployment, current.get(), old);
    }
    new DeploymentStatus(view, deployment, current, sets).write(now);
  }

  private static boolean recreate(ObjectNode deployment) {
    return Json.text(deployment, "spec.strategy.type").equals("Recreate");
  }

  private static int wanted(ObjectNode workload) {
    return Json.number(workload, "spec.replicas", 0);
  }

  /** Creates the ReplicaSet of the present template; a Recreate scales the old ones down before. */
  private boolean create(ObjectNode deployment, List<ObjectNode> old, boolean atOnce) {
    if (!atOnce) {
      old.stream().filter(s -> wanted(s) > 0).forEach(s -> scale(s, 0));
      boolean alive =
          old.stream()
              .flatMap(s -> view.ownedBy(s, KindCatalog.POD).stream())
              .anyMatch(p -> !View.ended(p));
      if (alive) {
        return false;
      }
    }
    String hash = TemplateHash.of(deployment);
    ObjectNode set = Json.object();
    ObjectNode metadata = Json.ensure(set, "metadata");
    metadata.put("name", Json.text(deployment, "metadata.name") + "-" + hash);
    metadata.set("labels", Json.at(deployment, "spec.template.metadata.labels").deepCopy());
    Json.ensure(metadata, "labels").put("pod-template-hash", hash);
    Json.ensure(set, "metadata.annotations").put(REVISION, Integer.toString(highest(old) + 1));
    metadata.putArray("ownerReferences").add(View.reference(deployment));
    ObjectNode spec = Json.ensure(set, "spec");
    int replicas =
        old.isEmpty() || recreate(deployment) ? wanted(deployment) : room(deployment, old);
    spec.put("replicas", replicas);
    spec.set("selector", Json.at(deployment, "spec.selector").deepCopy());
    Json.ensure(spec, "selector.matchLabels").put("pod-template-hash", hash);
    spec.set("template", Json.at(deployment, "spec.template").deepCopy());
    Json.ensure(spec, "template.metadata.labels").put("pod-template-hash", hash);
    try {
      view.registry()
          .create(
              KindCatalog.REPLICA_SET,
              Json.text(deployment, "metadata.namespace"),
              set,
              view.registry().own(MANAGER));
    } catch (ApiFailure exists) {
      return false;
    }
    return true;
  }

  private static int room(ObjectNode deployment, List<ObjectNode> old) {
    int most = wanted(deployment) + share(deployment, "maxSurge", true);
    int running = old.stream().mapToInt(DeploymentController::wanted).sum();
    return Math.max(0, Math.min(wanted(deployment), most - running));
  }

  static int share(ObjectNode deployment, String field, boolean up) {
    String text = Json.text(deployment, "spec.strategy.rollingUpdate." + field);
    if (!text.endsWith("%")) {
      return text.isEmpty() ? 1 : Integer.parseInt(text);
    }
    double exact =
        wanted(deployment) * Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    return (int) (up ? Math.ceil(exact) : Math.floor(exact));
  }

  private static int highest(List<ObjectNode> sets) {
    return sets.stream().mapToInt(DeploymentController::revision).max().orElse(0);
  }

  private static int revision(ObjectNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asInt(0);
  }

  /**
   * The present ReplicaSet carries the highest revision, also after an undo; the Deployment shows
   * it.
   */
  private void revise(ObjectNode deployment, ObjectNode current, List<ObjectNode> old) {
    int highest = highest(old);
    int own = revision(current) > highest ? revision(current) : highest + 1;
    if (own != revision(current)) {
      view.amend(KindCatalog.REPLICA_SET, current, MANAGER, o -> annotate(o, own));
    }
    if (own != revision(deployment)) {
      view.amend(KindCatalog.DEPLOYMENT, deployment, MANAGER, o -> annotate(o, own));
    }
  }

  private static void annotate(ObjectNode object, int revision) {
    Json.ensure(object, "metadata.annotations").put(REVISION, Integer.toString(revision));
  }

  private void roll(ObjectNode deployment, ObjectNode current, List<ObjectNode> old) {
    List<ObjectNode> living = old.stream().filter(s -> wanted(s) > 0).toList();
    int wanted = wanted(deployment);
    if (recreate(deployment)) {
      boolean alive = living.stream().findAny().isPresent();
      living.forEach(s -> scale(s, 0));
      if (!alive) {
        scale(current, wanted);
      }
      return;
    }
    if (living.isEmpty()) {
      scale(current, wanted);
      return;
    }
    int running = living.stream().mapToInt(DeploymentController::wanted).sum();
    int most = wanted + share(deployment, "maxSurge", true);
    int up = Math.clamp(most - running, Math.min(wanted(current), wanted), wanted);
    scale(current, up);
    int least = wanted - least(deployment);
    int available =
        living.stream().mapToInt(s -> Json.number(s, "status.availableReplicas", 0)).sum()
            + Json.number(current, "status.availableReplicas", 0);
    int spare = Math.max(0, available - least);
    for (ObjectNode set :
        living.stream()
            .sorted(Comparator.comparing(s -> Json.text(s, "metadata.creationTimestamp")))
            .toList()) {
      int broken = wanted(set) - Json.number(set, "status.availableReplicas", 0);
      int down = Math.min(wanted(set), spare + Math.max(0, broken));
      spare = Math.max(0, spare - down);
      scale(set, wanted(set) - down);
    }
  }

  private static int least(ObjectNode deployment) {
    int unavailable = share(deployment, "maxUnavailable", false);
    return unavailable == 0 && share(deployment, "maxSurge", true) == 0 ? 1 : unavailable;
  }

  private void scale(ObjectNode set, int replicas) {
    if (wanted(set) != replicas) {
      view.amend(
          KindCatalog.REPLICA_SET,
          set,
          MANAGER,
          o -> Json.ensure(o, "spec").put("replicas", replicas));
    }
  }
}
