package dev.rekindle.system.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON over HTTP on the loopback interface. */
final class JsonHttp {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final String url;
  private final Duration patience;

  JsonHttp(String url, Duration patience) {
    this.url = url;
    this.patience = patience;
  }

  /** An answer of any status. */
  record Answer(int status, JsonNode body) {
    /**
     * The body; {@link IllegalStateException} with the problem when the status is one of refusal.
     */
    JsonNode good() {
      if (status >= 400) {
        throw new IllegalStateException("Answer " + status + ": " + body);
      }
      return body;
    }
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  Answer post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The body of a good answer, byte for byte. */
  String text(String path) {
    HttpResponse<String> answer = answered(HttpRequest.newBuilder(URI.create(url + path)).GET());
    if (answer.statusCode() >= 400) {
      throw new IllegalStateException("Answer " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<String> answer = answered(request);
    try {
      return new Answer(answer.statusCode(), tree(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException("No JSON from " + url, e);
    }
  }

  private HttpResponse<String> answered(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request
              .timeout(patience)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("No answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static JsonNode tree(String body) throws IOException {
    return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
  }
}
