package dev.rekindle.sandbox.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Access;
import dev.rekindle.sandbox.cluster.api.ApiServer;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.store.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;

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
  private final Access access;
  private final ApiServer server;
  private final Path kubeconfig;

  private SimulatedCluster(ClusterSettings settings) {
    this.settings = settings;
    this.registry =
        new Registry(new ObjectStore(), new KindCatalog(settings.customKinds()), Clock.systemUTC());
    settings.namespaces().forEach(this::namespace);
    this.access = new Access(registry, token);
    this.server = new ApiServer(registry, access, Pods.none(), settings.port());
    String namespace =
        settings.namespaces().isEmpty() ? "default" : settings.namespaces().getLast();
    this.kubeconfig =
        new Kubeconfig(url(), token, namespace).write(settings.directory().resolve("kubeconfig"));
  }

  public static SimulatedCluster start(ClusterSettings settings) {
    return new SimulatedCluster(settings);
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
  }
}
