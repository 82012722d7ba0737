package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What goes back: a status, headers and the body's bytes. */
record Answer(int status, String contentType, Map<String, String> headers, Buffer body) {
  static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json", Map.of(), Buffer.buffer(Json.write(body)));
  }

  static Answer text(int status, String body) {
    return new Answer(status, "text/plain; charset=utf-8", Map.of(), Buffer.buffer(body));
  }

  static Answer plain(byte[] body) {
    return new Answer(200, "text/plain", Map.of(), Buffer.buffer(body));
  }

  static Answer failure(ApiFailure failure) {
    Answer answer = json(failure.code(), failure.status());
    int after = Json.number(failure.status(), "details.retryAfterSeconds", 0);
    return after == 0
        ? answer
        : new Answer(
            answer.status,
            answer.contentType,
            Map.of("Retry-After", Integer.toString(after)),
            answer.body);
  }
}
