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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

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
  private Path settings = Path.of("");
  private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();

  public EngineBench(Layout layout, int stages) {
    this.layout = layout;
    this.programs = new Programs(layout);
    this.stages = stages;
  }

  /**
   * What another engine does with as many steps, {@code dbos} on the servers that run; empty when
   * it cannot be had. Call it after a run of ours, whose servers are still up.
   */
  public Optional<Peer.Figures> peer(String name, int alone, int atOnce) {
    Peer peer = new Peer(layout.root(), layout.home().resolve("peers"));
    return switch (name) {
      case "dbos" ->
          peer.dbos(
              SandboxDescription.readServers(layout.sandboxDescription()), stages, alone, atOnce);
      case "restate" -> peer.restate(stages, alone, atOnce);
      default -> Optional.empty();
    };
  }

  /** Runs restores that warm up, then those that count, one after the other. */
  public Chain run(int warmUp, int restores) {
    try (Running running = start(1, List.of(CLUSTER))) {
      for (int i = 0; i < warmUp; i++) {
        journalOfOne(running.api());
      }
      List<Double> millis = new ArrayList<>();
      List<Double> first = new ArrayList<>();
      List<Double> last = new ArrayList<>();
      long repeated = 0;
      for (int i = 0; i < restores; i++) {
        JsonNode journal = journalOfOne(running.api());
        List<Double> times = StageTimes.millis(journal);
        int tenth = Math.max(1, times.size() / 10);
        millis.addAll(times);
        first.addAll(times.subList(0, tenth));
        last.addAll(times.subList(times.size() - tenth, times.size()));
        repeated += StageTimes.repeated(journal, stages);
      }
      return new Chain(
          restores,
          stages,
          new Distribution(millis),
          new Distribution(first),
          new Distribution(last),
          repeated,
          running.ready());
    }
  }

  /**
   * Runs restores all at once, each of an application of its own, spread over some clusters.
   *
   * @param sizes how many, one crowd after the other
   */
  public List<Crowd> runAtOnce(List<Integer> sizes, int clusters) {
    List<String> names = names(clusters);
    try (Running running = start(Collections.max(sizes), names)) {
      return sizes.stream().map(size -> crowd(running, size)).toList();
    }
  }

  private static List<String> names(int clusters) {
    return IntStream.rangeClosed(1, clusters).mapToObj(n -> CLUSTER + n).toList();
  }

  private Crowd crowd(Running running, int restores) {
    CoordinatorApi api = running.api();
    try (ExecutorService starters = Executors.newFixedThreadPool(8)) {
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
      return new Crowd(
          restores,
          stages,
          took,
          cpu,
          repeated,
          running.coordinator().residentBytes(),
          JournalRows.count(SandboxDescription.readServers(layout.sandboxDescription())));
    }
  }

  /**
   * Kills the coordinator with SIGKILL when a third of the work of many restores is done, and
   * starts it again.
   */
  public Recovery runKilled(int restores, int clusters) {
    try (Running running = start(restores, names(clusters))) {
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
    new BenchPlan(stages, applications, clusters).write(layout);
    ChildProcess sandbox = programs.sandbox("servers", List.of());
    processes.add(sandbox);
    programs.awaitDescribed(sandbox);
    SandboxDescription.Servers servers =
        SandboxDescription.readServers(layout.sandboxDescription());
    int port = FreePort.find();
    settings = BenchFiles.writeSettings(layout, servers, port);
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
        programs.service(Service.COORDINATOR, "coordinator", settings, List.of("-Xmx512m"));
    processes.add(process);
    Programs.awaitReady(process, "http://127.0.0.1:" + port);
    return process;
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
        .put("backupSet", BenchFiles.SET)
        .put("mode", "restore")
        .put("approval", "none")
        .put("requestedBy", "bench")
        .put("reason", "benchmark");
  }

  @Override
  public void close() {
    processes.reversed().forEach(process -> process.stop(Duration.ofSeconds(10)));
    layout.delete();
  }
}
