package dev.rekindle.worker.db.importer.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells which bytes of which large object pg_dump writes. It opens an object, appends pieces and
 * closes it, within BEGIN and COMMIT; here each piece knows its place, so that pieces may be
 * written in any order, by any session.
 */
final class LargeObjects {

  private static final Pattern OPEN =
      Pattern.compile("(?is)SELECT pg_catalog\\.lo_open\\('(\\d+)', \\d+\\)");
  private static final Pattern WRITE =
      Pattern.compile("(?is)SELECT pg_catalog\\.lowrite\\(0, '\\\\x((?:[0-9a-f]{2})*)'\\)");
  private static final Pattern CLOSE = Pattern.compile("(?is)SELECT pg_catalog\\.lo_close\\(0\\)");
  private static final Pattern BRACKET = Pattern.compile("(?is)(BEGIN|COMMIT)");

  private String open = "";
  private long place;

  /** The piece as it is, or what it means when it is about the bytes of a large object. */
  PostgresPiece understood(PostgresPiece piece) {
    if (!(piece instanceof PostgresPiece.Statement s)
        || s.kind() != PostgresStatementKind.UNKNOWN) {
      return piece;
    }
    String text = s.text().text();
    Matcher write = WRITE.matcher(text);
    if (!open.isEmpty() && write.matches()) {
      PostgresPiece.LargeObject bytes =
          new PostgresPiece.LargeObject(open, place, s.text(), s.from(), s.to());
      place += write.group(1).length() / 2;
      return bytes;
    }
    Matcher opened = OPEN.matcher(text);
    if (opened.matches()) {
      open = opened.group(1);
      place = 0;
      return bracket(s);
    }
    if (CLOSE.matcher(text).matches()) {
      open = "";
      return bracket(s);
    }
    return BRACKET.matcher(text).matches() ? bracket(s) : piece;
  }

  private static PostgresPiece bracket(PostgresPiece.Statement s) {
    return new PostgresPiece.Statement(PostgresStatementKind.CONTROL, s.text(), s.from(), s.to());
  }
}
