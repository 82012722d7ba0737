package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Coordinators by name, in {@code contexts.json} of the person's configuration folder. Tokens are
 * not kept there, only where they are.
 */
final class Contexts {

  private static final String FILE = "contexts.json";

  private final Path file;

  /**
   * Those of a folder.
   *
   * @param folder made when something is kept
   */
  Contexts(Path folder) {
    file = folder.resolve(FILE);
  }

  /** A coordinator. */
  record Named(String url, Optional<Path> tokenFile) {}

  /** The folder that a desktop's rules (XDG base directories) give to programs' settings. */
  static Contexts ofPerson(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path root = base.isBlank() ? Path.of(home, ".config") : Path.of(base);
    return new Contexts(root.resolve("rekindle"));
  }

  Map<String, Named> all() {
    Map<String, Named> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : read().path("contexts").properties()) {
      String tokenFile = entry.getValue().path("tokenFile").asText("");
      all.put(
          entry.getKey(),
          new Named(
              entry.getValue().path("url").asText(),
              tokenFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(tokenFile))));
    }
    return all;
  }

  Named get(String name) {
    Named found = all().get(name);
    if (found == null) {
      throw new Refused(
          "UNKNOWN_CONTEXT: there is no context '" + name + "'; known are " + all().keySet());
    }
    return found;
  }

  /** The one in use; null when there is none. */
  @Nullable String current() {
    String name = read().path("current").asText("");
    return name.isEmpty() ? null : name;
  }

  void set(String name, String url, @Nullable Path tokenFile) {
    ObjectNode content = read();
    ObjectNode context = content.withObject("/contexts").putObject(name).put("url", url);
    if (tokenFile != null) {
      context.put("tokenFile", tokenFile.toAbsolutePath().toString());
    }
    write(content);
  }

  void use(String name) {
    Named _ = get(name);
    write(read().put("current", name));
  }

  void remove(String name) {
    Named _ = get(name);
    ObjectNode content = read();
    content.withObject("/contexts").remove(name);
    if (name.equals(content.path("current").asText())) {
      content.remove("current");
    }
    write(content);
  }

  private ObjectNode read() {
    if (!Files.exists(file)) {
      return Api.body();
    }
    try {
      return Api.JSON.readTree(Files.readString(file)) instanceof ObjectNode content
          ? content
          : Api.body();
    } catch (IOException e) {
      throw new Refused(file + " cannot be read: " + e.getMessage());
    }
  }

  private void write(ObjectNode content) {
    Path written = file.resolveSibling(FILE + ".new");
    try {
      Files.createDirectories(written.toAbsolutePath().getParent());
      Files.writeString(
          written, Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Refused(file + " cannot be written: " + e.getMessage());
    }
  }
}
