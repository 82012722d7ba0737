package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DeploymentConfigs: a ReplicationController a version, with the phase of the rollout in its
 * annotations.
 */
final class ConfigController implements Controller {
  static final String PHASE = "openshift.io/deployment.phase";
  static final String VERSION = "openshift.io/deployment-config.latest-version";
  private static final String MANAGER = "kube-openshift-controller-manager";

  private final View view;
  private final Map<String, Instant> since = new HashMap<>();

  ConfigController(View view) {
    this.view = view;
  }

  @Override
  public void sync(Instant now) {
    view.all(KindCatalog.DEPLOYMENT_CONFIG).stream()
        .filter(c -> !View.leaving(c))
        .forEach(c -> sync(c, now));
  }

  static String phase(ObjectNode controller) {
    return controller.path("metadata").path("annotations").path(PHASE).asText();
  }

  static int version(ObjectNode controller) {
    return controller.path("metadata").path("annotations").path(VERSION).asInt();
  }

  private void sync(ObjectNode config, Instant now) {
    List<ObjectNode> controllers = view.ownedBy(config, KindCatalog.REPLICATION_CONTROLLER);
    int latest = Json.number(config, "status.latestVersion", 0);
    Optional<ObjectNode> current =
        controllers.stream().filter(c -> version(c) == latest).findFirst();
    if (changed(config, current, latest)) {
      view.amend(KindCatalog.DEPLOYMENT_CONFIG, config, MANAGER, c -> trigger(c, latest + 1));
      return;
    }
    if (latest > 0 && current.isEmpty()) {
      create(config, latest);
      return;
    }
    List<ObjectNode> old = controllers.stream().filter(c -> version(c) != latest).toList();
    current.ifPresent(c -> roll(config, c, old, now));
    new ConfigStatus(view, config, current, controllers).write();
  }

  private static boolean changed(ObjectNode config, Optional<ObjectNode> current, int latest) {
    boolean triggered =
        Json.objects(Json.at(config, "spec.triggers")).stream()
            .anyMatch(t -> Json.text(t, "type").equals("ConfigChange"));
    if (!triggered || Json.at(config, "spec.paused").asBoolean()) {
      return false;
    }
    return latest == 0
        || current.filter(c -> !plain(c).equals(TemplateHash.clean(config))).isPresent();
  }

  /** The template of a controller without what its rollout added. */
  private static ObjectNode plain(ObjectNode controller) {
    ObjectNode template = TemplateHash.clean(controller);
    ObjectNode labels = Json.ensure(template, "metadata.labels");
    labels.remove(List.of("deployment", "deploymentconfig"));
    ObjectNode annotations = Json.ensure(template, "metadata.annotations");
    annotations.remove(
        List.of(VERSION, "openshift.io/deployment-config.name", "openshift.io/deployment.name"));
    if (annotations.isEmpty()) {
      Json.ensure(template, "metadata").remove("annotations");
    }
    return template;
  }

  private static void trigger(ObjectNode config, int version) {
    ObjectNode status = Json.ensure(config, "status");
    status.put("latestVersion", version);
    ObjectNode details = status.putObject("details").put("message", "config change");
    details.putArray("causes").addObject().put("type", "ConfigChange");
  }

