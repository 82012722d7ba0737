package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.HttpProbe;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.openshift.api.model.RouteIngress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Routes through the kit's client, probes through its reach. */
final class KitEdge implements Edge {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Scope scope;

  KitEdge(Scope scope) {
    this.scope = scope;
  }

  @Override
  public Map<String, Boolean> routes() {
    Map<String, Boolean> hosts = new TreeMap<>();
    boolean served =
        scope.call(
            "ask for the route API",
            () -> scope.cluster().client().hasApiGroup("route.openshift.io", true));
    if (!served) {
      return hosts;
    }
    List<io.fabric8.openshift.api.model.Route> routes =
        scope.call(
            "list routes",
            () ->
                scope.cluster().client().routes().inNamespace(scope.namespace()).list().getItems());
    for (io.fabric8.openshift.api.model.Route route : routes) {
      String host = StateReader.text(route.getSpec().getHost()).toLowerCase(Locale.ROOT);
      boolean admitted =
          route.getStatus() != null
              && route.getMetadata().getDeletionTimestamp() == null
              && route.getStatus().getIngress().stream().anyMatch(KitEdge::admits);
      hosts.merge(host, admitted, Boolean::logicalOr);
    }
    return hosts;
  }

  private static boolean admits(RouteIngress ingress) {
    return ingress.getConditions().stream()
        .anyMatch(c -> "Admitted".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  @Override
  public Optional<String> podUid(String service) {
    try {
      return Optional.of(scope.cluster().pods().behindService(scope.namespace(), service).uid());
    } catch (StageProblem problem) {
      if (problem.code() == ProblemCode.TARGET_UNREACHABLE) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  /** Plain HTTP/1.1: not every server ignores the header that offers an upgrade. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }

  @Override
  public int status(HttpProbe probe) {
    Endpoint endpoint = probe.endpoint();
    try (Route route = scope.cluster().reach().to(scope.namespace(), endpoint);
        HttpClient client = client()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("http://" + route.host() + ":" + route.port() + probe.path()))
              .timeout(PATIENCE);
      probe.headers().forEach(request::header);
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.TARGET_UNREACHABLE,
          "No answer from "
              + endpoint.service()
              + probe.path()
              + ": "
              + e.getClass().getSimpleName(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    }
  }
}
