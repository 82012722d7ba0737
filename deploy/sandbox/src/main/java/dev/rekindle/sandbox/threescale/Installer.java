package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.data.BackendRedis;
import dev.rekindle.sandbox.data.Population;
import dev.rekindle.sandbox.data.PortaDatabase;
import dev.rekindle.sandbox.data.StorageRewrite;
import dev.rekindle.sandbox.data.SystemRedis;
import dev.rekindle.sandbox.data.Uploads;
import dev.rekindle.sandbox.data.ZyncDatabase;
import dev.rekindle.sandbox.server.Waiting;
import dev.rekindle.sandbox.threescale.KubeApi.Kind;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Installs 3scale into the cluster: stores first, then their data, then everything that writes. */
public final class Installer {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Surroundings around;
  private final KubeApi api;
  private final Blueprint blueprint;

  public Installer(Surroundings around) {
    this.around = around;
    this.api = around.api();
    this.blueprint = around.blueprint();
  }

  /** Creates the custom resource and what needs no data; returns when the stores answer. */
  public void stores() {
    blueprint.names("secrets").forEach(name -> api.create(Kind.SECRET, blueprint.secret(name)));
    String owner = owner();
    for (String name : blueprint.names("configMaps")) {
      api.create(Kind.CONFIG_MAP, blueprint.configMap(name, owner));
    }
    for (String name : blueprint.names("claims")) {
      api.create(Kind.CLAIM, blueprint.claim(name, owner));
    }
    for (String name : blueprint.names("services")) {
      api.create(Kind.SERVICE, blueprint.service(name, owner));
    }
    for (String name : Blueprint.STORES) {
      api.create(Kind.DEPLOYMENT, annotated(blueprint.deployment(name, owner)));
    }
    awaitReady(Blueprint.STORES);
  }

  /** As the operator makes them: without the annotation it would restart both Redis at once. */
  private ObjectNode annotated(ObjectNode deployment) {
    String version =
        api.get(Kind.CONFIG_MAP, "redis-config")
            .map(map -> map.at("/metadata/resourceVersion").asText())
            .orElse("");
    if (deployment.at("/metadata/name").asText().endsWith("-redis")) {
      ((ObjectNode) deployment.at("/spec/template/metadata"))
          .putObject("annotations")
          .put(Operator.REDIS_VERSION, version);
    }
    return deployment;
  }

  /** Uid of the custom resource, which is created when it is not there. */
  String owner() {
    JsonNode resource = api.create(Kind.API_MANAGER, blueprint.apiManager());
    return resource.at("/metadata/uid").asText();
  }

  /** Fills all stores at once. */
  public void data(Population population, long seed, int size) {
    together(
        List.of(
            () -> {
              try (Connection system = around.stores().systemDatabase();
                  Jedis backend = around.stores().backendRedis()) {
                PortaDatabase.fill(system, population, seed, size);
                StorageRewrite.run(system, backend);
                BackendRedis.fill(backend, population, seed, size);
              }
              return true;
            },
            () -> {
              try (Connection zync = around.stores().zyncDatabase()) {
                ZyncDatabase.fill(zync, population, seed);
              }
              return true;
            },
            () -> {
              try (Jedis sidekiq = around.stores().systemRedis()) {
                SystemRedis.fill(sidekiq, population, seed, size);
              }
              return true;
            }));
  }

  /** Fills the folder of the claim with the uploads. */
  public void uploads(Population population, long seed, int size) throws Exception {
    Files.createDirectories(around.stores().storage());
    Uploads.fill(around.stores().storage(), population, seed, size);
  }

  /** Creates everything else, the operator last; does not wait. */
  public void workloads() {
    String owner = owner();
    for (String name : blueprint.names("workloads")) {
      if (!Blueprint.STORES.contains(name)) {
        api.create(Kind.DEPLOYMENT, blueprint.deployment(name, owner));
      }
    }
  }

  /** Has the first routes made the way they are always made: by jobs. */
  public void routes(Surroundings all) throws InterruptedException {
    awaitReady(List.of("system-app", "system-sidekiq", "zync", "zync-que"));
    Pods.Streams nowhere =
        new Pods.Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream());
    new Rake(all, nowhere).run(List.of("zync:resync:domains"));
    Waiting.until("the first routes", PATIENCE, () -> api.list(Kind.ROUTE, "").size() >= 10);
  }

  /** Starts the operator. */
  public void operator() {
    api.create(Kind.DEPLOYMENT, blueprint.operator());
  }

  /** Waits until all workloads have all their replicas. */
  public void awaitAll() {
    awaitReady(
        Stream.concat(blueprint.names("workloads").stream(), Stream.of(Blueprint.OPERATOR))
            .toList());
  }

  private void awaitReady(List<String> names) {
    Waiting.until(
        "ready pods of " + names,
        PATIENCE,
        () -> true,
        () -> "not ready: " + names.stream().filter(name -> !ready(name)).toList(),
        () -> names.stream().allMatch(this::ready));
  }

  private boolean ready(String name) {
    JsonNode deployment = api.get(Kind.DEPLOYMENT, name).orElseGet(KubeApi.JSON::createObjectNode);
    int wanted = deployment.at("/spec/replicas").asInt(1);
    return deployment.at("/status/readyReplicas").asInt() >= wanted
        && deployment.at("/status/observedGeneration").asLong()
            >= deployment.at("/metadata/generation").asLong(1);
  }

  static void together(List<Callable<Boolean>> works) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> pending = works.stream().map(threads::submit).toList();
      for (Future<Boolean> work : pending) {
        work.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Could not fill a store: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
