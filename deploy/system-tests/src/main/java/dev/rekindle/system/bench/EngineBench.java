package dev.rekindle.system.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.Programs;
import dev.rekindle.system.stack.SandboxDescription;
import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What orchestration costs: restores of a chain of stages that do nothing, one after the other,
 * through a coordinator, a broker and a journal that are as in production (fsync on).
 */
public final class EngineBench implements AutoCloseable {

  private static final String CLUSTER = "bench";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Layout layout;
  private final int stages;
  private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();

  /** What was seen, of all measured restores together. */
  public record Result(
      int restores, int stages, Distribution perStage, long repeated, Duration coordinatorReady) {

    /** Milliseconds that this fraction of all stages did not exceed. */
    public double millis(double fraction) {
      return perStage.quantile(fraction);
    }

    /** How many stages were measured. */
    public int measured() {
      return perStage.count();
    }
  }

  public EngineBench(Layout layout, int stages) {
    this.layout = layout;
    this.stages = stages;
  }

  /** Runs restores that warm up, then those that count. */
  public Result run(int warmUp, int restores) {
    new BenchPlan(stages, 1, List.of(CLUSTER)).write(catalog(), layout.backups());
    Programs programs = new Programs(layout);
    ChildProcess sandbox = programs.sandbox("servers", List.of());
    processes.add(sandbox);
    programs.awaitDescribed(sandbox);
    SandboxDescription.Servers servers =
        SandboxDescription.readServers(layout.sandboxDescription());
    int port = FreePort.find();
    String url = "http://127.0.0.1:" + port;
    long started = System.nanoTime();
    ChildProcess process =
        programs.service(
            Service.COORDINATOR, "coordinator", settings(servers, port), List.of("-Xmx512m"));
    processes.add(process);
    Programs.awaitReady(process, url);
    Duration ready = Duration.ofNanos(System.nanoTime() - started);
    try (AnsweringWorker _ = new AnsweringWorker(servers.broker(), Pool.K8S, List.of(CLUSTER))) {
      CoordinatorApi api = new CoordinatorApi(url);
      for (int i = 0; i < warmUp; i++) {
        journalOfOne(api);
      }
      List<Double> millis = new ArrayList<>();
      long repeated = 0;
      for (int i = 0; i < restores; i++) {
        JsonNode journal = journalOfOne(api);
        millis.addAll(StageTimes.millis(journal));
        repeated += StageTimes.repeated(journal, stages);
      }
      return new Result(restores, stages, new Distribution(millis), repeated, ready);
    }
  }

  private JsonNode journalOfOne(CoordinatorApi api) {
    String id = api.start(request());
    AtomicReference<Optional<RestoreView>> latest = new AtomicReference<>(Optional.empty());
    Await.until(
        PATIENCE,
        () -> "a restore that does nothing to succeed; it is " + latest.get(),
        () -> {
          latest.set(api.show(id));
          return latest.get().filter(view -> view.state().equals("SUCCEEDED")).isPresent();
        });
    return api.journal(id);
  }

  private static ObjectNode request() {
    return CoordinatorApi.object()
        .put("application", BenchPlan.application(1))
        .put("backupSet", BenchPlan.SET)
        .put("mode", "restore")
        .put("approval", "none")
        .put("requestedBy", "bench")
        .put("reason", "benchmark");
  }

  private Path settings(SandboxDescription.Servers servers, int port) {
    TreeMap<String, String> settings = new TreeMap<>();
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("kafka.bootstrap.servers", servers.broker());
    settings.put("quarkus.datasource.jdbc.url", servers.journalUrl());
    settings.put("quarkus.datasource.username", servers.journalUser());
    settings.put("quarkus.datasource.password", servers.journalPassword());
    settings.put("rekindle.coordinator.catalog.directory", catalog().toString());
    settings.put(
        "rekindle.coordinator.artifact.stores." + BenchPlan.STORE + ".directory",
        layout.backups().toString());
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      return Files.writeString(layout.home().resolve("coordinator.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path catalog() {
    return layout.home().resolve("catalog");
  }

  @Override
  public void close() {
    processes.reversed().forEach(process -> process.stop(Duration.ofSeconds(10)));
    layout.delete();
  }
}
