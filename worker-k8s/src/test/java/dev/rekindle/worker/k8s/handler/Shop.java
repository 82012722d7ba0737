package dev.rekindle.worker.k8s.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.KitApplications;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.kit.testing.FaultyProxy;
import dev.rekindle.worker.kit.testing.FaultyProxy.Fate;
import dev.rekindle.worker.kit.testing.FaultyProxy.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One simulated cluster behind a proxy that may fail. Each case has a namespace of its own, so that
 * many run at once; pods of the application are threads.
 */
final class Shop implements AutoCloseable {

  private static final Pattern NAMESPACE = Pattern.compile("/namespaces/([^/?]+)");

  private final Path directory;
  private final SimulatedCluster simulated;
  private final FaultyProxy proxy;
  private final FabricCluster direct;
  private final FabricCluster proxied;
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  Shop(Path directory) throws IOException {
    this.directory = directory;
    this.simulated =
        SimulatedCluster.start(
            ClusterSettings.in(directory.resolve("c")).withPace(0.02),
            images -> images.register("shop/.*", new Application()));
    this.proxy = new FaultyProxy(Integer.parseInt(simulated.url().split(":")[2]), this::judge);
    this.direct = FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "helper");
    this.proxied = FabricCluster.open("east", ClusterAccess.of(kubeconfig("")), "helper");
  }

  /** Serves until it is stopped; what it is told to boot ends well. */
  private static final class Application implements Image {
    @Override
    public Optional<Program> program(ContainerContext context, List<String> command) {
      return Optional.of(Application::run);
    }

    private static int run(ContainerContext context, Pods.Streams streams) throws Exception {
      if (!context.command().equals(List.of("boot"))) {
        Thread.sleep(Long.MAX_VALUE);
      }
      return 0;
    }
  }

  private Fate judge(Request request) {
    Matcher matcher = NAMESPACE.matcher(request.path());
    Room room = matcher.find() ? rooms.get(matcher.group(1)) : null;
    return room == null ? new Fate.Pass() : room.judge(request);
  }

  /**
   * @param token empty for the administrator's
   */
  private Path kubeconfig(String token) throws IOException {
    String text = Files.readString(simulated.kubeconfig()).replace(simulated.url(), proxy.url());
    Path file = directory.resolve("kubeconfig-" + numbers.incrementAndGet());
    return Files.writeString(file, token.isEmpty() ? text : text.replace(simulated.token(), token));
  }

  /** A fresh namespace with the application at these replicas. */
  Room room(int operator, int app, int zync) throws IOException {
    String namespace = "shop-" + numbers.incrementAndGet();
    simulated.namespace(namespace);
    Room room = new Room(this, namespace);
    rooms.put(namespace, room);
    room.create(text("shop.yaml").formatted(operator, app, zync));
    room.awaitPods(operator + app + zync);
    return room;
  }

  static String text(String resource) throws IOException {
    try (var in = Shop.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  FabricCluster direct() {
    return direct;
  }

  SimulatedCluster simulated() {
    return simulated;
  }

  Applications proxied() {
    return new KitApplications(new FakeClusters(proxied));
  }

  /** The worker under a service account of a room. */
  FabricCluster as(String namespace, String account) throws IOException {
    return FabricCluster.open(
        "east", ClusterAccess.of(kubeconfig(simulated.tokenOf(namespace, account))), "helper");
  }

  @Override
  public void close() {
    proxied.close();
    direct.close();
    proxy.close();
    simulated.close();
  }
}
