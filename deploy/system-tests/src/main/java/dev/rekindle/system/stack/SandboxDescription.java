package dev.rekindle.system.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What the sandbox wrote about itself once it was ready.
 *
 * @param broker Kafka bootstrap address
 * @param journalUrl JDBC address of the coordinator's database
 * @param controlUrl where the sandbox takes orders such as backup and disaster
 */
public record SandboxDescription(
    String broker,
    String journalUrl,
    String journalUser,
    String journalPassword,
    String kubeconfig,
    String cluster,
    String namespace,
    String controlUrl) {

  static SandboxDescription read(Path file) {
    try {
      JsonNode json = new ObjectMapper().readTree(file.toFile());
      return new SandboxDescription(
          text(json, "/kafka/bootstrapServers"),
          text(json, "/journal/jdbcUrl"),
          text(json, "/journal/user"),
          text(json, "/journal/password"),
          text(json, "/cluster/kubeconfig"),
          text(json, "/cluster/name"),
          text(json, "/cluster/namespace"),
          text(json, "/control/url"));
    } catch (IOException e) {
      throw new UncheckedIOException("The sandbox does not run: cannot read " + file, e);
    }
  }

  private static String text(JsonNode json, String pointer) {
    JsonNode node = json.at(pointer);
    if (!node.isTextual()) {
      throw new IllegalStateException("The sandbox's description lacks " + pointer);
    }
    return node.asText();
  }
}
