package dev.rekindle.worker.db.importer.input;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command of psql that begins the section of another database. */
final class PsqlConnect {

  /** As pg_dump --create and pg_dumpall write it; the long form is for names that need care. */
  private static final Pattern CONNECT =
      Pattern.compile(
          "\\\\connect (?:-reuse-previous=on \"dbname='((?:[^'\\\\]|\\\\.)*)'\"|(\"(?:[^\"]|\"\")+\"|[^\\s\"]+))\\s*");

  private PsqlConnect() {}

  /**
   * The database that a line connects to; null for any other line.
   *
   * @param line each byte as one character
   */
  static @Nullable String database(String line) {
    Matcher connect = CONNECT.matcher(line);
    return connect.matches() ? connected(connect) : null;
  }

  private static String connected(Matcher connect) {
    String quoted = connect.group(1);
    if (quoted != null) {
      return utf8(quoted.replace("\\'", "'").replace("\\\\", "\\"));
    }
    String name = connect.group(2);
    return utf8(
        name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name);
  }

  /** Lines are read with one character a byte. */
  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
