package dev.rekindle.system.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Orders to the sandbox: take a backup, compare, break things. */
public final class SandboxControl {

  private final JsonHttp http;

  public SandboxControl(String url) {
    http = new JsonHttp(url, Duration.ofMinutes(10));
  }

  /**
   * Takes a backup set in the documented file names and a fingerprint of the same moment; answers
   * lines for people.
   */
  public List<String> backup(Path fingerprint) {
    return lines(http.post("/backup", body(fingerprint, "")).good().path("lines"));
  }

  /** The same with the documented dump of the system database, which has no procedures. */
  public List<String> backupWithoutRoutines(Path fingerprint) {
    String body =
        JsonHttp.JSON
            .createObjectNode()
            .put("file", fingerprint.toString())
            .put("routines", false)
            .toString();
    return lines(http.post("/backup", body).good().path("lines"));
  }

  /** Writes the fingerprint of the whole installation to a file. */
  public void fingerprint(Path file) {
    http.post("/fingerprint", body(file, "")).good();
  }

  /** The same, and nobody writes after it until the file {@code until} is there. */
  public void still(Path file, Path until) {
    String body =
        JsonHttp.JSON
            .createObjectNode()
            .put("file", file.toString())
            .put("until", until.toString())
            .toString();
    http.post("/still", body).good();
  }

  /**
   * Compares the installation with a fingerprint.
   *
   * @param mode {@code exact} before any writer is up, {@code final} at the end
   */
  public Comparison compare(Path file, String mode) {
    JsonNode answer = http.post("/compare", body(file, mode)).good();
    return new Comparison(
        answer.path("compared").asLong(),
        answer.path("lost").asLong(),
        answer.path("surplus").asLong(),
        lines(answer.path("unexplained")),
        lines(answer.path("explained")));
  }

  /**
   * What imports did, counted in the target databases.
   *
   * @param tokens fence tokens of the attempts whose work is there
   * @param wrong tables that do not hold exactly what was written into them
   */
  public record Effects(long rows, long chunks, List<Long> tokens, List<String> wrong) {
    public Effects {
      tokens = List.copyOf(tokens);
      wrong = List.copyOf(wrong);
    }
  }

  /** Counts before any writer is up. */
  public Effects effects() {
    JsonNode answer = http.post("/effects", "").good();
    List<Long> tokens = new ArrayList<>();
    answer.path("tokens").forEach(token -> tokens.add(token.asLong()));
    return new Effects(
        answer.path("rows").asLong(),
        answer.path("chunks").asLong(),
        tokens,
        lines(answer.path("wrong")));
  }

  /** Writes rows, keys and files that must be gone after the restore. */
  public List<String> moreWrites() {
    return lines(http.post("/more-writes", "").good().path("lines"));
  }

  /** Destroys or alters every store. */
  public List<String> disaster() {
    return lines(http.post("/disaster", "").good().path("lines"));
  }

  private static String body(Path file, String mode) {
    return JsonHttp.JSON
        .createObjectNode()
        .put("file", file.toString())
        .put("mode", mode)
        .toString();
  }

  private static List<String> lines(JsonNode array) {
    List<String> lines = new ArrayList<>();
    array.forEach(line -> lines.add(line.asText()));
    return lines;
  }
}