  private void create(ObjectNode config, int version) {
    String name = Json.text(config, "metadata.name");
    ObjectNode controller = Json.object();
    ObjectNode metadata = Json.ensure(controller, "metadata").put("name", name + "-" + version);
    metadata.putObject("labels").put("openshift.io/deployment-config.name", name);
    metadata
        .putObject("annotations")
        .put(PHASE, "Pending")
        .put(VERSION, Integer.toString(version))
        .put("openshift.io/deployment-config.name", name)
        .put("openshift.io/deployment.replicas", Json.text(config, "spec.replicas"))
        .put("openshift.io/deployment.status-reason", Json.text(config, "status.details.message"))
        .put("openshift.io/encoded-deployment-config", Json.write(config));
    metadata.putArray("ownerReferences").add(View.reference(config));
    ObjectNode spec = Json.ensure(controller, "spec").put("replicas", 0);
    spec.set("selector", Json.at(config, "spec.selector").deepCopy());
    Json.ensure(spec, "selector")
        .put("deployment", name + "-" + version)
        .put("deploymentconfig", name);
    spec.set("template", Json.at(config, "spec.template").deepCopy());
    Json.ensure(spec, "template.metadata.labels")
        .put("deployment", name + "-" + version)
        .put("deploymentconfig", name);
    Json.ensure(spec, "template.metadata.annotations")
        .put(VERSION, Integer.toString(version))
        .put("openshift.io/deployment-config.name", name)
        .put("openshift.io/deployment.name", name + "-" + version);
    try {
      view.registry()
          .create(
              KindCatalog.REPLICATION_CONTROLLER,
              Json.text(config, "metadata.namespace"),
              controller,
              view.registry().own(MANAGER));
    } catch (ApiFailure exists) {
      since.remove(name);
    }
  }

  private void roll(ObjectNode config, ObjectNode current, List<ObjectNode> old, Instant now) {
    String key = Json.text(current, "metadata.uid") + phase(current);
    Instant began = since.computeIfAbsent(key, k -> now);
    int wanted = Json.number(config, "spec.replicas", 0);
    old.stream()
        .filter(c -> List.of("Pending", "Running").contains(phase(c)))
        .forEach(c -> phase(c, "Failed"));
    switch (phase(current)) {
      case "Pending" -> {
        if (now.isAfter(began.plus(view.scaled(1000)))) {
          phase(current, "Running");
        }
      }
      case "Running" -> replace(config, current, old, began, now);
      case "Complete" -> {
        old.forEach(c -> scale(c, 0));
        scale(current, wanted);
      }
      default -> {
        scale(current, 0);
        old.stream()
            .filter(c -> phase(c).equals("Complete"))
            .reduce((a, b) -> version(a) > version(b) ? a : b)
            .ifPresent(c -> scale(c, wanted));
      }
    }
  }

  private void replace(
      ObjectNode config, ObjectNode current, List<ObjectNode> old, Instant began, Instant now) {
    boolean recreate = Json.text(config, "spec.strategy.type").equals("Recreate");
    int wanted = Json.number(config, "spec.replicas", 0);
    boolean oldAlive =
        old.stream()
            .flatMap(c -> view.ownedBy(c, KindCatalog.POD).stream())
            .anyMatch(p -> !View.ended(p));
    boolean ready =
        Json.number(current, "spec.replicas", 0) == wanted
            && Json.number(current, "status.readyReplicas", 0) == wanted;
    if (recreate) {
      old.forEach(c -> scale(c, 0));
    }
    if (!recreate || !oldAlive) {
      scale(current, wanted);
    }
    if (ready && !recreate) {
      old.forEach(c -> scale(c, 0));
    }
    if (ready && (recreate || !oldAlive)) {
      Instant whole = since.computeIfAbsent(Json.text(current, "metadata.uid") + "ready", k -> now);
      if (now.isAfter(whole.plus(view.scaled(1900)))) {
        phase(current, "Complete");
      }
    }
    int timeout =
        Json.number(
            config,
            "spec.strategy." + (recreate ? "recreateParams" : "rollingParams") + ".timeoutSeconds",
            600);
    if (!ready && now.isAfter(began.plusSeconds(timeout))) {
      phase(current, "Failed");
    }
  }

  private void phase(ObjectNode controller, String phase) {
    view.amend(
        KindCatalog.REPLICATION_CONTROLLER,
        controller,
        MANAGER,
        c -> Json.ensure(c, "metadata.annotations").put(PHASE, phase));
  }

  private void scale(ObjectNode controller, int replicas) {
    if (Json.number(controller, "spec.replicas", 0) != replicas) {
      view.amend(
          KindCatalog.REPLICATION_CONTROLLER,
          controller,
          MANAGER,
          c -> Json.ensure(c, "spec").put("replicas", replicas));
    }
  }
}
