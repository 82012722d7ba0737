package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain SQL of mysqldump and mariadb-dump, splitting it as their clients do: at the
 * delimiter, outside quotes and comments; {@code DELIMITER} lines change the delimiter. A long
 * INSERT comes in parts, split between rows. The same dump and chunk size give the same pieces.
 */
public final class MySqlDumpReader {

  /** A row or statement longer than this is refused. */
  static final int LONGEST = 64 << 20;

  private static final Pattern SERVER = Pattern.compile("-- Server version\\s+(\\S+).*");
  private static final Pattern DATABASE = Pattern.compile("-- Host:.*Database: (.*)");
  private static final Pattern TOOL = Pattern.compile("-- ((MySQL|MariaDB) dump .*)");
  private static final Pattern NAMES = Pattern.compile("SET NAMES '?(\\w+)'?.*");

  private static final Pattern USE = Pattern.compile("(?is)USE\\s+(`(?:[^`]|``)+`|\\S+)\\s*");

  /**
   * In other character sets (sjis, gbk, big5) the second byte of a character may look like a quote
   * or a backslash.
   */
  private static final Set<String> SAFE_CHARSETS =
      Set.of("utf8", "utf8mb3", "utf8mb4", "latin1", "ascii", "binary");

  private final ByteSource source;
  private final MySqlText text;
  private final int chunkBytes;
  private final ByteCollector collected = new ByteCollector(LONGEST);
  private final DumpSections sections;
  private DumpHeader header = DumpHeader.EMPTY;
  private boolean headerSeen;
  private @Nullable String trailer;
  private @Nullable InsertInProgress insert;
  private boolean afterTuple;

  private record InsertInProgress(String table, RawBytes head) {}

  /**
   * @param in the decompressed dump
   * @param chunkBytes rows of one piece end at the first row after so many bytes
   */
  public MySqlDumpReader(InputStream in, int chunkBytes) {
    this(in, chunkBytes, "");
  }

  /**
   * @param only the database that is wanted of a dump of several; empty for the only one
   */
  public MySqlDumpReader(InputStream in, int chunkBytes, String only) {
    this.sections = new DumpSections(only, Set.of("mysql", "sys"));
    this.source = new ByteSource(in);
    this.text = new MySqlText(source);
    this.chunkBytes = chunkBytes;
  }

  /** What the header said, as far as read. */
  public DumpHeader header() {
    return header;
  }

  /** When the dump was completed, by its trailer; null before the end, or when it has no date. */
  public @Nullable Instant completedAt() {
    return trailer == null ? null : TrailerDate.read(trailer);
  }

  /**
   * The next piece, other databases aside; null at the end, which comes only after the trailer was
   * seen.
   *
   * @throws IOException when the stream breaks; a cut gzip stream gives an EOFException
   */
  public @Nullable MySqlPiece next() throws IOException, DumpRefused {
    MySqlPiece piece = piece();
    while (piece != null && !sections.isWanted()) {
      piece = piece();
    }
    if (piece == null) {
      sections.requireWanted(source.offset());
    }
    return piece;
  }

  private @Nullable MySqlPiece piece() throws IOException, DumpRefused {
    if (insert != null) {
      MySqlPiece rows = rows(insert, source.offset());
      if (rows != null) {
        return rows;
      }
    }
    while (true) {
      text.skipWhiteSpace();
      if (source.peek() == -1) {
        requireTrailer();
        return null;
      }
      if (!comment() && !command()) {
        requireHeader();
        trailer = null;
        MySqlPiece piece = statement();
        if (piece != null) {
          return piece;
        }
      }
    }
  }

