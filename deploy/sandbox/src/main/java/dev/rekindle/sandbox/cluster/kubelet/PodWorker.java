package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Deletion;
import dev.rekindle.sandbox.cluster.registry.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The life of one pod, on a thread of its own. */
final class PodWorker {
  private static final Duration TICK = Duration.ofMillis(40);

  private final Node node;
  private final Target target;
  private final ObjectNode pod;
  private final String ip;
  private final String policy;
  private final List<ManagedContainer> initial;
  private final List<ManagedContainer> containers;
  private final PodStatus status;
  private volatile boolean gone;
  private volatile boolean stopping;
  private volatile int grace = -1;
  private Map<String, Path> volumes = Map.of();
  private Instant refreshed = Instant.now();

  PodWorker(Node node, ObjectNode pod) {
    this.node = node;
    this.pod = pod;
    this.target =
        new Target(
            KindCatalog.POD, Json.text(pod, "metadata.namespace"), Json.text(pod, "metadata.name"));
    this.ip = node.subnet().lease();
    this.policy = Json.text(pod, "spec.restartPolicy");
    this.initial = containers("spec.initContainers");
    this.containers = containers("spec.containers");
    this.status = new PodStatus(node.registry(), ip);
  }

  private List<ManagedContainer> containers(String path) {
    return Json.objects(Json.at(pod, path)).stream()
        .map(c -> new ManagedContainer(node, pod, c, ip))
        .toList();
  }

  void start() {
    Thread.ofVirtual().name("pod-" + target.name()).start(this::live);
  }

  String ip() {
    return ip;
  }

  /** The pod has a deletion timestamp; its containers have so many seconds. */
  void delete(int seconds) {
    grace = seconds;
  }

  /** The pod is off the API: nothing of it may live on. */
  void vanish() {
    gone = true;
  }

  /** The node stops: everything ends at once, and the pod stays in the store. */
  void stop() {
    stopping = true;
    kill();
  }

  private void kill() {
    initial.forEach(ManagedContainer::kill);
    containers.forEach(ManagedContainer::kill);
  }

  Optional<ManagedContainer> container(String name) {
    return containers.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .or(() -> initial.stream().filter(c -> c.name().equals(name)).findFirst());
  }

  private void live() {
    try {
      pause(node.delay(20, 80));
      schedule();
      pause(node.delay(200, 800));
      if (mount() && initialize()) {
        containers.forEach(c -> c.start(volumes));
        attend();
      }
      end();
    } catch (InterruptedException e) {
      kill();
    } catch (IOException | RuntimeException e) {
      report("node", String.valueOf(e));
      kill();
    } finally {
      node.subnet().release(ip);
    }
  }

  private void report(String reason, String message) {
    containers.forEach(c -> c.waiting(reason, message));
    write();
  }

  private boolean leaving() {
    return gone || stopping || grace >= 0;
  }

  private void pause(Duration time) throws InterruptedException {
    Instant end = Instant.now().plus(time);
    while (!leaving() && Instant.now().isBefore(end)) {
      Thread.sleep(Math.clamp(Duration.between(Instant.now(), end).toMillis(), 1, TICK.toMillis()));
    }
  }

  private void schedule() {
    node.registry()
        .amend(
            target,
            "kube-scheduler",
            p -> {
              if (mine(p)) Json.ensure(p, "spec").put("nodeName", Node.NAME);
            });
    containers.forEach(
        c -> c.waiting(initial.isEmpty() ? "ContainerCreating" : "PodInitializing", ""));
    write();
  }

  private boolean mine(ObjectNode current) {
    return Json.text(current, "metadata.uid").equals(Json.text(pod, "metadata.uid"));
  }

  private boolean mount() throws InterruptedException, IOException {
    while (!leaving()) {
      try {
        volumes = node.volumes().mount(pod);
        return true;
      } catch (Volumes.NotYet e) {
        report("ContainerCreating", String.valueOf(e.getMessage()));
        pause(Duration.ofMillis(200).plus(node.scaled(500)));
      }
    }
    return false;
  }

  /** Init containers, one after the other, until each has ended well. */
  private boolean initialize() throws InterruptedException {
    for (ManagedContainer container : initial) {
      container.start(volumes);
      while (!(container.state() instanceof ContainerState.Ended e && e.exitCode() == 0)) {
        write();
        if (leaving() || PodStatus.phase(initial, containers, policy).equals("Failed")) {
          return false;
        }
        Thread.sleep(TICK);
        container.tick(Instant.now(), volumes, policy.equals("Never") ? "Never" : "OnFailure");
      }
    }
    return !leaving();
  }

  private void attend() throws InterruptedException {
    // A container that was waiting for its start is started by start(); from now on ticks do it.
    while (!leaving()) {
      Instant now = Instant.now();
      containers.forEach(c -> c.tick(now, volumes, policy));
      write();
      if (now.isAfter(refreshed.plus(node.scaled(10_000)).plusSeconds(1))) {
        node.volumes().refresh(pod, volumes);
        refreshed = now;
      }
      Thread.sleep(TICK);
    }
  }

  private void write() {
    if (!gone && !stopping) {
      node.registry()
          .amend(
              target,
              "kube-kubelet",
              p -> {
                if (mine(p)) status.write(p, initial, containers, policy);
              });
    }
  }

  private void end() throws InterruptedException, IOException {
    while (!leaving()) {
      // A failed init container of a pod that is not restarted: wait until somebody deletes the
      // pod.
      Thread.sleep(TICK);
    }
    if (!gone && !stopping) {
      terminate();
      Instant linger = Instant.now().plus(node.delay(300, 1200));
      while (!gone && Instant.now().isBefore(linger)) {
        Thread.sleep(TICK);
      }
    }
    kill();
    if (!gone && !stopping) {
      write();
      remove();
    }
    if (!stopping) {
      Trees.delete(node.volumes().podDirectory(pod));
    }
  }

  private void terminate() throws InterruptedException {
    Instant now = Instant.now();
    boolean heard = true;
    for (ManagedContainer container : containers) {
      heard &= container.terminate();
    }
    initial.forEach(ManagedContainer::kill);
    while (containers.stream().anyMatch(ManagedContainer::running) && !gone) {
      // Who does not hear SIGTERM lives its whole grace; that wait is a delay of the simulation and
      // scales with the pace.
      Duration limit = heard ? Duration.ofSeconds(grace) : node.scaled(grace * 1000L);
      if (Instant.now().isAfter(now.plus(limit))) {
        kill();
      }
      Thread.sleep(TICK);
      containers.forEach(ManagedContainer::settle);
    }
    containers.forEach(ManagedContainer::settle);
    write();
  }

  private void remove() {
    ObjectNode wish = Json.object().put("gracePeriodSeconds", 0);
    Json.ensure(wish, "preconditions").put("uid", Json.text(pod, "metadata.uid"));
    try {
      new Deletion(node.registry()).delete(target, wish, false);
    } catch (ApiFailure already) {
      gone = true;
    }
  }
}
