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

  /** The part that broker and journal alone have too. */
  public record Servers(
      String broker, String journalUrl, String journalUser, String journalPassword) {}

  /** Reads what {@code servers} wrote. */
  public static Servers readServers(Path file) {
    JsonNode json = json(file);
    return new Servers(
        text(json, "/kafka/bootstrapServers"),
        text(json, "/journal/jdbcUrl"),
        text(json, "/journal/user"),
        text(json, "/journal/password"));
  }

  static SandboxDescription read(Path file) {
    JsonNode json = json(file);
    Servers servers = readServers(file);
    return new SandboxDescription(
        servers.broker(),
        servers.journalUrl(),
        servers.journalUser(),
        servers.journalPassword(),
        text(json, "/cluster/kubeconfig"),
        text(json, "/cluster/name"),
        text(json, "/cluster/namespace"),
        text(json, "/control/url"));
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
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
