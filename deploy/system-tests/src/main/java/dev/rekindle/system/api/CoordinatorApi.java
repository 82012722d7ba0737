package dev.rekindle.system.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The coordinator's HTTP API, as far as the demo and the system tests use it. */
public final class CoordinatorApi {

  private final JsonHttp http;

  private final int port;

  public CoordinatorApi(String url) {
    port = URI.create(url).getPort();
    http = new JsonHttp(url, Duration.ofSeconds(30));
  }

  /** An empty request, to be filled. */
  public static ObjectNode object() {
    return JsonHttp.JSON.createObjectNode();
  }

  /** True when a Quarkus service says that it is ready. */
  public static boolean ready(String url) {
    try {
      return new JsonHttp(url, Duration.ofSeconds(2)).get("/q/health/ready").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Sends an Alertmanager webhook; answers {@code STATUS body}. */
  public String alert(String body) {
    JsonHttp.Answer answer = http.post("/webhooks/alertmanager", body);
    return answer.status() + " " + answer.body();
  }

  /** Starts a restore; answers its id, or the problem as an exception. */
  public String start(ObjectNode request) {
    return http.post("/api/v1/restores", request.toString()).good().path("id").asText();
  }

  /** Which sets of an application's store can be used, the newest first: verified or not. */
  public Map<String, Boolean> usableBackups(String application) {
    Map<String, Boolean> usable = new LinkedHashMap<>();
    for (JsonNode set :
        http.get("/api/v1/backups?application=" + application).good().path("items")) {
      if (set.path("usable").asBoolean() && !set.path("safety").asBoolean()) {
        usable.put(set.path("set").asText(), set.hasNonNull("verifiedAt"));
      }
    }
    return usable;
  }

  /** Name of the set that an order reads or makes. */
  public String backupSet(String id) {
    return http.get("/api/v1/restores/" + id).good().at("/backup/set").asText();
  }

  /** Any POST, for tests of refusals: {@code STATUS body}. */
  public String post(String path, String body) {
    JsonHttp.Answer answer = http.post(path, body);
    return answer.status() + " " + answer.body();
  }

  /** Ids of all restores, newest first. */
  public List<String> restores() {
    List<String> ids = new ArrayList<>();
    JsonNode answer = http.get("/api/v1/restores").good();
    (answer.isArray() ? answer : answer.path("items"))
        .forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  /** One restore; empty while the coordinator is away. */
  public Optional<RestoreView> show(String id) {
    try {
      JsonHttp.Answer answer = http.get("/api/v1/restores/" + id);
      return answer.status() == 200
          ? Optional.of(RestoreJson.read(answer.body()))
          : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** How many facts a restore has. */
  public long seq(String id) {
    return http.get("/api/v1/restores/" + id).good().path("seq").asLong();
  }

  /** The facts of a restore. */
  public JsonNode journal(String id) {
    return http.get("/api/v1/restores/" + id + "/journal").good();
  }

  /** A restore as evidence, byte for byte. */
  public String bundle(String id) {
    return http.text("/api/v1/restores/" + id + "/bundle");
  }

  public void approve(String id, String digest, String by, String reason) {
    decide(id, "approve", person(by, reason).put("digest", digest));
  }

  public void resume(String id, String by, String reason) {
    decide(id, "resume", person(by, reason));
  }

  /** Starts nothing new; {@code now}: also cancels what runs. */
  public void hold(String id, boolean now, String by, String reason) {
    decide(id, "hold", person(by, reason).put("now", now));
  }

  public void cancel(String id, String by, String reason) {
    decide(id, "cancel", person(by, reason));
  }

  /** Takes an import as done; later stages read the pod it would have named. */
  public void skip(String id, String stage, String by, String reason) {
    ObjectNode body = person(by, reason);
    body.putObject("outputs").putObject("target").put("podUid", "left-out");
    decide(id, "stages/" + stage + "/skip", body);
  }

  private void decide(String id, String action, ObjectNode body) {
    http.post("/api/v1/restores/" + id + "/" + action, body.toString()).good();
  }

  private static ObjectNode person(String by, String reason) {
    return JsonHttp.JSON.createObjectNode().put("by", by).put("reason", reason);
  }
}
