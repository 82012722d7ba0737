package dev.rekindle.contract.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The line for a shell that starts a restore, as reports print it and {@code rekindle restore
 * start} accepts it.
 *
 * @param backupSet name of a set in the application's store
 * @param plan name of the plan in the catalogue
 * @param parameters of the plan, by name
 * @param reason why, for the journal
 */
public record RestoreStartLine(
    String application,
    String backupSet,
    String plan,
    Map<String, String> parameters,
    String reason) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  public RestoreStartLine {
    parameters = Map.copyOf(parameters);
  }

  /** One line; words that a POSIX shell would change are quoted. */
  public String text() {
    List<String> words =
        new ArrayList<>(
            List.of("rekindle", "restore", "start", application, "--backup", backupSet));
    words.addAll(List.of("--plan", plan));
    new TreeMap<>(parameters)
        .forEach((name, value) -> words.addAll(List.of("--parameter", name + "=" + value)));
    words.addAll(List.of("--reason", reason));
    return words.stream().map(RestoreStartLine::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
