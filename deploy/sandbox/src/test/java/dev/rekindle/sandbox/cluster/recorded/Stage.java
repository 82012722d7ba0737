package dev.rekindle.sandbox.cluster.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The seed that the recordings start from, and requests with the names and revisions of this run.
 */
final class Stage {
  private static final Pattern POD =
      Pattern.compile("(backend-redis|web|slow)-[a-z0-9]{8,10}-[a-z0-9]{5}");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final SimulatedCluster cluster;
  private final HttpClient http = HttpClient.newHttpClient();

  Stage(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** A Redis that only pretends: the main program sleeps, {@code redis-cli ping} succeeds. */
  static Image redis() {
    return new Image() {
      @Override
      public List<String> command() {
        return List.of("redis-server");
      }

      @Override
      public Optional<Program> program(ContainerContext context, List<String> command) {
        return switch (command.isEmpty() ? "" : command.getFirst()) {
          case "redis-server" ->
              Optional.of((c, s) -> {
                s.out()
                    .write(
                        "one\ntwo\nReady to accept connections\n".getBytes(StandardCharsets.UTF_8));
                s.out().flush();
                Thread.sleep(Duration.ofHours(1));
                return 0;
              });
          case "redis-cli" -> Optional.of((c, s) -> 0);
          default -> Optional.empty();
        };
      }
    };
  }

  void seed() {
    try (InputStream in = Stage.class.getResourceAsStream("/recorded-seed.yaml")) {
      for (JsonNode object :
          new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(in).readAll()) {
        create((ObjectNode) object);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> pods("Running") >= 4);
  }

  private long pods(String phase) {
    return cluster.store().list(KindCatalog.POD, "threescale").stream()
        .filter(p ->
            Json.text(p, "status.phase").equals(phase)
                && p.toString().contains("\"type\":\"Ready\",\"status\":\"True\""))
        .count();
  }

  void create(ObjectNode object) {
    var kind =
        cluster
            .registry()
            .kinds()
            .byName(object.path("apiVersion").asText(), object.path("kind").asText())
            .orElseThrow();
    cluster.registry().create(kind, "threescale", object, cluster.registry().own("seed"));
  }

  /** Sends a recorded request, put into terms of this run. */
  HttpResponse<String> send(Recording recording, JsonNode request)
      throws IOException, InterruptedException {
    String path = names(request.path("path").asText());
    String query =
        request.path("query").isTextual() ? "?" + names(request.path("query").asText()) : "";
    var builder =
        HttpRequest.newBuilder(URI.create(cluster.url() + path + query))
            .timeout(Duration.ofSeconds(20));
    builder.header("Authorization", "Bearer " + token(recording, request));
    builder.header("User-Agent", "fabric8-kubernetes-client/7.6.1");
    String type = request.path("headers").path("content-type").asText("");
    if (!type.isEmpty()) {
      builder.header("Content-Type", type);
    }
    JsonNode body = request.path("body");
    boolean stale = recording.response().path("status").asInt() == 409;
    String text =
        body.isMissingNode() || body.isNull()
            ? ""
            : body.isTextual() ? body.asText() : revised(body.deepCopy(), path, stale).toString();
    if (recording.name().equals("configmap-too-large")) {
      text =
          "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\""
              + "x".repeat(1_100_000)
              + "\"}}";
    }
    builder.method(request.path("method").asText(), HttpRequest.BodyPublishers.ofString(text));
    return http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String token(Recording recording, JsonNode request) {
    if (recording.name().equals("unauthorized")) {
      return "nobody";
    }
    boolean small =
        !request.path("as").isMissingNode() || !recording.request().path("as").isMissingNode();
    return small ? cluster.tokenOf("threescale", "small") : cluster.token();
  }

  /** Recorded pod names become those of this run. */
  String names(String text) {
    return POD.matcher(text).replaceAll(m -> pod(m.group(1)));
  }

  private String pod(String workload) {
    return cluster.store().list(KindCatalog.POD, "threescale").stream()
        .filter(p -> !Json.has(p, "metadata.deletionTimestamp"))
        .map(p -> Json.text(p, "metadata.name"))
        .filter(n -> n.startsWith(workload + "-"))
        .findFirst()
        .orElse(workload + "-none");
  }

  private JsonNode revised(JsonNode body, String path, boolean stale) throws IOException {
    Optional<ObjectNode> live = live(path);
    String revision =
        stale ? "1" : live.map(o -> Json.text(o, "metadata.resourceVersion")).orElse("1");
    if (body instanceof ArrayNode steps) {
      for (JsonNode step : steps) {
        if (step.path("path").asText().equals("/metadata/resourceVersion")) {
          ((ObjectNode) step).put("value", revision);
        }
      }
    }
    if (body.path("metadata") instanceof ObjectNode metadata) {
      if (metadata.has("resourceVersion")) {
        metadata.put("resourceVersion", revision);
      }
      live.filter(o -> metadata.has("uid"))
          .ifPresent(o -> metadata.put("uid", Json.text(o, "metadata.uid")));
    }
    return MAPPER.readTree(names(body.toString()));
  }

  private Optional<ObjectNode> live(String path) {
    return cluster.store().everything().stream()
        .filter(o -> !Json.text(o, "kind").equals("Namespace"))
        .filter(o ->
            path.matches(
                ".*/" + plural(o) + "/" + Pattern.quote(Json.text(o, "metadata.name")) + "(/.*)?"))
        .findFirst();
  }

  private static String plural(ObjectNode object) {
    return object.path("kind").asText().toLowerCase(java.util.Locale.ROOT) + "s";
  }
}
