package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain format of pg_dump as psql does: statements end at a semicolon outside quotes,
 * comments and brackets; COPY blocks end at {@code \.}. A long COPY comes in parts, split between
 * rows. The same dump and chunk size give the same pieces.
 */
public final class PostgresDumpReader {

  /** A row or statement longer than this is refused. */
  static final int LONGEST = 64 << 20;

  private static final Pattern ENCODING =
      Pattern.compile("SET\\s+client_encoding\\s*=\\s*'([^']+)'.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern COPY =
      Pattern.compile(
          "COPY\\s+((?:\"(?:[^\"]|\"\")+\"|[\\w$.])+)\\s*(?:\\(.*\\))?\\s+FROM\\s+stdin",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final ByteSet LINE_ENDS = new ByteSet("\r\n");

  private final ByteSource source;
  private final PostgresText text;
  private final int chunkBytes;
  private final ByteCollector collected = new ByteCollector(LONGEST);
  private final OwnSchema ownSchema = new OwnSchema();
  private final LargeObjects largeObjects = new LargeObjects();
  private final DumpSections sections;
  private boolean ofCluster;
  private DumpHeader header = DumpHeader.EMPTY;
  private boolean headerSeen;
  private boolean trailerSeen;
  private @Nullable CopyInProgress copy;

  private record CopyInProgress(String table, RawBytes statement) {}

  /**
   * @param in the decompressed dump
   * @param chunkBytes rows of one piece end at the first row after so many bytes
   * @param only the database that is wanted of a dump of several; empty for the only one
   */
  public PostgresDumpReader(InputStream in, int chunkBytes, String only) {
    this.source = new ByteSource(in);
    this.text = new PostgresText(source);
    this.chunkBytes = chunkBytes;
    this.sections = new DumpSections(only, Set.of("postgres", "template1"));
  }

  /** What the header said, as far as read. */
  public DumpHeader header() {
    return header;
  }

  /**
   * The next piece, other databases and what an earlier import of ours left aside; null at the end,
   * which comes only after the trailer was seen.
   *
   * @throws IOException when the stream breaks; a cut gzip stream gives an EOFException
   */
  public @Nullable PostgresPiece next() throws IOException, DumpRefused {
    while (true) {
      PostgresPiece piece = piece();
      if (piece == null) {
        sections.requireWanted(source.offset());
        return null;
      }
      if (sections.isWanted() && !ownSchema.holds(piece)) {
        return largeObjects.understood(piece);
      }
    }
  }

  private @Nullable PostgresPiece piece() throws IOException, DumpRefused {
    if (copy != null) {
      PostgresPiece rows = copyRows(copy, source.offset());
      if (rows != null) {
        return rows;
      }
    }
    while (true) {
      text.skipWhiteSpace();
      if (source.peek() == -1) {
        requireEnd();
        return null;
      }
      if (!comment() && !psqlCommand()) {
        requireHeader();
        trailerSeen = false;
        PostgresPiece piece = statement();
        if (piece != null) {
          return piece;
        }
      }
    }
  }

  private void requireEnd() throws IOException, DumpRefused {
    requireHeader();
    if (!trailerSeen) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_TRUNCATED,
          source.offset(),
          "The dump ends without the line '-- PostgreSQL database %sdump complete': it was cut while it was written"
              .formatted(ofCluster ? "cluster " : ""));
    }
  }

