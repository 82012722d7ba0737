package dev.rekindle.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Access;
import dev.rekindle.sandbox.cluster.api.ApiServer;
import dev.rekindle.sandbox.cluster.controller.ControllerLoop;
import dev.rekindle.sandbox.cluster.kubelet.ImageCatalog;
import dev.rekindle.sandbox.cluster.kubelet.Kubelet;
import dev.rekindle.sandbox.cluster.kubelet.Subnet;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.store.ObjectStore;
import dev.rekindle.sandbox.cluster.store.StoreSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A running simulated cluster: API server, controllers and one node.
 *
 * <p>In a test: {@code try (var cluster = SimulatedCluster.start(ClusterSettings.in(tempDir))) {
 * ... cluster.kubeconfig() ... }}.
 */
public final class SimulatedCluster implements AutoCloseable {
  private final ClusterSettings settings;
  private final Registry registry;
  private final String token = "sha256~" + UUID.randomUUID();
  private final Optional<StoreSnapshot> snapshot;
  private final Access access;
  private final ImageCatalog images = new ImageCatalog();
  private final Subnet subnet;
  private final Kubelet kubelet;
  private final ControllerLoop controllers;
  private final ApiServer server;
  private final Path kubeconfig;

  private SimulatedCluster(ClusterSettings settings, Consumer<ImageCatalog> prepare) {
    this.settings = settings;
    this.registry =
        new Registry(new ObjectStore(), new KindCatalog(settings.customKinds()), Clock.systemUTC());
    this.snapshot = settings.snapshot().map(file -> new StoreSnapshot(registry.store(), file));
    settings.namespaces().forEach(this::namespace);
    this.access = new Access(registry, token);
    prepare.accept(images);
    this.subnet = Subnet.take(settings.subnet());
    this.kubelet = new Kubelet(registry, images, settings.directory(), subnet, settings.pace());
    this.controllers = new ControllerLoop(registry, settings.pace());
    this.server = new ApiServer(registry, access, kubelet, settings.port());
    String namespace =
        settings.namespaces().isEmpty() ? "default" : settings.namespaces().getLast();
    this.kubeconfig =
        new Kubeconfig(url(), token, namespace).write(settings.directory().resolve("kubeconfig"));
    // kubectl sends no token over plain HTTP, so its address carries it.
    new Kubeconfig(url() + "/as/" + token, token, namespace)
        .write(settings.directory().resolve("kubeconfig.kubectl"));
  }

  public static SimulatedCluster start(ClusterSettings settings) {
    return start(settings, images -> {});
  }

  /** Starts with images registered before the first pod of a kept cluster runs. */
  public static SimulatedCluster start(ClusterSettings settings, Consumer<ImageCatalog> images) {
    return new SimulatedCluster(settings, images);
  }

  /** What stands behind image names; register before creating pods. */
  public ImageCatalog images() {
    return images;
  }

  /** The node: where claims lie on the host. */
  public Kubelet kubelet() {
    return kubelet;
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  public Path kubeconfig() {
    return kubeconfig;
  }

  /** The administrator's bearer token. */
  public String token() {
    return token;
  }

  /** A service account's bearer token; its rights come from Roles and RoleBindings. */
  public String tokenOf(String namespace, String account) {
    return access.tokenOf(namespace, account);
  }

  /**
   * Applies a file of Roles and RoleBindings, makes the accounts they are bound to, and writes a
   * {@code kubeconfig.<account>} for each beside the administrator's.
   */
  public void accounts(Path roles) throws IOException {
    new Accounts(this).apply(roles);
  }

  /** All objects, to read and to listen to. */
  public ObjectStore store() {
    return registry.store();
  }

  /** Writes past HTTP, for parts of the sandbox that play a controller or an operator. */
  public Registry registry() {
    return registry;
  }

  /** The API server, to break connections and inject refusals. */
  public ApiServer server() {
    return server;
  }

  public ClusterSettings settings() {
    return settings;
  }

  /** Creates a namespace with its default account unless it exists. */
  public void namespace(String name) {
    ObjectNode namespace = Json.object();
    Json.ensure(namespace, "metadata").put("name", name);
    createUnlessThere(KindCatalog.NAMESPACE, "", namespace);
    ObjectNode account = Json.object();
    Json.ensure(account, "metadata").put("name", "default");
    createUnlessThere(KindCatalog.SERVICE_ACCOUNT, name, account);
  }

  private void createUnlessThere(Kind kind, String namespace, ObjectNode object) {
    try {
      registry.create(kind, namespace, object, registry.own("kube-sandbox"));
    } catch (ApiFailure failure) {
      if (!failure.reason().equals("AlreadyExists")) {
        throw failure;
      }
    }
  }

  @Override
  public void close() {
    server.close();
    controllers.close();
    kubelet.close();
    subnet.close();
    snapshot.ifPresent(StoreSnapshot::close);
  }
}
