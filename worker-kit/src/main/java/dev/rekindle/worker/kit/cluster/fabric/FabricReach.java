package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.cluster.Reach;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.settings.WorkerSettings.Access;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.openshift.client.OpenShiftClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ways to servers: by address, or by port-forward. */
final class FabricReach implements Reach {

  private final OpenShiftClient client;
  private final Problems problems;
  private final FabricPods pods;
  private final Access access;

  FabricReach(OpenShiftClient client, Problems problems, FabricPods pods, Access access) {
    this.client = client;
    this.problems = problems;
    this.pods = pods;
    this.access = access;
  }

  @Override
  public Route to(String namespace, Endpoint endpoint) {
    String name = endpoint.service();
    if (name == null) {
      return new Outside(String.valueOf(endpoint.host()), endpoint.port());
    }
    Service service = pods.service(namespace, name);
    if ("ExternalName".equals(service.getSpec().getType())) {
      return new Outside(service.getSpec().getExternalName(), endpoint.port());
    }
    PodRef pod = pods.soonReady(namespace, FabricPods.selectorOf(service));
    int port = containerPort(service, endpoint.port(), pods.confirm(pod));
    return switch (access) {
      case DIRECT -> direct(pod, port);
      case PORT_FORWARD -> forwarded(pod, port);
    };
  }

  /** The pod's port behind a Service's port; the same number when the Service does not map it. */
  private static int containerPort(Service service, int port, Pod pod) {
    IntOrString target =
        service.getSpec().getPorts().stream()
            .filter(p -> p.getPort() != null && p.getPort() == port)
            .map(p -> p.getTargetPort())
            .filter(p -> p != null)
            .findFirst()
            .orElse(new IntOrString(port));
    if (target.getStrVal() == null) {
      return target.getIntVal() == null ? port : target.getIntVal();
    }
    return pod.getSpec().getContainers().stream()
        .flatMap(
            c -> c.getPorts() == null ? List.<ContainerPort>of().stream() : c.getPorts().stream())
        .filter(p -> target.getStrVal().equals(p.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(port);
  }

  private Route direct(PodRef pod, int port) {
    if (pod.ip().isEmpty()) {
      throw StageProblem.passing(ProblemCode.TARGET_UNREACHABLE, pod + " has no address yet");
    }
    return new ToPod(pod.ip(), port, pod, null);
  }

  private Route forwarded(PodRef pod, int port) {
    LocalPortForward forward =
        problems.call(
            "forward a port to " + pod,
            () ->
                client
                    .pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .portForward(port, InetAddress.getLoopbackAddress(), 0));
    return new ToPod(
        InetAddress.getLoopbackAddress().getHostAddress(), forward.getLocalPort(), pod, forward);
  }

  private record Outside(String host, int port) implements Route {
    @Override
    public Optional<PodRef> pod() {
      return Optional.empty();
    }

    @Override
    public void confirm() {}

    @Override
    public void close() {}
  }

  private final class ToPod implements Route {
    private final String host;
    private final int port;
    private final PodRef pod;
    private final @Nullable LocalPortForward forward;

    ToPod(String host, int port, PodRef pod, @Nullable LocalPortForward forward) {
      this.host = host;
      this.port = port;
      this.pod = pod;
      this.forward = forward;
    }

    @Override
    public String host() {
      return host;
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public Optional<PodRef> pod() {
      return Optional.of(pod);
    }

    @Override
    public void confirm() {
      if (PodStates.restarts(pods.confirm(pod)) != pod.restarts()) {
        throw FabricPods.lost(pod, "had a container restart");
      }
    }

    @Override
    public void close() {
      if (forward == null) {
        return;
      }
      try {
        forward.close();
      } catch (IOException e) {
        // It is not used any more; whatever it had to say came out at its sockets.
        System.getLogger(FabricReach.class.getName())
            .log(System.Logger.Level.DEBUG, "Port-forward closed badly", e);
      }
    }
  }
}
