package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.IOException;
import java.util.Locale;

/** The lexical rules of psql: quotes, dollar quotes, nested comments, brackets, SQL bodies. */
final class PostgresText {

  private final ByteSource source;
  private final StringBuilder word = new StringBuilder();
  private int brackets;
  private int words;
  private boolean routine;
  private int bodies;

  PostgresText(ByteSource source) {
    this.source = source;
  }

  void beginStatement() {
    brackets = 0;
    words = 0;
    routine = false;
    bodies = 0;
    word.setLength(0);
  }

  void skipWhiteSpace() throws IOException {
    while (isSpace(source.peek())) {
      source.read();
    }
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
  }

  /** Whether a semicolon comes next that ends the statement. */
  boolean atSemicolon() throws IOException {
    if (source.peek() != ';') {
      return false;
    }
    endWord();
    return brackets <= 0 && bodies == 0;
  }

  /** Copies one byte, quoted text or comment; false at the end of the dump. */
  boolean copyToken(ByteCollector into) throws IOException, DumpRefused {
    int c = source.peek();
    if (c == -1) {
      return false;
    }
    boolean escapes = word.length() == 1 && (word.charAt(0) | 0x20) == 'e';
    boolean withinWord = !word.isEmpty();
    noteWord(c);
    switch (c) {
      case '\'' -> copyQuoted(into, escapes);
      case '"' -> copyQuoted(into, false);
      case '$' -> {
        if (withinWord || !copyDollarQuoted(into)) {
          copyByte(into);
        }
      }
      case '-' -> {
        if (source.peek(1) == '-') {
          copyLine(into);
        } else {
          copyByte(into);
        }
      }
      case '/' -> {
        if (source.peek(1) == '*') {
          copyBlockComment(into);
        } else {
          copyByte(into);
        }
      }
      default -> {
        brackets += c == '(' ? 1 : c == ')' ? -1 : 0;
        copyByte(into);
      }
    }
    return true;
  }

  private void noteWord(int c) {
    if (isWordByte(c)) {
      word.append((char) c);
    } else {
      endWord();
    }
  }

  private static boolean isWordByte(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c >= 0x80;
  }

  /** The bodies of BEGIN ATOMIC routines hold semicolons; psql counts BEGIN, CASE and END too. */
  private void endWord() {
    if (word.isEmpty()) {
      return;
    }
    String upper = word.toString().toUpperCase(Locale.ROOT);
    word.setLength(0);
    words++;
    if (words <= 4 && (upper.equals("FUNCTION") || upper.equals("PROCEDURE"))) {
      routine = true;
    }
    if (routine && brackets == 0) {
      if (upper.equals("BEGIN") || (upper.equals("CASE") && bodies > 0)) {
        bodies++;
      } else if (upper.equals("END") && bodies > 0) {
        bodies--;
      }
    }
  }

  private void copyByte(ByteCollector into) throws IOException, DumpRefused {
    into.add(source.read(), source.offset());
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

  private void copyQuoted(ByteCollector into, boolean escapes) throws IOException, DumpRefused {
    int quote = source.read();
    into.add(quote, source.offset());
    while (true) {
      int c = source.read();
      if (c == -1) {
        throw cut("a quoted text");
      }
      into.add(c, source.offset());
      if (c == quote) {
        if (source.peek() != quote) {
          return;
        }
        copyByte(into);
      }
      if (escapes && c == '\\' && source.peek() != -1) {
        copyByte(into);
      }
    }
  }

  private boolean copyDollarQuoted(ByteCollector into) throws IOException, DumpRefused {
    StringBuilder tag = new StringBuilder("$");
    int ahead = 1;
    while (isWordByte(source.peek(ahead)) && ahead < 64) {
      tag.append((char) source.peek(ahead++));
    }
    boolean parameter = tag.length() > 1 && Character.isDigit(tag.charAt(1));
    if (source.peek(ahead) != '$' || parameter) {
      return false;
    }
    tag.append('$');
    String mark = tag.toString();
    do {
      copyByte(into);
    } while (--ahead >= 0);
    while (!(source.peek() == '$' && source.startsWith(mark))) {
      if (source.peek() == -1) {
        throw cut("a dollar-quoted text");
      }
      copyByte(into);
    }
    for (int i = 0; i < mark.length(); i++) {
      copyByte(into);
    }
    return true;
  }

  void copyBlockComment(ByteCollector into) throws IOException, DumpRefused {
    int depth = 0;
    do {
      if (source.peek() == -1) {
        throw cut("a comment");
      }
      if (source.startsWith("/*")) {
        depth++;
        copyByte(into);
      } else if (source.startsWith("*/")) {
        depth--;
        copyByte(into);
      }
      copyByte(into);
    } while (depth > 0);
  }

  private DumpRefused cut(String within) {
    return new DumpRefused(
        ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within " + within);
  }
}
