package dev.rekindle.sandbox.cluster.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulated API answers as the recorded real one did: status, kind, reason, causes, content
 * type and fields.
 */
class RecordedReplayTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path FOLDER = Path.of("src/test/resources/recorded");
  private static final Path LEFT_OUT = Path.of("src/test/resources/recorded-not-replayed.txt");

  /** What the recording's author did outside the recorded client before a case. */
  private static final Map<String, String> SETUP =
      Map.ofEntries(
          Map.entry(
              "evict-429",
              "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}}"),
          Map.entry(
              "pod-create-quota",
              "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: '1'}}}"),
          Map.entry(
              "finalizer-delete",
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: fin, finalizers: [rekindle.dev/hold]}}"),
          Map.entry("job-get-success", job("ok", "true")),
          Map.entry("job-get-failure", job("bad", "false")),
          Map.entry("pod-delete-grace", workload("slow")),
          Map.entry("delete-background", workload("prop-background")),
          Map.entry("delete-foreground", workload("prop-foreground")),
          Map.entry("delete-orphan", workload("prop-orphan")),
          Map.entry(
              "hpa-zero",
              "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {minReplicas: 1, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}"));

  @TempDir static Path directory;
  static SimulatedCluster cluster;
  static Stage stage;

  private static String job(String name, String command) {
    return "{apiVersion: batch/v1, kind: Job, metadata: {name: %s}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: any, command: [%s]}]}}}}"
        .formatted(name, command);
  }

  private static String workload(String name) {
    return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: %1$s}, spec: {selector: {matchLabels: {app: %1$s}}, template: {metadata: {labels: {app: %1$s}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: any, command: [sleep, '60']}]}}}}"
        .formatted(name);
  }

  @BeforeAll
  static void start() {
    cluster =
        SimulatedCluster.start(
            ClusterSettings.in(directory).withPace(0.1),
            images -> images.register("localhost/redis:1", Stage.redis()));
    stage = new Stage(cluster);
    stage.seed();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Set<String> leftOut() {
    try (Stream<String> lines = Files.lines(LEFT_OUT)) {
      return new TreeSet<>(
          lines
              .filter(l -> !l.startsWith("#") && l.contains(":"))
              .map(l -> l.substring(0, l.indexOf(':')))
              .toList());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @TestFactory
  List<DynamicTest> every_plain_exchange_is_answered_as_recorded() {
    Set<String> leftOut = leftOut();
    return Recording.all(FOLDER).stream()
        .filter(r -> r.plain() && !leftOut.contains(r.name()))
        .map(r ->
            DynamicTest.dynamicTest(
                r.file().path("seq").asText() + " " + r.name(), () -> replay(r)))
        .toList();
  }

  @Test
  void every_case_with_a_request_is_replayed_or_listed_with_a_reason() {
    Set<String> open = new TreeSet<>();
    Recording.all(FOLDER).stream()
        .filter(r -> r.file().has("request") && !r.plain())
        .forEach(r -> open.add(r.name()));
    open.removeAll(leftOut());
    assertThat(open).isEmpty();
  }

  private static void replay(Recording recording) throws Exception {
    if (SETUP.containsKey(recording.name())) {
      stage.create((ObjectNode) new YAMLMapper().readTree(SETUP.get(recording.name())));
      Thread.sleep(1500);
    }
    for (JsonNode before : recording.file().path("before")) {
      JsonNode request = before.path("request");
      if (!request.path("method").asText().equals("GET")
          && !recording.name().equals("evict-429-retries")) {
        stage.send(recording, request);
      }
    }
    HttpResponse<String> answer = stage.send(recording, recording.request());
    // A controller may write between the read and the write of a replayed request: that conflict is
    // not the recorded one.
    for (int i = 0;
        i < 5 && answer.statusCode() == 409 && recording.response().path("status").asInt() == 200;
        i++) {
      Thread.sleep(300);
      answer = stage.send(recording, recording.request());
    }
    compareOnceSettled(recording, answer);
    if (recording.name().equals("pod-create-quota")) {
      cluster
          .store()
          .remove(
              new dev.rekindle.sandbox.cluster.object.ObjectKey(
                  "", "resourcequotas", "threescale", "q"));
    }
  }

  /**
   * What is read may still have to be written by a controller, as the status behind a new object
   * is: a read is repeated until it shows the recorded state, and judged as strictly in the end.
   */
  private static void compareOnceSettled(Recording recording, HttpResponse<String> answer)
      throws Exception {
    boolean read = recording.request().path("method").asText().equals("GET");
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (read && System.nanoTime() < until) {
      try {
        compare(recording, answer);
        return;
      } catch (AssertionError _) {
        Thread.sleep(100);
        answer = stage.send(recording, recording.request());
      }
    }
    compare(recording, answer);
  }

  private static void compare(Recording recording, HttpResponse<String> answer) throws IOException {
    JsonNode expected = recording.response();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected.path("status").asInt());
    String type = expected.path("headers").path("content-type").asText();
    assertThat(answer.headers().firstValue("content-type").orElse("").split(";")[0])
        .isEqualTo(type.split(";")[0]);
    if (expected.path("headers").has("retry-after")) {
      assertThat(answer.headers().firstValue("retry-after"))
          .hasValue(expected.path("headers").path("retry-after").asText());
    }
    if (!expected.path("body").isObject()) {
      return;
    }
    JsonNode was = expected.path("body");
    JsonNode is = MAPPER.readTree(answer.body());
    for (String field : List.of("kind", "apiVersion", "reason", "status", "code")) {
      if (was.path(field).isValueNode()) {
        assertThat(is.path(field)).as(field).isEqualTo(was.path(field));
      }
    }
    assertThat(causes(is)).isEqualTo(causes(was));
    assertThat(Recording.fields(is))
        .as("fields of " + answer.body())
        .containsExactlyElementsOf(Recording.fields(was));
  }

  private static List<String> causes(JsonNode status) {
    return status
        .path("details")
        .path("causes")
        .valueStream()
        .map(c -> c.path("reason").asText())
        .sorted()
        .toList();
  }
}
