package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.store.StoreEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one node of the cluster: starts, watches and ends pods, and answers exec, log and
 * port-forward.
 */
public final class Kubelet implements Pods, AutoCloseable {
  private final Node node;
  private final ProcessGroups groups;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final BlockingQueue<StoreEvent> events = new LinkedBlockingQueue<>();
  private final Runnable unsubscribe;
  private final Thread loop;

  /** Volumes, logs and scratch directories go below the root. */
  public Kubelet(Registry registry, ImageCatalog images, Path root, Subnet subnet, double pace) {
    try {
      Path real = Files.createDirectories(root).toRealPath();
      this.groups = new ProcessGroups(real.resolve("g"));
      this.node =
          new Node(
              registry,
              images,
              new Volumes(registry, real),
              new Launcher(groups, real),
              subnet,
              pace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.unsubscribe = registry.store().subscribe(registry.store().revision(), events::add);
    registry.store().list(KindCatalog.POD, "").forEach(this::begin);
    this.loop = Thread.ofVirtual().name("kubelet").start(this::follow);
  }

  private void follow() {
    try {
      while (true) {
        StoreEvent event = events.take();
        if (event.key().isOf(KindCatalog.POD)) {
          handle(event);
        } else if (event.key().isOf(KindCatalog.CLAIM)
            && event.change() == StoreEvent.Change.DELETED) {
          Trees.delete(node.volumes().claimDirectory(event.object()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(StoreEvent event) {
    ObjectNode pod = event.object();
    switch (event.change()) {
      case ADDED -> begin(pod);
      case MODIFIED -> deletion(pod);
      case DELETED ->
          Optional.ofNullable(workers.remove(Json.text(pod, "metadata.uid")))
              .ifPresent(PodWorker::vanish);
    }
  }

  private void begin(ObjectNode pod) {
    boolean ended = Set.of("Succeeded", "Failed").contains(Json.text(pod, "status.phase"));
    if (!ended) {
      PodWorker worker = new PodWorker(node, pod);
      if (workers.putIfAbsent(Json.text(pod, "metadata.uid"), worker) == null) {
        worker.start();
        deletion(pod);
      }
    }
  }

  private void deletion(ObjectNode pod) {
    if (Json.has(pod, "metadata.deletionTimestamp")) {
      int grace = Json.number(pod, "metadata.deletionGracePeriodSeconds", 0);
      worker(pod).ifPresent(w -> w.delete(grace));
    }
  }

  private Optional<PodWorker> worker(ObjectNode pod) {
    return Optional.ofNullable(workers.get(Json.text(pod, "metadata.uid")));
  }

  private Optional<PodWorker> worker(String namespace, String name) {
    return node.registry().find(KindCatalog.POD, namespace, name).flatMap(this::worker);
  }

  private Optional<ManagedContainer> container(PodContainer container) {
    return worker(container.namespace(), container.pod())
        .flatMap(w -> w.container(container.container()));
  }

  /** Where a claim's files lie on the host. */
  public Path claimDirectory(String namespace, String claim) {
    return node.volumes()
        .claimDirectory(node.registry().find(KindCatalog.CLAIM, namespace, claim).orElseThrow());
  }

  @Override
  public Optional<byte[]> log(PodContainer container, boolean previous) {
    Optional<Path> file =
        container(container).map(c -> previous ? c.previousLog() : c.log()).filter(Files::exists);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<InetSocketAddress> address(String namespace, String pod, int port) {
    return worker(namespace, pod).map(w -> new InetSocketAddress(w.ip(), port));
  }

  @Override
  public boolean running(PodContainer container) {
    return container(container).filter(ManagedContainer::running).isPresent();
  }

  @Override
  public Command exec(PodContainer container, List<String> command, Streams streams)
      throws IOException {
    return container(container)
        .orElseThrow(
            () -> new IOException("container not found (\"" + container.container() + "\")"))
        .exec(command, streams);
  }

  @Override
  public void close() {
    unsubscribe.run();
    loop.interrupt();
    workers.values().forEach(PodWorker::stop);
    groups.close();
  }
}
