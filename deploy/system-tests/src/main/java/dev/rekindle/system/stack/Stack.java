package dev.rekindle.system.stack;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.api.SandboxControl;
import dev.rekindle.system.process.ChildProcess;
import dev.rekindle.system.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The installation: one sandbox, one coordinator, three workers. */
public final class Stack implements AutoCloseable {

  private static final Duration STOP = Duration.ofSeconds(30);

  private final Layout layout;
  private final Programs programs;
  private final Map<Service, Integer> ports = new ConcurrentHashMap<>();
  private final Map<Service, ChildProcess> services = new EnumMap<>(Service.class);
  private final Function<Service, List<String>> options;
  private final Map<Service, Map<String, String>> overrides = new EnumMap<>(Service.class);
  private final Map<Service, Programs> builds = new EnumMap<>(Service.class);
  private boolean closed;
  private volatile Optional<ChildProcess> sandbox = Optional.empty();

  public Stack(Layout layout) {
    this(layout, _ -> List.of());
  }

  /**
   * An installation.
   *
   * @param options further ones of a service's virtual machine
   */
  public Stack(Layout layout, Function<Service, List<String>> options) {
    this.layout = layout;
    this.options = options;
    programs = new Programs(layout);
    sandbox = ChildProcess.running(Programs.SANDBOX, layout.run());
    for (Service service : Service.values()) {
      ChildProcess.running(service.label(), layout.run())
          .ifPresent(process -> services.put(service, process));
    }
  }

  public Layout layout() {
    return layout;
  }

  /** Starts the sandbox with its servers and its 3scale; returns when all of it is ready. */
  public void startSandbox(int size, long seed) {
    startSandbox(size, seed, List.of());
  }

  /**
   * Starts a sandbox with another cluster, for the broker and the journal of the first one.
   *
   * @param first whose coordinator serves both
   */
  public void startSandboxBeside(Layout first, String cluster, int size, long seed) {
    startSandbox(size, seed, List.of("--cluster", cluster, "--beside", first.home().toString()));
  }

  private void startSandbox(int size, long seed, List<String> further) {
    List<String> arguments = new ArrayList<>(further);
    arguments.addAll(
        List.of(
            "--size",
            Integer.toString(size),
            "--seed",
            Long.toString(seed),
            "--accounts",
            layout.roles().toString()));
    ChildProcess process = programs.sandbox("start", arguments);
    // Known before it is ready, so that whoever closes meanwhile stops it.
    sandbox = Optional.of(process);
    programs.awaitDescribed(process);
  }

  /** Starts all services and waits until they are ready. */
  public void startServices() {
    Arrays.stream(Service.values()).forEach(this::start);
    awaitReady();
  }

  /** From its next start on a service has this setting instead of its usual one. */
  public synchronized void override(Service service, String key, String value) {
    overrides.computeIfAbsent(service, _ -> new HashMap<>()).put(key, value);
  }

  /** From its next start on a service is the one of another build, which lies in this folder. */
  public synchronized void build(Service service, Path root) {
    builds.put(service, new Programs(new Layout(root, layout.home())));
  }

  /** Starts one service, without waiting. */
  public synchronized void start(Service service) {
    Programs build = builds.getOrDefault(service, programs);
    services.put(service, begin(service, build, service.label(), port(service), Map.of()));
  }

  /**
   * A rolling upgrade of one service to the present build: a second process works beside the first,
   * until the first has been stopped and started anew.
   *
   * @param meanwhile called while the old and the new one are at work
   */
  public void roll(Service service, Runnable meanwhile) {
    String name = service.label() + "-next";
    int port = FreePort.find();
    ChildProcess next = begin(service, programs, name, port, Map.of(Configuration.INSTANCE, name));
    try {
      Programs.awaitReady(next, "http://127.0.0.1:" + port);
      meanwhile.run();
      process(service).stop(STOP);
      synchronized (this) {
        builds.remove(service);
        start(service);
      }
      Programs.awaitReady(process(service), url(service));
    } finally {
      next.stop(STOP);
    }
  }

  private synchronized ChildProcess begin(
      Service service, Programs build, String name, int port, Map<String, String> last) {
    if (closed) {
      throw new IllegalStateException("The installation is being stopped");
    }
    Map<String, String> changed = new HashMap<>(overrides.getOrDefault(service, Map.of()));
    changed.putAll(last);
    Path settings = new Configuration(layout, description()).of(service, name, port, changed);
    List<String> machine =
        new ArrayList<>(
            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"));
    machine.addAll(options.apply(service));
    return build.service(service, name, settings, machine);
  }

  /** Waits until every service that was started answers its readiness probe. */
  public void awaitReady() {
    // At once, or the time of each would hold that of those before it.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> waiting =
          List.copyOf(services.keySet()).stream()
              .map(service ->
                  CompletableFuture.runAsync(
                      () -> Programs.awaitReady(process(service), url(service)), threads))
              .toList();
      waiting.forEach(CompletableFuture::join);
    }
  }

  /** SIGKILL. */
  public synchronized void kill(Service service) {
    process(service).kill();
  }

  /** SIGKILL to the sandbox, which takes broker, databases and cluster with it. */
  public void killSandbox() {
    sandbox.ifPresent(ChildProcess::killAll);
  }

  public synchronized ChildProcess process(Service service) {
    return Objects.requireNonNull(
        services.get(service), () -> service.label() + " was not started");
  }

  /** All processes that an up or demo started and that live. */
  public synchronized List<ChildProcess> processes() {
    List<ChildProcess> all = new ArrayList<>();
    sandbox.filter(ChildProcess::alive).ifPresent(all::add);
    services.values().stream().filter(ChildProcess::alive).forEach(all::add);
    return all;
  }

  public String url(Service service) {
    return "http://127.0.0.1:" + port(service);
  }

  public SandboxDescription description() {
    return SandboxDescription.read(layout.sandboxDescription());
  }

  public CoordinatorApi coordinator() {
    return new CoordinatorApi(url(Service.COORDINATOR));
  }

  public SandboxControl sandbox() {
    return new SandboxControl(description().controlUrl());
  }

  /** Stops everything: services first, then the sandbox with its servers. */
  @Override
  public synchronized void close() {
    closed = true;
    services.values().parallelStream().forEach(process -> process.stop(Duration.ofSeconds(5)));
    sandbox.ifPresent(process -> process.stop(Duration.ofSeconds(20)));
  }

  private int port(Service service) {
    return ports.computeIfAbsent(service, this::rememberedPort);
  }

  /** The same port after a restart, so that clients find the service again. */
  private int rememberedPort(Service service) {
    Path file = layout.run().resolve(service.label() + ".port");
    try {
      if (Files.exists(file)) {
        return Integer.parseInt(Files.readString(file).strip());
      }
      Files.createDirectories(layout.run());
      int port = FreePort.find();
      Files.writeString(file, Integer.toString(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
