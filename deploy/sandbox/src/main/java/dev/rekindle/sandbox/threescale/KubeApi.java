package dev.rekindle.sandbox.threescale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cluster's API as the simulated application and its operator use it, in one namespace. */
public final class KubeApi {

  /** JSON of objects. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final String url;
  private final String token;
  private final String namespace;

  public KubeApi(String url, String token, String namespace) {
    this.url = url;
    this.token = token;
    this.namespace = namespace;
  }

  /** Kinds by the path below which their objects lie. */
  public enum Kind {
    POD("api/v1", "pods"),
    SECRET("api/v1", "secrets"),
    CONFIG_MAP("api/v1", "configmaps"),
    SERVICE("api/v1", "services"),
    CLAIM("api/v1", "persistentvolumeclaims"),
    DEPLOYMENT("apis/apps/v1", "deployments"),
    JOB("apis/batch/v1", "jobs"),
    ROUTE("apis/route.openshift.io/v1", "routes"),
    API_MANAGER("apis/apps.3scale.net/v1alpha1", "apimanagers");

    private final String group;
    private final String plural;

    /** By the name that objects carry in {@code kind}. */
    static Kind named(String name) {
      return switch (name) {
        case "Pod" -> POD;
        case "Secret" -> SECRET;
        case "ConfigMap" -> CONFIG_MAP;
        case "Service" -> SERVICE;
        case "PersistentVolumeClaim" -> CLAIM;
        case "Deployment" -> DEPLOYMENT;
        case "Job" -> JOB;
        case "Route" -> ROUTE;
        case "APIManager" -> API_MANAGER;
        default -> throw new IllegalArgumentException("Not a kind of the sandbox: " + name);
      };
    }

    Kind(String group, String plural) {
      this.group = group;
      this.plural = plural;
    }
  }

  /** Empty when there is none. */
  public Optional<JsonNode> get(Kind kind, String name) {
    Answer answer = send("GET", path(kind) + "/" + name, "", "");
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.good());
  }

  /** All, or those a label selector matches. */
  public List<JsonNode> list(Kind kind, String selector) {
    String query = selector.isEmpty() ? "" : "?labelSelector=" + selector;
    List<JsonNode> items = new ArrayList<>();
    send("GET", path(kind) + query, "", "").good().path("items").forEach(items::add);
    return items;
  }

  /** Creates; an object of that name that is already there is left alone and returned. */
  public JsonNode create(Kind kind, JsonNode object) {
    Answer answer = send("POST", path(kind), "application/json", object.toString());
    if (answer.status() == 409 && object.at("/metadata/name").isTextual()) {
      return get(kind, object.at("/metadata/name").asText()).orElseGet(answer::good);
    }
    return answer.good();
  }

  /** Puts an object in the place of the one of its name. */
  public void replace(Kind kind, JsonNode object) {
    String name = object.at("/metadata/name").asText();
    send("PUT", path(kind) + "/" + name, "application/json", object.toString()).good();
  }

  /** JSON merge patch. */
  public JsonNode merge(Kind kind, String name, String patch) {
    return send("PATCH", path(kind) + "/" + name, "application/merge-patch+json", patch).good();
  }

  /** JSON merge patch of the status. */
  public void mergeStatus(Kind kind, String name, String patch) {
    send("PATCH", path(kind) + "/" + name + "/status", "application/merge-patch+json", patch)
        .good();
  }

  /** Deletes; what is not there is deleted already. */
  public void delete(Kind kind, String name) {
    Answer answer =
        send("DELETE", path(kind) + "/" + name + "?propagationPolicy=Background", "", "");
    if (answer.status() != 404) {
      answer.good();
    }
  }

  /** Address of a ready pod of a workload that is not on its way out. */
  public Optional<String> address(String workload) {
    return list(Kind.POD, "deployment=" + workload).stream()
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .filter(KubeApi::ready)
        .map(pod -> pod.at("/status/podIP").asText())
        .filter(ip -> !ip.isEmpty())
        .findFirst();
  }

  private static boolean ready(JsonNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private String path(Kind kind) {
    return "/" + kind.group + "/namespaces/" + namespace + "/" + kind.plural;
  }

  private record Answer(int status, String body, String what) {
    JsonNode good() {
      if (status >= 300) {
        throw new IllegalStateException(what + " answered " + status + ": " + body);
      }
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Answer send(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body(), method + " " + path);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + method + " " + path, e);
    }
  }
}
