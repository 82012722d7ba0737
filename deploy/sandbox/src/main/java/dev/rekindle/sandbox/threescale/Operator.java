package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.threescale.KubeApi.Kind;
import java.util.List;
import java.util.Map;

/**
 * The 3scale operator 0.12 as far as it fights manual changes: it enforces replicas whose field is
 * set, makes what is missing, restarts both Redis when their configuration changes, and runs its
 * hook Job whenever the generation of system-app changes, which a change of replicas does too.
 */
final class Operator {

  /** Where the custom resource says how many replicas a workload has. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "system-app", "/spec/system/appSpec/replicas",
          "system-sidekiq", "/spec/system/sidekiqSpec/replicas",
          "zync", "/spec/zync/appSpec/replicas",
          "zync-que", "/spec/zync/queSpec/replicas",
          "backend-listener", "/spec/backend/listenerSpec/replicas",
          "backend-worker", "/spec/backend/workerSpec/replicas",
          "backend-cron", "/spec/backend/cronSpec/replicas",
          "apicast-staging", "/spec/apicast/stagingSpec/replicas",
          "apicast-production", "/spec/apicast/productionSpec/replicas");

  private static final String HOOK = "system-app-pre";
  private static final String GENERATION = "system-app-deployment-generation";

  /** Annotation of both Redis that carries the version of their configuration. */
  static final String REDIS_VERSION = "redisConfigMapResourceVersion";

  private final KubeApi api;
  private final Blueprint blueprint;

  Operator(Surroundings around) {
    this.api = around.api();
    this.blueprint = around.blueprint();
  }

  /** Reconciles until it is stopped. */
  int run() throws InterruptedException {
    while (true) {
      try {
        api.get(Kind.API_MANAGER, Blueprint.API_MANAGER).ifPresent(this::reconcile);
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("stopped");
        }
      }
      Thread.sleep(1_000);
    }
  }

  private void reconcile(JsonNode resource) {
    String owner = resource.at("/metadata/uid").asText();
    missing(owner);
    FIELDS.forEach((name, field) -> replicas(name, resource.at(field)));
    redis();
    hook(owner);
  }

  private void missing(String owner) {
    for (String name : blueprint.names("secrets")) {
      if (api.get(Kind.SECRET, name).isEmpty()) {
        api.create(Kind.SECRET, blueprint.secret(name));
      }
    }
    for (String name : blueprint.names("configMaps")) {
      if (api.get(Kind.CONFIG_MAP, name).isEmpty()) {
        api.create(Kind.CONFIG_MAP, blueprint.configMap(name, owner));
      }
    }
    for (String name : blueprint.names("workloads")) {
      if (api.get(Kind.DEPLOYMENT, name).isEmpty()) {
        api.create(Kind.DEPLOYMENT, blueprint.deployment(name, owner));
      }
    }
  }

  private void replicas(String name, JsonNode wanted) {
    if (!wanted.isInt()) {
      return;
    }
    api.get(Kind.DEPLOYMENT, name)
        .filter(deployment -> deployment.at("/spec/replicas").asInt() != wanted.asInt())
        .ifPresent(_ ->
            api.merge(Kind.DEPLOYMENT, name, "{\"spec\":{\"replicas\":" + wanted.asInt() + "}}"));
  }

  private void redis() {
    String version =
        api.get(Kind.CONFIG_MAP, "redis-config")
            .map(map -> map.at("/metadata/resourceVersion").asText())
            .orElse("");
    for (String name : List.of("backend-redis", "system-redis")) {
      JsonNode deployment =
          api.get(Kind.DEPLOYMENT, name).orElseGet(KubeApi.JSON::createObjectNode);
      String seen = deployment.at("/spec/template/metadata/annotations/" + REDIS_VERSION).asText();
      if (!seen.equals(version)) {
        api.merge(
            Kind.DEPLOYMENT,
            name,
            "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
                .formatted(REDIS_VERSION, version));
      }
    }
  }

  private void hook(String owner) {
    JsonNode app = api.get(Kind.DEPLOYMENT, "system-app").orElseGet(KubeApi.JSON::createObjectNode);
    String generation = app.at("/metadata/generation").asText();
    JsonNode job = api.get(Kind.JOB, HOOK).orElseGet(KubeApi.JSON::createObjectNode);
    if (job.at("/metadata/annotations/" + GENERATION).asText().equals(generation)) {
      return;
    }
    if (job.has("metadata")) {
      boolean completed = job.at("/status/succeeded").asInt() > 0;
      if (completed) {
        api.delete(Kind.JOB, HOOK);
      }
      // A failed one is never deleted: the operator of 2.15 stays stuck on it.
      return;
    }
    api.create(Kind.JOB, hookJob(app, generation, owner));
  }

  private static ObjectNode hookJob(JsonNode app, String generation, String owner) {
    ObjectNode job = KubeApi.JSON.createObjectNode();
    job.put("apiVersion", "batch/v1").put("kind", "Job");
    ObjectNode metadata = job.putObject("metadata").put("name", HOOK);
    metadata.putObject("annotations").put(GENERATION, generation);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps.3scale.net/v1alpha1")
        .put("kind", "APIManager")
        .put("name", Blueprint.API_MANAGER)
        .put("uid", owner)
        .put("controller", true);
    ObjectNode spec = job.putObject("spec").put("backoffLimit", 6);
    ObjectNode pod = spec.putObject("template").putObject("spec").put("restartPolicy", "Never");
    ObjectNode container = pod.putArray("containers").addObject();
    JsonNode master = app.at("/spec/template/spec/containers/0");
    container.put("name", "system-master").put("image", master.path("image").asText());
    container
        .putArray("command")
        .add("bundle")
        .add("exec")
        .add("rake")
        .add("boot")
        .add("openshift:deploy");
    container.set("env", master.path("env"));
    return job;
  }
}
