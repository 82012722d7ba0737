package dev.rekindle.sandbox.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletIT {
  @TempDir Path directory;
  SimulatedCluster cluster;
  KubernetesClient client;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.start(ClusterSettings.in(directory));
    client = client(cluster);
  }

  static KubernetesClient client(SimulatedCluster cluster) {
    Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  Pod pod(String yaml) {
    return client
        .resource(client.getKubernetesSerialization().unmarshal("---\n" + yaml, Pod.class))
        .create();
  }

  static String helper(String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
      - name: main
        image: registry.access.redhat.com/ubi9/ubi:latest
        command: [sh, -c, "mkdir -p /data/sub; echo hello > /data/sub/file; echo started; sleep 600"]
        volumeMounts: [{name: d, mountPath: /data}, {name: c, mountPath: /etc/conf}]
      volumes:
      - name: d
        persistentVolumeClaim: {claimName: data}
      - name: c
        configMap: {name: conf}
    """
        .formatted(name);
  }

  record Ran(int exit, String out) {}

  Ran run(String pod, byte[] stdin, String... command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var exec = client.pods().withName(pod).redirectingInput().writingOutput(out).writingError(out);
    try (ExecWatch watch = exec.exec(command)) {
      OutputStream in = watch.getInput();
      in.write(stdin);
      in.flush();
      return new Ran(
          watch.exitCode().get(20, TimeUnit.SECONDS), out.toString(StandardCharsets.UTF_8));
    }
  }

  void volumes() {
    client
        .resource(
            client
                .getKubernetesSerialization()
                .<io.fabric8.kubernetes.api.model.HasMetadata>unmarshal(
                    "---\n{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}"))
        .create();
    client
        .resource(
            client
                .getKubernetesSerialization()
                .<io.fabric8.kubernetes.api.model.HasMetadata>unmarshal(
                    "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {x.conf: \"dir /data/sub\\n\"}}"))
        .create();
  }

  @Test
  void a_helper_pod_writes_to_its_claim_and_sees_paths_of_its_container_only() throws Exception {
    volumes();
    pod(helper("helper"));
    client.pods().withName("helper").waitUntilReady(20, TimeUnit.SECONDS);
    // Ready says that the program runs, not how far it is.
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> client.pods().withName("helper").getLog().contains("started"));
    Ran found = run("helper", new byte[0], "find", "/data", "-type", "f");
    Ran config = run("helper", new byte[0], "cat", "/etc/conf/x.conf");
    Ran length =
        run(
            "helper",
            "12345".getBytes(StandardCharsets.UTF_8),
            "sh",
            "-c",
            "head -c 5 > /data/sub/in && wc -c < /data/sub/in; exit 3");
    assertThat(found).isEqualTo(new Ran(0, "/data/sub/file\n"));
    assertThat(config.out()).isEqualTo("dir /data/sub\n");
    assertThat(length.exit()).isEqualTo(3);
    assertThat(length.out().strip()).isEqualTo("5");
    assertThat(cluster.kubelet().claimDirectory("threescale", "data").resolve("sub/in"))
        .hasContent("12345");
    assertThat(client.pods().withName("helper").getLog()).isEqualTo("started\n");
  }

  @Test
  void a_command_that_is_not_there_has_no_exit_code() throws Exception {
    volumes();
    pod(helper("helper"));
    client.pods().withName("helper").waitUntilReady(20, TimeUnit.SECONDS);
    assertThat(run("helper", new byte[0], "nope-not-there").exit()).isEqualTo(-1);
  }

  @Test
  void a_deleted_pod_lingers_until_its_processes_are_gone() throws Exception {
    volumes();
    pod(helper("helper"));
    client.pods().withName("helper").waitUntilReady(20, TimeUnit.SECONDS);
    client.pods().withName("helper").delete();
    Pod leaving = client.pods().withName("helper").get();
    assertThat(leaving.getMetadata().getDeletionTimestamp()).isNotNull();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.pods().withName("helper").get() == null);
  }

  @Test
  void a_port_forward_reaches_the_address_of_the_pod() throws Exception {
    cluster.images().register("echo", Image.of((context, streams) -> echo(context.podIp())));
    pod(
        "{apiVersion: v1, kind: Pod, metadata: {name: e}, spec: {containers: [{name: main, image: echo, readinessProbe: {tcpSocket: {port: 7007}, periodSeconds: 1}}]}}");
    client.pods().withName("e").waitUntilReady(20, TimeUnit.SECONDS);
    try (var forward = client.pods().withName("e").portForward(7007);
        var socket = new java.net.Socket("127.0.0.1", forward.getLocalPort())) {
      socket.getOutputStream().write("x".repeat(200_000).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(200_000)).hasSize(200_000);
    }
  }

  static int echo(String ip) throws IOException {
    try (ServerSocket server = new ServerSocket(7007, 10, java.net.InetAddress.getByName(ip))) {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> copy(socket));
      }
    }
  }

  static void copy(java.net.Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      in.transferTo(socket.getOutputStream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_container_that_ends_is_started_again_and_counts() {
    pod(
        "{apiVersion: v1, kind: Pod, metadata: {name: c}, spec: {containers: [{name: main, image: any, command: [sh, -c, 'exit 1']}]}}");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          var status = client.pods().withName("c").get().getStatus();
          assertThat(status.getContainerStatuses().getFirst().getRestartCount()).isPositive();
          assertThat(status.getPhase()).isEqualTo("Running");
          var waiting = status.getContainerStatuses().getFirst().getState().getWaiting();
          assertThat(waiting).isNotNull();
          assertThat(waiting.getReason()).isEqualTo("CrashLoopBackOff");
        });
  }
}
