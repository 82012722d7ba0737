package dev.rekindle.sandbox.cluster.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One recorded exchange with a real API server. */
record Recording(JsonNode file) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Maps with free keys, and what depends on the moment rather than on the server. */
  private static final Set<String> LEAVES =
      Set.of(
          "annotations",
          "labels",
          "managedFields",
          "matchLabels",
          "selector",
          "fieldsV1",
          "volumes",
          "volumeMounts",
          "limits",
          "requests",
          "env",
          "args",
          "readinessProbe",
          "port",
          "metrics");

  /** Fields that the seed or the moment decides: not the server's doing. */
  private static final Set<String> SEED =
      Set.of(
          "managedFields",
          "annotations",
          "labels",
          "env",
          "args",
          "readinessProbe",
          "volumes",
          "volumeMounts",
          "port",
          "metrics",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  static List<Recording> all(Path folder) {
    try (var files = Files.list(folder)) {
      List<Recording> all = new ArrayList<>();
      for (Path path : files.filter(p -> p.toString().endsWith(".json")).toList()) {
        all.add(new Recording(MAPPER.readTree(path.toFile())));
      }
      all.sort(Comparator.comparingInt(r -> r.file().path("seq").asInt()));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return file.path("case").asText();
  }

  JsonNode request() {
    return file.path("request");
  }

  JsonNode response() {
    return file.path("response");
  }

  /** A request answered at once with one body. */
  boolean plain() {
    return file.has("request")
        && !response().has("frames")
        && !response().has("lines")
        && response().path("status").asInt() != 101;
  }

  /** Names of all fields, as dotted paths; items of lists are taken together. */
  static Set<String> fields(JsonNode body) {
    Set<String> found = new TreeSet<>();
    collect("", body, found);
    return found;
  }

  private static void collect(String path, JsonNode node, Set<String> found) {
    if (node.isArray()) {
      node.forEach(item -> collect(path + "[]", item, found));
    }
    if (node.isObject()) {
      for (var entry : node.properties()) {
        if (SEED.contains(entry.getKey())) {
          continue;
        }
        String next = path + "." + entry.getKey();
        found.add(next);
        boolean moment = next.equals(".status") || next.equals(".items[].status");
        if (!LEAVES.contains(entry.getKey()) && !moment) {
          collect(next, entry.getValue(), found);
        }
      }
    }
  }
}
