package dev.rekindle.worker.kit.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.api.Access;
import dev.rekindle.sandbox.cluster.api.ApiServer;
import dev.rekindle.sandbox.cluster.api.Pods;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.registry.Registry;
import dev.rekindle.sandbox.cluster.store.ObjectStore;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The simulated API server, with commands that really run on this machine and no controllers. */
final class TestCluster implements AutoCloseable {

  private final ApiServer server;
  private final FabricCluster cluster;
  private final List<Process> processes = new CopyOnWriteArrayList<>();

  TestCluster(Path directory) throws IOException {
    Registry registry =
        new Registry(
            new ObjectStore(),
            new KindCatalog(KindCatalog.withOperatorOf3scale()),
            Clock.systemUTC());
    ObjectNode namespace = dev.rekindle.sandbox.cluster.object.Json.object();
    namespace.putObject("metadata").put("name", "shop");
    registry.create(KindCatalog.NAMESPACE, "", namespace, registry.own("test"));
    server = new ApiServer(registry, new Access(registry, "token"), new Processes(), 0);
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: it
            clusters:
            - {name: it, cluster: {server: "http://127.0.0.1:%d"}}
            users:
            - {name: it, user: {token: token}}
            contexts:
            - {name: it, context: {cluster: it, user: it, namespace: shop}}
            """
                .formatted(server.port()));
    cluster = FabricCluster.open("east", ClusterAccess.of(kubeconfig), "helper:1");
  }

  FabricCluster cluster() {
    return cluster;
  }

  ApiServer server() {
    return server;
  }

  /** A pod that is running and ready, as a node would report it. */
  PodRef pod(String name, Map<String, String> labels) {
    return ready(starting(name, labels), "127.9.9.9");
  }

  /** A pod that is not ready yet. */
  Pod starting(String name, Map<String, String> labels) {
    return cluster
        .client()
        .pods()
        .inNamespace("shop")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("x")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  PodRef ready(Pod pod, String ip) {
    Pod now =
        cluster
            .client()
            .pods()
            .inNamespace("shop")
            .withName(pod.getMetadata().getName())
            .editStatus(seen ->
                new PodBuilder(seen)
                    .withNewStatus()
                    .withPhase("Running")
                    .withPodIP(ip)
                    .withConditions(
                        new PodConditionBuilder().withType("Ready").withStatus("True").build())
                    .endStatus()
                    .build());
    return new PodRef("shop", now.getMetadata().getName(), now.getMetadata().getUid(), ip, 0);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    cluster.close();
    server.close();
  }

  private final class Processes implements Pods {

    @Override
    public Optional<byte[]> log(PodContainer container, boolean previous) {
      return Optional.empty();
    }

    @Override
    public Optional<InetSocketAddress> address(String namespace, String pod, int port) {
      return Optional.of(new InetSocketAddress("127.0.0.1", port));
    }

    @Override
    public boolean running(PodContainer container) {
      return true;
    }

    @Override
    public Command exec(PodContainer container, List<String> command, Streams streams)
        throws IOException {
      Process process = new ProcessBuilder(new ArrayList<>(command)).start();
      processes.add(process);
      copy(streams.in(), process.getOutputStream());
      Thread out = copy(process.getInputStream(), streams.out());
      Thread err = copy(process.getErrorStream(), streams.err());
      return () -> {
        int code = process.waitFor();
        out.join();
        err.join();
        return code;
      };
    }

    private Thread copy(InputStream from, OutputStream to) {
      return Thread.ofVirtual()
          .start(() -> {
            try (to) {
              byte[] buffer = new byte[8192];
              for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
              }
            } catch (IOException e) {
              // The other side is gone.
            }
          });
    }
  }
}