  private void requireTrailer() throws DumpRefused {
    requireHeader();
    if (trailer == null) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_TRUNCATED,
          source.offset(),
          "The dump ends without the line '-- Dump completed': it was cut while it was written");
    }
  }

  private void requireHeader() throws DumpRefused {
    if (!headerSeen) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT,
          source.offset(),
          "This is not a dump of MySQL or MariaDB: the line '-- MySQL dump' is missing");
    }
  }

  private boolean comment() throws IOException, DumpRefused {
    int first = source.peek();
    if (first == '#' || (first == '-' && text.lineCommentAhead())) {
      commentLine(source.readLine());
      return true;
    }
    // The sandbox line of newer mariadb-dump is a command of its client, not a statement.
    if (first == '/' && (text.blockCommentAhead() || source.startsWith("/*M!999999\\-"))) {
      text.skipBlockComment();
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
    if (line.startsWith("-- PostgreSQL database")) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_CORRUPT, source.offset(), "This is a dump of PostgreSQL, not MySQL");
    }
    if (line.startsWith("-- Dump completed")) {
      trailer = line;
    }
    Matcher tool = TOOL.matcher(line);
    if (!headerSeen && tool.matches()) {
      headerSeen = true;
      header = header.withTool(tool.group(1).strip());
    }
    Matcher server = SERVER.matcher(line);
    if (server.matches() && header.serverVersion().isEmpty()) {
      header = header.withServerVersion(server.group(1));
    }
    Matcher database = DATABASE.matcher(line);
    if (database.matches() && header.database().isEmpty()) {
      header = header.withDatabase(database.group(1).strip());
    }
  }

  private boolean command() throws IOException, DumpRefused {
    if (source.startsWithWord("DELIMITER ")) {
      text.delimiter(source.readLine().substring("DELIMITER ".length()).strip());
      return true;
    }
    return false;
  }

  private @Nullable MySqlPiece statement() throws IOException, DumpRefused {
    long from = source.offset();
    while (true) {
      if (text.skipDelimiter()) {
        return finish(from);
      }
      if (!text.copyToken(collected)) {
        throw cut();
      }
      if (collected.length() >= 6 && text.justReadValues(collected)) {
        MySqlPiece rows = beginInsert(from);
        if (rows != null) {
          return rows;
        }
      }
    }
  }

  private @Nullable MySqlPiece finish(long from) throws DumpRefused {
    if (collected.length() == 0) {
      return null;
    }
    RawBytes statement = collected.take();
    MySqlStatementKind kind = MySqlStatementKind.of(statement);
    if (kind == MySqlStatementKind.SESSION) {
      noteCharset(statement, from);
    }
    if (kind == MySqlStatementKind.DATABASE) {
      Matcher use = USE.matcher(statement.text());
      if (use.matches()) {
        sections.begin(MySqlInventory.unquoted(use.group(1)), from);
      }
    }
    return new MySqlPiece.Statement(kind, statement, from, source.offset());
  }

  private void noteCharset(RawBytes statement, long from) throws DumpRefused {
    Matcher names = NAMES.matcher(MySqlStatementKind.words(statement));
    if (names.matches()) {
      String charset = names.group(1).toLowerCase(Locale.ROOT);
      if (!SAFE_CHARSETS.contains(charset)) {
        throw new DumpRefused(
            ProblemCode.ARTIFACT_UNSUPPORTED,
            from,
            "The dump is in character set " + charset + "; take it with utf8mb4");
      }
      if (header.charset().isEmpty()) {
        header = header.withCharset(charset);
      }
    }
  }

  private @Nullable MySqlPiece beginInsert(long from) throws IOException, DumpRefused {
    String table = text.insertedTable(collected);
    if (table == null || !text.tupleAhead()) {
      return null;
    }
    afterTuple = false;
    InsertInProgress begun = new InsertInProgress(table, collected.take());
    insert = begun;
    return rows(begun, from);
  }

  private @Nullable MySqlPiece rows(InsertInProgress current, long from)
      throws IOException, DumpRefused {
    int rows = 0;
    while (true) {
      text.skipWhiteSpace();
      if (afterTuple && text.skipDelimiter()) {
        insert = null;
        break;
      }
      if (rows > 0 && collected.length() >= chunkBytes) {
        break;
      }
      int next = source.peek();
      if (next == ',' && afterTuple) {
        source.read();
        afterTuple = false;
      } else if (next == '(' && !afterTuple) {
        afterTuple = true;
        if (rows++ > 0) {
          collected.add(',', source.offset());
        }
        text.copyTuple(collected);
      } else {
        throw next == -1 ? cut() : strange();
      }
    }
    return rows == 0
        ? null
        : new MySqlPiece.Rows(
            current.table(), current.head(), collected.take(), rows, from, source.offset());
  }

  private DumpRefused strange() {
    return new DumpRefused(
        ProblemCode.ARTIFACT_CORRUPT,
        source.offset(),
        "Something other than a row, a comma or the delimiter stands within an INSERT");
  }

  private DumpRefused cut() {
    return new DumpRefused(
        ProblemCode.ARTIFACT_TRUNCATED, source.offset(), "The dump ends within a statement");
  }
}
