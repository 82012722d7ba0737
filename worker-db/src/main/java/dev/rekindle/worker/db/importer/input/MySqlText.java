package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lexical rules of the mysql client: quotes, comments, the delimiter, tuples. */
final class MySqlText {

  private static final Pattern INSERT_HEAD =
      Pattern.compile(
          "(?:INSERT|REPLACE)\\s+(?:IGNORE\\s+|DELAYED\\s+|LOW_PRIORITY\\s+)?(?:INTO\\s+)?"
              + "(`(?:[^`]|``)+`(?:\\.`(?:[^`]|``)+`)?|[\\w$.]+)\\s*(?:\\(.*\\)\\s*)?VALUES",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What may end a quoted text or hide its end. */
  private static final ByteSet SINGLE = new ByteSet("'\\");

  private static final ByteSet DOUBLE = new ByteSet("\"\\");
  private static final ByteSet BACKTICK = new ByteSet("`");
  private static final ByteSet TUPLE = new ByteSet("'\"`()");

  private final ByteSource source;
  private String delimiter = ";";

  MySqlText(ByteSource source) {
    this.source = source;
  }

  void delimiter(String newDelimiter) throws DumpRefused {
    if (newDelimiter.isEmpty()) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT, source.offset(), "DELIMITER without a delimiter");
    }
    delimiter = newDelimiter;
  }

  void skipWhiteSpace() throws IOException {
    while (isSpace(source.peek())) {
      source.read();
    }
  }

  /** Whether a bracket comes next, after white space or at once. */
  boolean tupleAhead() throws IOException {
    int ahead = 0;
    while (ahead < 1000 && isSpace(source.peek(ahead))) {
      ahead++;
    }
    return source.peek(ahead) == '(';
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Moves behind the delimiter when it comes next. */
  boolean skipDelimiter() throws IOException {
    if (source.peek() == delimiter.charAt(0) && source.startsWith(delimiter)) {
      source.skip(delimiter.length());
      return true;
    }
    return false;
  }

  /** {@code --} begins a comment only before white space or the end, as in the client. */
  boolean lineCommentAhead() throws IOException {
    if (source.peek(1) != '-') {
      return false;
    }
    int third = source.peek(2);
    return third == -1 || isSpace(third);
  }

  /** A comment that is none of the versioned ones, whose content is executed. */
  boolean blockCommentAhead() throws IOException {
    return source.peek(1) == '*'
        && source.peek(2) != '!'
        && !(source.peek(2) == 'M' && source.peek(3) == '!');
  }

  void skipBlockComment() throws IOException, DumpRefused {
    copyBlockComment(null);
  }

  private void copyBlockComment(@Nullable ByteCollector into) throws IOException, DumpRefused {
    int before = -1;
    int seen = 0;
    while (true) {
      int c = source.read();
      if (c == -1) {
        throw new DumpRefused(
            ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within a comment");
      }
      if (into != null) {
        into.add(c, source.offset());
      }
      if (++seen > 3 && c == '/' && before == '*') {
        return;
      }
      before = c;
    }
  }

  /** Copies one byte, quoted text or comment; false at the end of the dump. */
  boolean copyToken(ByteCollector into) throws IOException, DumpRefused {
    int c = source.peek();
    switch (c) {
      case -1 -> {
        return false;
      }
      case '\'', '"', '`' -> copyQuoted(into);
      case '#' -> copyLine(into);
      case '-' -> {
        if (lineCommentAhead()) {
          copyLine(into);
        } else {
          into.add(source.read(), source.offset());
        }
      }
      case '/' -> {
        if (blockCommentAhead()) {
          copyBlockComment(into);
        } else {
          into.add(source.read(), source.offset());
        }
      }
      default -> into.add(source.read(), source.offset());
    }
    return true;
  }

  private void copyLine(ByteCollector into) throws IOException, DumpRefused {
    int c;
    do {
      c = source.read();
      if (c != -1) {
        into.add(c, source.offset());
      }
    } while (c != -1 && c != '\n');
  }

  private void copyQuoted(ByteCollector into) throws IOException, DumpRefused {
    int quote = source.read();
    into.add(quote, source.offset());
    ByteSet stops = quote == '\'' ? SINGLE : quote == '"' ? DOUBLE : BACKTICK;
    // A doubled quote is an end and a beginning: the borders of the statement stay the same.
    while (true) {
      source.copyUntil(stops, into);
      int c = source.read();
      if (c == -1) {
        throw new DumpRefused(
            ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within a quoted text");
      }
      into.add(c, source.offset());
      if (c == quote) {
        return;
      }
      if (source.peek() != -1) {
        into.add(source.read(), source.offset());
      }
    }
  }

  /** Copies {@code (...)}, which comes next. */
  void copyTuple(ByteCollector into) throws IOException, DumpRefused {
    int depth = 0;
    do {
      source.copyUntil(TUPLE, into);
      int c = source.peek();
      if (c == -1) {
        throw new DumpRefused(
            ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within a row");
      }
      if (c == '\'' || c == '"' || c == '`') {
        copyQuoted(into);
      } else {
        into.add(source.read(), source.offset());
        if (c == '(') {
          depth++;
        } else if (c == ')') {
          depth--;
        }
      }
    } while (depth > 0);
  }

  /** Whether the last word collected is VALUES and the first one INSERT or REPLACE. */
  boolean justReadValues(ByteCollector collected) {
    int length = collected.length();
    return Character.toUpperCase((char) (collected.byteAt(length - 1) & 0xff)) == 'S'
        && endsWithValues(collected, length)
        && (collected.beginsWith("INSERT") || collected.beginsWith("REPLACE"));
  }

  private static boolean endsWithValues(ByteCollector collected, int length) {
    for (int i = 0; i < 6; i++) {
      int c = collected.byteAt(length - 6 + i) & 0xff;
      if (Character.toUpperCase((char) c) != "VALUES".charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The table of an INSERT whose text up to VALUES is collected; null when it is none. */
  @Nullable String insertedTable(ByteCollector collected) {
    byte[] head = new byte[collected.length()];
    for (int i = 0; i < head.length; i++) {
      head[i] = (byte) collected.byteAt(i);
    }
    Matcher matcher = INSERT_HEAD.matcher(new String(head, StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      return null;
    }
    String name = matcher.group(1);
    if (name.startsWith("`")) {
      String last = name.contains("`.`") ? name.substring(name.indexOf("`.`") + 2) : name;
      return last.substring(1, last.length() - 1).replace("``", "`");
    }
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
