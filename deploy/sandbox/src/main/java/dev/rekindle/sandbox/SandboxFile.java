package dev.rekindle.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.server.KafkaBroker;
import dev.rekindle.sandbox.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code sandbox.json} in the sandbox's home: the addresses of what runs. It appears in one step
 * once all of it is ready, and is gone before anything starts.
 */
final class SandboxFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  SandboxFile(Path home) {
    file = home.resolve("sandbox.json");
  }

  /** Says that nothing is ready. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Says that everything is ready. */
  void write(ObjectNode content) throws IOException {
    Path fresh = file.resolveSibling("sandbox.json.new");
    JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What a sandbox said of itself. */
  ObjectNode read() throws IOException {
    return (ObjectNode) JSON.readTree(file.toFile());
  }

  /** The part that speaks of broker and journal. */
  static ObjectNode servers(KafkaBroker broker, PostgresServer journal) {
    ObjectNode all = JSON.createObjectNode();
    all.putObject("kafka").put("bootstrapServers", broker.bootstrapServers());
    // Loopback connections are trusted; the driver wants a password all the same.
    all.putObject("journal")
        .put("jdbcUrl", journal.jdbcUrl())
        .put("user", PostgresServer.USER)
        .put("password", "unused");
    return all;
  }
}
