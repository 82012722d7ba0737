package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One container of a pod over all its restarts. */
final class ManagedContainer {
  private final Node node;
  private final ObjectNode pod;
  private final ObjectNode spec;
  private final String ip;
  private final Path directory;
  private final Image image;
  private final Set<Execution> beside = ConcurrentHashMap.newKeySet();

  private ContainerState state = new ContainerState.Waiting("PodInitializing", "");
  private ContainerState.@Nullable Ended last;
  private int restarts;
  private boolean ready;
  private Instant again = Instant.MIN;
  private volatile @Nullable Execution execution;
  private volatile @Nullable ContainerContext context;
  private @Nullable Probe startup;
  private @Nullable Probe readiness;
  private @Nullable Probe liveness;

  ManagedContainer(Node node, ObjectNode pod, ObjectNode spec, String ip) {
    this.node = node;
    this.pod = pod;
    this.spec = spec;
    this.ip = ip;
    this.directory = node.volumes().podDirectory(pod).resolve(name());
    this.image = node.images().find(Json.text(spec, "image"));
  }

  String name() {
    return Json.text(spec, "name");
  }

  ContainerState state() {
    return state;
  }

  Path log() {
    return directory.resolve("log");
  }

  Path previousLog() {
    return directory.resolve("log.previous");
  }

  void waiting(String reason, String message) {
    state = new ContainerState.Waiting(reason, message);
  }

  boolean has(Class<? extends ContainerState> kind) {
    return kind.isInstance(state);
  }

  boolean ready() {
    return ready;
  }

  /** Starts it, for the first time or again; a refusal becomes its state. */
  void start(Map<String, Path> volumes) {
    Instant now = Instant.now();
    if (!image.available()) {
      boolean never = Json.text(spec, "imagePullPolicy").equals("Never");
      boolean second =
          state instanceof ContainerState.Waiting w && w.reason().equals("ErrImagePull");
      String reason = never ? "ErrImageNeverPull" : second ? "ImagePullBackOff" : "ErrImagePull";
      waiting(reason, "image \"" + Json.text(spec, "image") + "\" cannot be had");
      again = now.plus(node.scaled(5000));
      return;
    }
    try {
      Path scratch = freshScratch();
      ContainerContext fresh = context(volumes, scratch);
      context = fresh;
      execution = node.launcher().main(fresh, image, log());
      state = new ContainerState.Running(now);
      probes(now);
    } catch (Volumes.NotYet e) {
      waiting("CreateContainerConfigError", String.valueOf(e.getMessage()));
      again = now.plus(node.scaled(2000));
    } catch (IOException e) {
      append(String.valueOf(e.getMessage()));
      ended(new ContainerState.Ended(128, "StartError", now, now));
    }
  }

