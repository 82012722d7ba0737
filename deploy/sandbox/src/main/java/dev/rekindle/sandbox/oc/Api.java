package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The API server that {@code KUBECONFIG} names, in the namespace of its context. */
final class Api {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;
  private final String token;
  private final String namespace;

  private Api(String server, String token, String namespace) {
    this.server = server;
    this.token = token;
    this.namespace = namespace;
  }

  static Api ofKubeconfig() {
    String file = System.getenv("KUBECONFIG");
    if (file == null || file.isEmpty()) {
      throw new Failure("error: set KUBECONFIG; this stand-in looks nowhere else");
    }
    try {
      String text = Files.readString(Path.of(file));
      return new Api(value(text, "server"), value(text, "token"), value(text, "namespace"));
    } catch (IOException e) {
      throw new Failure("error: cannot read " + file);
    }
  }

  private static String value(String kubeconfig, String key) {
    Matcher found = Pattern.compile("\\b" + key + ": \"?([^\"\\s]+)").matcher(kubeconfig);
    if (!found.find()) {
      throw new Failure("error: the kubeconfig has no " + key);
    }
    return found.group(1);
  }

  String namespace() {
    return namespace;
  }

  HttpClient http() {
    return http;
  }

  String token() {
    return token;
  }

  URI webSocket(String path) {
    return URI.create(server.replaceFirst("^http", "ws") + path);
  }

  JsonNode get(Resource resource, String query) {
    return good(send("GET", resource.path(namespace) + query, "", ""));
  }

  JsonNode get(Resource resource) {
    return get(resource, "");
  }

  boolean exists(Resource resource) {
    HttpResponse<String> answer = send("GET", resource.path(namespace), "", "");
    return answer.statusCode() != 404 && good(answer).has("metadata");
  }

  JsonNode create(Resource resource, JsonNode object) {
    return good(
        send("POST", resource.kind().path(namespace), "application/json", object.toString()));
  }

  /** The body goes out as given. */
  JsonNode patch(Resource resource, String sub, String type, String body) {
    String media =
        switch (type) {
          case "json" -> "application/json-patch+json";
          case "merge" -> "application/merge-patch+json";
          default -> "application/strategic-merge-patch+json";
        };
    return good(send("PATCH", resource.path(namespace) + sub, media, body));
  }

  JsonNode post(Resource resource, String sub, JsonNode body) {
    return good(send("POST", resource.path(namespace) + sub, "application/json", body.toString()));
  }

  void delete(Resource resource) {
    JsonNode _ = good(send("DELETE", resource.path(namespace), "", ""));
  }

  /** Events as they come, one JSON object a line; the caller closes the stream. */
  Stream<String> watch(Resource resource, String resourceVersion) {
    String path =
        resource.kind().path(namespace)
            + "?fieldSelector=metadata.name="
            + resource.name()
            + "&resourceVersion="
            + resourceVersion
            + "&watch=true";
    try {
      return http.send(request("GET", path, "", ""), HttpResponse.BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("error: interrupted");
    }
  }

  private HttpRequest request(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return request.build();
  }

  private HttpResponse<String> send(String method, String path, String type, String body) {
    try {
      return http.send(
          request(method, path, type, body),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure("The connection to the server " + server + " was refused");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("error: interrupted");
    }
  }

  private static JsonNode good(HttpResponse<String> answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() >= 300) {
        throw new Failure(
            "Error from server (%s): %s"
                .formatted(
                    body.path("reason").asText(Integer.toString(answer.statusCode())),
                    body.path("message").asText(answer.body())));
      }
      return body;
    } catch (IOException e) {
      throw new Failure("Error from server: " + answer.statusCode() + " " + answer.body());
    }
  }
}
