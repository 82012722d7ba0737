package dev.rekindle.worker.kit.cluster.fabric;

import java.util.ArrayList;
import java.util.List;

/**
 * The shell scripts that file transfers run in containers. Paths are arguments of their own, always
 * absolute.
 */
final class RemoteScripts {

  /** Ends the name of a file that is being uploaded. */
  static final String PART = ".rekindle-part";

  // A script that fails says so in a marker line and then drains its input: with input left unread
  // neither its exit code nor the end of the client's write would ever come.
  private static final String REPORTING =
      "; rc=$?; echo \""
          + BoundedOutput.MARKER
          + "$rc\"; [ $rc -eq 0 ] || cat >/dev/null; exit $rc";

  private static final String PROVE_AND_RENAME =
      "[ \"$(wc -c < \"$3\")\" -eq \"$4\" ] && s=$(sha256sum < \"$3\") && [ \"${s%% *}\" = \"$5\" ]"
          + " && mv -f \"$3\" \"$2\"";

  private RemoteScripts() {}

  /** Takes the whole file from the input, proves and renames it. */
  static List<String> whole(String path, long bytes, String sha256) {
    return script(
        "{ mkdir -p \"$1\" && head -c \"$4\" > \"$3\" && " + PROVE_AND_RENAME + "; }" + REPORTING,
        folderOf(path),
        path,
        path + PART,
        Long.toString(bytes),
        sha256);
  }

  /** Appends {@code bytes} from the input to the part, which must have {@code offset} bytes now. */
  static List<String> append(String path, long offset, long bytes) {
    return script(
        "{ mkdir -p \"$1\" && { [ -e \"$2\" ] || : > \"$2\"; }"
            + " && [ \"$(wc -c < \"$2\")\" -eq \"$3\" ] && head -c \"$4\" >> \"$2\""
            + " && [ \"$(wc -c < \"$2\")\" -eq $(($3 + $4)) ]; }"
            + REPORTING,
        folderOf(path),
        path + PART,
        Long.toString(offset),
        Long.toString(bytes));
  }

  /** Proves and renames a part; a part that is not right is removed. */
  static List<String> finish(String path, long bytes, String sha256) {
    return script(
        "{ " + PROVE_AND_RENAME + "; } || { rm -f \"$3\"; exit 1; }",
        folderOf(path),
        path,
        path + PART,
        Long.toString(bytes),
        sha256);
  }

  /**
   * Prints length and digest of a file ({@code - -} when there is none), then length of its part.
   */
  static List<String> look(String path) {
    return script(
        "if [ -f \"$1\" ]; then s=$(sha256sum < \"$1\"); echo $(wc -c < \"$1\") \"${s%% *}\"; else"
            + " echo - -; fi; if [ -f \"$2\" ]; then echo $(wc -c < \"$2\"); else echo 0; fi",
        path, path + PART);
  }

  static List<String> read(String path) {
    return List.of("cat", path);
  }

  /**
   * Prints {@code sha256 SPACE SPACE ./path NUL} of every file below a folder, an empty line, and
   * {@code bytes SPACE ./path NUL} of every file.
   */
  static List<String> list(String folder) {
    return script(
        "[ -d \"$1\" ] || exit 0; cd \"$1\" && find . -type f ! -name '*"
            + PART
            + "' -exec sha256sum -z -- {} + && printf '\\n' && find . -type f ! -name '*"
            + PART
            + "' -printf '%s %p\\0'",
        folder);
  }

  /** Removes files relative to a folder. */
  static List<String> remove(String folder, List<String> paths) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder);
    paths.forEach(path -> arguments.add("./" + path));
    return script(
        "[ -d \"$1\" ] || exit 0; cd \"$1\" && shift && rm -f -- \"$@\"",
        arguments.toArray(String[]::new));
  }

  private static List<String> script(String text, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", text, "sh"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String folderOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