  private void append(String line) {
    try {
      Files.writeString(log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path freshScratch() throws IOException {
    Path scratch = directory.resolve("s");
    Trees.delete(scratch);
    Files.createDirectories(scratch.resolve("tmp"));
    if (Files.exists(log())) {
      Files.move(log(), previousLog(), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(log());
    return scratch;
  }

  private ContainerContext context(Map<String, Path> volumes, Path scratch)
      throws Volumes.NotYet, IOException {
    PathMap paths = node.volumes().paths(spec, volumes, scratch, image);
    Map<String, String> environment =
        new Environment(node.registry(), pod, ip).of(spec, image, paths, scratch);
    List<String> command =
        new ArrayList<>(spec.has("command") ? Json.texts(spec.path("command")) : image.command());
    command.addAll(Json.texts(spec.path("args")));
    List<String> expanded = command.stream().map(c -> Environment.expand(c, environment)).toList();
    return new ContainerContext(
        Json.text(pod, "metadata.namespace"),
        Json.text(pod, "metadata.name"),
        Json.text(pod, "metadata.uid"),
        name(),
        ip,
        expanded,
        environment,
        paths,
        scratch);
  }

  private void probes(Instant now) {
    startup = probe("startupProbe", now);
    readiness = probe("readinessProbe", now);
    liveness = probe("livenessProbe", now);
    ready = startup == null && readiness == null;
  }

  private @Nullable Probe probe(String name, Instant now) {
    if (!(spec.path(name) instanceof ObjectNode probe)) {
      return null;
    }
    return new Probe(probe, spec, ip, this::exec, now);
  }

  /** Runs a command beside the main one. */
  Execution exec(List<String> command, Pods.Streams streams) throws IOException {
    ContainerContext here = context;
    if (here == null || !running()) {
      throw new IOException("container is not running");
    }
    Execution started = node.launcher().exec(here, image, command, streams);
    beside.removeIf(e -> !e.running());
    beside.add(started);
    return started;
  }

  boolean running() {
    Execution main = execution;
    return main != null && main.running();
  }

  /** Notices ends and probes, and starts again what the restart policy wants. */
  void tick(Instant now, Map<String, Path> volumes, String policy) {
    Execution main = execution;
    if (state instanceof ContainerState.Running r && main != null) {
      if (main.running()) {
        look(now);
      } else {
        int code = main.exitCode();
        ended(new ContainerState.Ended(code, code == 0 ? "Completed" : "Error", r.since(), now));
      }
    } else if (!now.isBefore(again) && wantsStart(policy)) {
      restarts += last == null ? 0 : 1;
      start(volumes);
    } else if (state instanceof ContainerState.Ended e
        && wantsStart(policy)
        && restarts > 0
        && now.isAfter(e.to().plusMillis(300))) {
      String text = "back-off restarting failed container " + name();
      waiting("CrashLoopBackOff", text);
    }
  }

  private boolean wantsStart(String policy) {
    return switch (state) {
      case ContainerState.Running _ -> false;
      case ContainerState.Waiting w -> !w.reason().equals("PodInitializing");
      case ContainerState.Ended e ->
          policy.equals("Always") || (policy.equals("OnFailure") && e.exitCode() != 0);
    };
  }

  private void look(Instant now) {
    Probe first = startup;
    if (first != null && !first.passed()) {
      first.tick(now);
      if (first.failed()) {
        kill();
      }
      return;
    }
    Probe asked = readiness;
    if (asked != null) {
      asked.tick(now);
      ready = asked.passed() || (ready && !asked.failed());
    } else {
      ready = true;
    }
    Probe alive = liveness;
    if (alive != null) {
      alive.tick(now);
      if (alive.failed()) {
        kill();
      }
    }
  }

  private void ended(ContainerState.Ended end) {
    ready = false;
    beside.forEach(Execution::kill);
    beside.clear();
    boolean longRun = Duration.between(end.from(), end.to()).compareTo(Duration.ofMinutes(10)) > 0;
    long backOff =
        restarts == 0 || longRun ? 1000 : Math.min(300_000, 10_000L << Math.min(5, restarts - 1));
    again = end.to().plus(node.scaled(backOff));
    last = end;
    state = end;
  }

  /** The polite end; a first process without a handler does not even notice. */
  boolean terminate() {
    Execution main = execution;
    if (main == null || !main.running()) {
      return true;
    }
    boolean hears = main.hearsTerminate();
    if (hears) {
      main.terminate();
    }
    return hears;
  }

  void kill() {
    Execution main = execution;
    if (main != null && main.running()) {
      main.kill();
    }
  }

  /** Takes note of the end while the pod goes down. */
  void settle() {
    Execution main = execution;
    if (state instanceof ContainerState.Running r && main != null && !main.running()) {
      int code = main.exitCode();
      ended(
          new ContainerState.Ended(
              code, code == 0 ? "Completed" : "Error", r.since(), Instant.now()));
    }
  }

  /** Its entry in the pod's status. */
  ObjectNode status() {
    ObjectNode entry = Json.object().put("name", name());
    entry.set("state", state.json());
    entry.set(
        "lastState",
        Optional.ofNullable(last)
            .filter(e -> !e.equals(state))
            .map(ContainerState::json)
            .orElse(Json.object()));
    entry.put("ready", ready);
    entry.put("restartCount", restarts).put("image", Json.text(spec, "image"));
    entry.put("imageID", "sha256:" + Integer.toHexString(Json.text(spec, "image").hashCode()));
    if (execution != null) {
      entry.put(
          "containerID",
          "sandbox://" + Json.text(pod, "metadata.uid") + "-" + name() + "-" + restarts);
    }
    entry.put("started", has(ContainerState.Running.class));
    return entry;
  }
}
