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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What orchestration costs: restores of a chain of stages that do nothing, one after the other,
 * through a coordinator, a broker and a journal that are as in production (fsync on).
 */
public final class EngineBench implements AutoCloseable {

  private static final String CLUSTER = "bench";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Layout layout;
  private final Programs programs;
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
    this.programs = new Programs(layout);
    this.stages = stages;
  }

  /**
   * What many restores at once took together, their checks included.
   *
   * @param cpu of the coordinator; unlike the time it does not depend on what else the machine does
   */
  public record Crowd(int restores, int stages, Duration took, Duration cpu, long repeated) {

    /** Milliseconds of the coordinator's processors that a stage took, its check included. */
    public double cpuMillis() {
      return cpu.toNanos() / 1e6 / (restores * (double) stages);
    }

    /** Stages that were carried out a second; each was checked before. */
    public double perSecond() {
      return restores * (double) stages / (took.toNanos() / 1e9);
    }
  }

  /**
   * What another engine does with as many steps, {@code dbos} on the servers that run; null when it
   * cannot be had. Call it after a run of ours, whose servers are still up.
   */
  public @Nullable PeerResult peer(String name, int alone, int atOnce) {
    Peer peer = new Peer(layout.root(), layout.home().resolve("peers"));
    Optional<Peer.Figures> figures =
        switch (name) {
          case "dbos" ->
              peer.dbos(
                  SandboxDescription.readServers(layout.sandboxDescription()),
                  stages,
                  alone,
                  atOnce);
          case "restate" -> peer.restate(stages, alone, atOnce);
          default -> Optional.empty();
        };
    return figures
        .map(f -> new PeerResult(f.medianMillis(), f.p99Millis(), f.perSecond()))
        .orElse(null);
  }

  /** What a peer took a step, and how many it did a second. */
  public record PeerResult(double medianMillis, double p99Millis, double perSecond) {}

  /** Runs restores that warm up, then those that count, one after the other. */
  public Result run(int warmUp, int restores) {
    try (Running running = start(1, List.of(CLUSTER))) {
      for (int i = 0; i < warmUp; i++) {
        journalOfOne(running.api());
      }
      List<Double> millis = new ArrayList<>();
      long repeated = 0;
      for (int i = 0; i < restores; i++) {
        JsonNode journal = journalOfOne(running.api());
        millis.addAll(StageTimes.millis(journal));
        repeated += StageTimes.repeated(journal, stages);
      }
      return new Result(restores, stages, new Distribution(millis), repeated, running.ready());
    }
  }

  /** Runs restores all at once, each of an application of its own, spread over some clusters. */
  public Crowd runAtOnce(int restores, int clusters) {
    List<String> names = IntStream.rangeClosed(1, clusters).mapToObj(n -> CLUSTER + n).toList();
    try (Running running = start(restores, names);
        ExecutorService starters = Executors.newFixedThreadPool(8)) {
      CoordinatorApi api = running.api();
      Duration idle = running.coordinator().cpu();
      long began = System.nanoTime();
      List<Future<String>> ids =
          IntStream.rangeClosed(1, restores)
              .mapToObj(number -> starters.submit(() -> api.start(request(number))))
              .toList();
      List<String> all = ids.stream().map(EngineBench::value).toList();
      all.forEach(id -> awaitSuccess(api, id));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Duration cpu = running.coordinator().cpu().minus(idle);
      long repeated =
          all.stream().mapToLong(id -> StageTimes.repeated(api.journal(id), stages)).sum();
      return new Crowd(restores, stages, took, cpu, repeated);
    }
  }

  /**
   * Kills the coordinator with SIGKILL when a third of the work of many restores is done, and
   * starts it again.
   */
  public Recovery runKilled(int restores, int clusters) {
    List<String> names = IntStream.rangeClosed(1, clusters).mapToObj(n -> CLUSTER + n).toList();
    try (Running running = start(restores, names)) {
      CoordinatorApi api = running.api();
      List<String> all =
          IntStream.rangeClosed(1, restores).mapToObj(n -> api.start(request(n))).toList();
      Await.until(
          PATIENCE,
          () -> "a third of the work to be done",
          () -> all.stream().mapToLong(id -> api.seq(id)).sum() > 5L * restores * stages / 3);
      running.coordinator().kill();
      Instant killed = Instant.now();
      ChildProcess _ = coordinator(api.port());
      Instant ready = Instant.now();
      all.forEach(id -> awaitSuccess(api, id));
      List<JsonNode> journals = all.stream().map(api::journal).toList();
      long repeated = journals.stream().mapToLong(j -> StageTimes.repeated(j, stages)).sum();
      return Recovery.of(journals, killed, ready, repeated);
    }
  }

  private static String value(Future<String> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A restore could not be started", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** A coordinator that is ready, and a worker that answers it. */
  record Running(
      CoordinatorApi api, ChildProcess coordinator, AnsweringWorker worker, Duration ready)
      implements AutoCloseable {
    @Override
    public void close() {
      worker.close();
    }
  }

  private Running start(int applications, List<String> clusters) {
    new BenchPlan(stages, applications, clusters).write(catalog(), layout.backups());
    ChildProcess sandbox = programs.sandbox("servers", List.of());
    processes.add(sandbox);
    programs.awaitDescribed(sandbox);
    SandboxDescription.Servers servers =
        SandboxDescription.readServers(layout.sandboxDescription());
    int port = FreePort.find();
    settings(servers, port);
    long started = System.nanoTime();
    ChildProcess process = coordinator(port);
    Duration ready = Duration.ofNanos(System.nanoTime() - started);
    return new Running(
        new CoordinatorApi("http://127.0.0.1:" + port),
        process,
        new AnsweringWorker(servers.broker(), Pool.K8S, clusters),
        ready);
  }

  /** A coordinator with the settings that were written, ready. */
  private ChildProcess coordinator(int port) {
    ChildProcess process =
        programs.service(Service.COORDINATOR, "coordinator", settingsFile(), List.of("-Xmx512m"));
    processes.add(process);
    Programs.awaitReady(process, "http://127.0.0.1:" + port);
    return process;
  }

  private Path settingsFile() {
    return layout.home().resolve("coordinator.properties");
  }

  private JsonNode journalOfOne(CoordinatorApi api) {
    String id = api.start(request(1));
    awaitSuccess(api, id);
    return api.journal(id);
  }

  private static void awaitSuccess(CoordinatorApi api, String id) {
    AtomicReference<Optional<RestoreView>> latest = new AtomicReference<>(Optional.empty());
    Await.until(
        PATIENCE,
        () -> "a restore that does nothing to succeed; it is " + latest.get(),
        () -> {
          latest.set(api.show(id));
          return latest.get().filter(view -> view.state().equals("SUCCEEDED")).isPresent();
        });
  }

  private static ObjectNode request(int application) {
    return CoordinatorApi.object()
        .put("application", BenchPlan.application(application))
        .put("backupSet", BenchPlan.SET)
        .put("mode", "restore")
        .put("approval", "none")
        .put("requestedBy", "bench")
        .put("reason", "benchmark");
  }

  private void settings(SandboxDescription.Servers servers, int port) {
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
      Files.writeString(settingsFile(), text);
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
