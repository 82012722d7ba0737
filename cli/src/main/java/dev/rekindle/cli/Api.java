package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The coordinator's HTTP API, as trees of JSON. */
final class Api {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;
  private final String token;

  /**
   * A coordinator.
   *
   * @param token to log in with; empty where none is asked for
   */
  Api(String url, String token) {
    this.token = token;
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
  }

  JsonNode post(String path, String body, String contentType) {
    return send(request(path, contentType).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  void delete(String path) {
    JsonNode _ = send(request(path).DELETE().build());
  }

  /** One step of a path, whatever characters a person typed. */
  static String step(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static ObjectNode body() {
    return JSON.createObjectNode();
  }

  private HttpRequest.Builder request(String path) {
    return request(path, "application/json");
  }

  private HttpRequest.Builder request(String path, String contentType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .header("Accept", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** An answer byte for byte. */
  String text(String path) {
    HttpRequest request = request(path).GET().build();
    HttpResponse<String> answer = answered(request);
    JsonNode _ = good(request, answer);
    return answer.body();
  }

  private JsonNode send(HttpRequest request) {
    return good(request, answered(request));
  }

  private JsonNode good(HttpRequest request, HttpResponse<String> answer) {
    try {
      JsonNode body =
          answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
      if (answer.statusCode() >= 400) {
        throw new Refused(problem(answer.statusCode(), body));
      }
      return body;
    } catch (IOException e) {
      throw new CoordinatorAway(request.uri().toString(), e);
    }
  }

  private HttpResponse<String> answered(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CoordinatorAway(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CoordinatorAway(url, e);
    }
  }

  private static String problem(int status, JsonNode body) {
    String code = body.path("code").asText(String.valueOf(status));
    String detail = body.path("detail").asText(body.path("title").asText(""));
    return code + (detail.isEmpty() ? "" : ": " + detail);
  }
}