  private void requireHeader() throws IOException, DumpRefused {
    if (!headerSeen && source.startsWith("PGDMP")) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          source.offset(),
          "This is a dump in pg_dump's custom format; write it as plain SQL with 'pg_restore -f"
              + " dump.sql FILE' and give that");
    }
    if (!headerSeen) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT,
          source.offset(),
          "This is not a plain dump of pg_dump: the line '-- PostgreSQL database dump' is missing");
    }
  }

  private boolean comment() throws IOException, DumpRefused {
    if (source.startsWith("--")) {
      commentLine(source.readLine());
      return true;
    }
    if (source.startsWith("/*")) {
      text.copyBlockComment(collected);
      collected.truncate(0);
      return true;
    }
    return false;
  }

  private void commentLine(String line) throws DumpRefused {
    if (line.endsWith("\r")) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT,
          source.offset(),
          "Line ends are CR LF: the dump went through a terminal (oc rsh without -T) or a text-mode"
              + " transfer, and its values may be damaged; take it again");
    }
    if (line.equals("-- PostgreSQL database cluster dump")) {
      headerSeen = true;
      ofCluster = true;
      sections.beginCluster();
    }
    if (line.startsWith("-- MySQL dump") || line.startsWith("-- MariaDB dump")) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT, source.offset(), "This is a dump of MySQL, not PostgreSQL");
    }
    headerSeen |= line.equals("-- PostgreSQL database dump");
    trailerSeen |=
        line.equals(
            "-- PostgreSQL database %sdump complete".formatted(ofCluster ? "cluster " : ""));
    header = header.withPostgresLine(line);
  }

  private boolean psqlCommand() throws IOException, DumpRefused {
    if (source.peek() != '\\') {
      return false;
    }
    long at = source.offset();
    String line = source.readLine();
    String database = PsqlConnect.database(line);
    if (database != null) {
      sections.begin(database, at);
      return true;
    }
    // Versions since 13.22, 14.19, 15.14, 16.10 and 17.6 put these around the dump.
    if (!line.startsWith("\\restrict ") && !line.startsWith("\\unrestrict ")) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          at,
          "A command of psql stands in the dump that no dump tool writes: "
              + line.substring(0, Math.min(20, line.length())));
    }
    return true;
  }

  private @Nullable PostgresPiece statement() throws IOException, DumpRefused {
    long from = source.offset();
    text.beginStatement();
    while (!text.atSemicolon()) {
      if (!text.copyToken(collected)) {
        throw cut("a statement");
      }
    }
    source.read();
    if (collected.length() == 0) {
      return null;
    }
    boolean isCopy = collected.beginsWith("COPY ");
    RawBytes statement = collected.take();
    if (isCopy) {
      return beginCopy(statement, from);
    }
    PostgresStatementKind kind = PostgresStatementKind.of(statement);
    if (kind == PostgresStatementKind.SESSION) {
      noteEncoding(statement, from);
    }
    return new PostgresPiece.Statement(kind, statement, from, source.offset());
  }

  private void noteEncoding(RawBytes statement, long from) throws DumpRefused {
    Matcher encoding = ENCODING.matcher(statement.beginning(200));
    if (encoding.matches()) {
      header = header.withCharset(encoding.group(1));
      if (!encoding.group(1).equalsIgnoreCase("UTF8")) {
        throw new DumpRefused(
            ProblemCode.ARTIFACT_UNSUPPORTED,
            from,
            "The dump is in encoding " + encoding.group(1) + "; take it with --encoding=UTF8");
      }
    }
  }

  private @Nullable PostgresPiece beginCopy(RawBytes statement, long from)
      throws IOException, DumpRefused {
    Matcher matcher = COPY.matcher(statement.text());
    if (!matcher.matches()) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED, from, "This COPY does not read from the dump itself");
    }
    source.readLine();
    CopyInProgress begun = new CopyInProgress(matcher.group(1), statement);
    copy = begun;
    return copyRows(begun, from);
  }

  private @Nullable PostgresPiece copyRows(CopyInProgress current, long from)
      throws IOException, DumpRefused {
    int rows = 0;
    while (true) {
      if (endOfCopy()) {
        copy = null;
        break;
      }
      if (rows > 0 && collected.length() >= chunkBytes) {
        break;
      }
      copyLine();
      rows++;
    }
    return rows == 0
        ? null
        : new PostgresPiece.CopyRows(
            current.table(), current.statement(), collected.take(), rows, from, source.offset());
  }

  private boolean endOfCopy() throws IOException, DumpRefused {
    if (source.peek() != '\\' || source.peek(1) != '.') {
      return false;
    }
    int after = source.peek(2);
    if (after == '\r') {
      throw damagedRow();
    }
    if (after != '\n' && after != -1) {
      return false;
    }
    source.readLine();
    return true;
  }

  private void copyLine() throws IOException, DumpRefused {
    source.copyUntil(LINE_ENDS, collected);
    int c = source.read();
    if (c == -1) {
      throw cut("a COPY block");
    }
    // COPY writes a carriage return within a value as \r, never as itself.
    if (c == '\r') {
      throw damagedRow();
    }
    collected.add(c, source.offset());
  }

  private DumpRefused damagedRow() {
    return new DumpRefused(
        ProblemCode.ARTIFACT_CORRUPT,
        source.offset(),
        "A COPY row holds a bare carriage return: the dump was damaged on its way; take it again");
  }

  private DumpRefused cut(String within) {
    return new DumpRefused(
        ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within " + within);
  }
}
