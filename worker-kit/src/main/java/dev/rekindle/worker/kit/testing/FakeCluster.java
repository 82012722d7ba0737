package dev.rekindle.worker.kit.testing;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.cluster.Access;
import dev.rekindle.worker.kit.cluster.Changes;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.HelperPods;
import dev.rekindle.worker.kit.cluster.Leases;
import dev.rekindle.worker.kit.cluster.Login;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.cluster.Pods;
import dev.rekindle.worker.kit.cluster.Reach;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.cluster.Secrets;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.openshift.client.OpenShiftClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A cluster for tests of handlers that only need a way to a server and its credentials. Everything
 * else throws {@link UnsupportedOperationException}; use the sandbox's simulated API server for it.
 */
public final class FakeCluster implements Cluster, Reach, Secrets {

  private record Server(String host, int port, String podUid) {}

  private final Map<String, Server> servers = new ConcurrentHashMap<>();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();

  /** A server behind a Service, in a pod of that uid. */
  public FakeCluster withServer(String service, String host, int port, String podUid) {
    servers.put(service, new Server(host, port, podUid));
    return this;
  }

  /** A secret value. */
  public FakeCluster withSecret(String secret, String key, String value) {
    secrets.put(secret + "/" + key, value);
    return this;
  }

  @Override
  public Route to(String namespace, Endpoint endpoint) {
    if (endpoint.service() == null) {
      return new FakeRoute(String.valueOf(endpoint.host()), endpoint.port(), Optional.empty());
    }
    Server server = servers.get(endpoint.service());
    if (server == null) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE, "No ready pod behind service " + endpoint.service());
    }
    PodRef pod = new PodRef(namespace, endpoint.service() + "-1", server.podUid, server.host, 0);
    return new FakeRoute(server.host, server.port, Optional.of(pod));
  }

  private record FakeRoute(String host, int port, Optional<PodRef> pod) implements Route {
    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }

  @Override
  public String value(String namespace, SecretRef ref) {
    String value = secrets.get(ref.toString());
    if (value == null) {
      throw StageProblem.permanent(
          ProblemCode.CREDENTIALS_MISSING, "There is no secret " + ref + " in " + namespace);
    }
    return value;
  }

  @Override
  public Login login(String namespace, Credentials credentials) {
    return Login.of(credentials, ref -> value(namespace, ref));
  }

  @Override
  public String name() {
    return "east";
  }

  @Override
  public Reach reach() {
    return this;
  }

  @Override
  public Secrets secrets() {
    return this;
  }

  @Override
  public <T> T call(String what, Supplier<T> work) {
    return work.get();
  }

  @Override
  public OpenShiftClient client() {
    throw new UnsupportedOperationException("client");
  }

  @Override
  public Pods pods() {
    throw new UnsupportedOperationException("pods");
  }

  @Override
  public Exec exec() {
    throw new UnsupportedOperationException("exec");
  }

  @Override
  public PodFiles files() {
    throw new UnsupportedOperationException("files");
  }

  @Override
  public HelperPods helperPods() {
    throw new UnsupportedOperationException("helperPods");
  }

  @Override
  public Leases leases() {
    throw new UnsupportedOperationException("leases");
  }

  /** Everything is allowed. */
  @Override
  public Access access() {
    return right -> true;
  }

  @Override
  public Changes changes() {
    throw new UnsupportedOperationException("changes");
  }
}
