package dev.rekindle.sandbox.cluster.api;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * One HTTP request, taken apart.
 *
 * @param query decoded parameters
 * @param body the raw body, empty when there is none
 */
record Call(
    String method,
    String path,
    Map<String, List<String>> query,
    String contentType,
    String userAgent,
    Subject subject,
    Buffer body) {

  String parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  boolean flag(String name) {
    return parameter(name).equals("true") || parameter(name).equals("1");
  }

  boolean dryRun() {
    return parameter("dryRun").equals("All");
  }

  Call as(Subject who) {
    return new Call(method, path, query, contentType, userAgent, who, body);
  }
}
