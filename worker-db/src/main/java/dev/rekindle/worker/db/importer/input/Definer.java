package dev.rekindle.worker.db.importer.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The account in whose name a view, trigger, routine or event of MySQL runs, as a dump spells it in
 * {@code CREATE DEFINER=`root`@`%` ...}. Where that account does not exist, a trigger makes every
 * write to its table fail (error 1449), long after the import.
 */
public final class Definer {

  /** Far more than stands before the name of an object. */
  private static final int HEAD = 1000;

  private static final String NAME =
      "(`(?:[^`]|``)*`|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\w$.%-]+)";
  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?is)\\A((?:(?!\\b(?:VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|PACKAGE)\\b).)*?)"
              + "\\bDEFINER\\s*=\\s*"
              + NAME
              + "(?:\\s*@\\s*"
              + NAME
              + ")?");

  private Definer() {}

  /** The account as {@code user@host}; empty when the statement names none. */
  static Optional<String> of(RawBytes statement) {
    Matcher clause = CLAUSE.matcher(statement.beginning(HEAD));
    if (!clause.lookingAt()) {
      return Optional.empty();
    }
    String host = clause.group(3);
    return Optional.of(plain(clause.group(2)) + "@" + (host == null ? "%" : plain(host)));
  }

  /** The statement without the clause, every other byte as it is. */
  public static RawBytes without(RawBytes statement) {
    Matcher clause = CLAUSE.matcher(statement.beginning(HEAD));
    return clause.lookingAt()
        ? RawBytes.join(
            List.of(
                statement.range(0, clause.end(1)),
                statement.range(clause.end(), statement.length())))
        : statement;
  }

  private static String plain(String name) {
    char quote = name.charAt(0);
    return "`'\"".indexOf(quote) < 0
        ? name
        : name.substring(1, name.length() - 1).replace("" + quote + quote, "" + quote);
  }
}
