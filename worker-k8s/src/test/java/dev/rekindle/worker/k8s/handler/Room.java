package dev.rekindle.worker.k8s.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.worker.k8s.target.Labels;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FaultyProxy.Fate;
import dev.rekindle.worker.kit.testing.FaultyProxy.Request;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.openshift.client.OpenShiftClient;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The application in one namespace, and what becomes of requests about it. */
final class Room {

  static final RestoreId RESTORE = RestoreId.parse("0198c2f0-7a51-7c3e-9d0b-2f1a3c5d7e91");
  static final Function<Request, Fate> PASS = request -> new Fate.Pass();

  private static final String ANY = "any-namespace";

  private final Shop shop;
  private final String namespace;
  private final List<Request> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Fate> fate = PASS;

  Room(Shop shop, String namespace) {
    this.shop = shop;
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  OpenShiftClient client() {
    return shop.direct().client();
  }

  void create(String yaml) {
    client().load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).inNamespace(namespace).create();
  }

  void awaitPods(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            client().pods().inNamespace(namespace).list().getItems().stream()
                    .filter(pod -> pod.getStatus().getPhase().equals("Running"))
                    .count()
                == count);
  }

  /** Sees the request as it would be in any room. */
  Fate judge(Request request) {
    Request anywhere = new Request(request.method(), request.path().replace(namespace, ANY));
    calls.add(anywhere);
    return fate.apply(anywhere);
  }

  /** The path in this room. */
  String here(String path) {
    return path.replace(ANY, namespace);
  }

  /** Requests about this namespace, as they came through the proxy. */
  List<Request> calls() {
    return calls;
  }

  void fate(Function<Request, Fate> judge) {
    fate = judge;
  }

  FakeAttempt attempt(int number, Map<String, ArtifactPin> artifacts) {
    return new FakeAttempt(
        new AttemptRef(RESTORE, new StageId("test"), number, 4 + number),
        new StageContext(
            "shop",
            "east",
            namespace,
            new BackupPin("backups", "monday", artifacts),
            "safety-" + namespace,
            Map.of(),
            Duration.ofSeconds(30),
            Instant.now().plusSeconds(60)));
  }

  /** Everything that a stage may leave behind, without what differs between any two clusters. */
  String state() {
    Map<String, String> state = new TreeMap<>();
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(d ->
            state.put(
                "deployment " + d.getMetadata().getName(),
                d.getSpec().getReplicas() + " token " + annotation(d, Labels.FENCE)));
    client()
        .configMaps()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(
            c -> state.put("config map " + c.getMetadata().getName(), String.valueOf(c.getData())));
    client()
        .secrets()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(s ->
            state.put(
                "secret " + s.getMetadata().getName(), new TreeMap<>(s.getData()).toString()));
    client()
        .leases()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(l ->
            state.put(
                "lease " + l.getMetadata().getName(),
                l.getSpec().getHolderIdentity() + " token " + annotation(l, Labels.FENCE)));
    state.put(
        "jobs",
        client().batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
            .map(job -> "succeeded " + job.getStatus().getSucceeded())
            .toList()
            .toString());
    state.put(
        "pods",
        client().pods().inNamespace(namespace).list().getItems().stream()
            .filter(pod -> pod.getMetadata().getLabels().containsKey("deployment"))
            .map(pod -> pod.getMetadata().getLabels().get("deployment"))
            .sorted()
            .toList()
            .toString());
    return state.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String annotation(HasMetadata object, String name) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(name, "");
  }
}
