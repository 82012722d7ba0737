package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import java.sql.SQLException;
import java.util.Map;

/** Error numbers of MySQL and MariaDB, as codes. */
final class MySqlProblems {

  private record Meaning(ProblemCode code, boolean retryable) {}

  private static final Meaning REFUSED = new Meaning(ProblemCode.CREDENTIALS_REFUSED, false);
  private static final Meaning RIGHT = new Meaning(ProblemCode.PERMISSION_MISSING, false);
  private static final Meaning READ_ONLY = new Meaning(ProblemCode.TARGET_READ_ONLY, false);
  private static final Meaning SPACE = new Meaning(ProblemCode.SPACE_SHORT, true);
  private static final Meaning LOST = new Meaning(ProblemCode.CONNECTION_LOST, true);
  private static final Meaning BUSY = new Meaning(ProblemCode.CONFLICT, true);

  private static final Map<Integer, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry(1045, REFUSED),
          Map.entry(1698, REFUSED),
          Map.entry(1044, RIGHT),
          Map.entry(1142, RIGHT),
          Map.entry(1143, RIGHT),
          Map.entry(1227, RIGHT),
          Map.entry(1370, RIGHT),
          Map.entry(1419, RIGHT),
          Map.entry(1290, READ_ONLY),
          Map.entry(1792, READ_ONLY),
          Map.entry(1836, READ_ONLY),
          Map.entry(1021, SPACE),
          Map.entry(1114, SPACE),
          Map.entry(1053, LOST),
          Map.entry(1317, LOST),
          Map.entry(1927, LOST),
          Map.entry(2006, LOST),
          Map.entry(2013, LOST),
          Map.entry(1040, new Meaning(ProblemCode.TARGET_UNREACHABLE, true)),
          Map.entry(1205, BUSY),
          Map.entry(1213, BUSY));

  private MySqlProblems() {}

  /**
   * What an error of the server means.
   *
   * @param what was being done, for people
   */
  static DatabaseProblem of(String what, SQLException e) {
    Meaning meaning = meaning(e);
    return new DatabaseProblem(
        meaning.code(), meaning.retryable(), what + ": " + e.getMessage(), e);
  }

  private static Meaning meaning(SQLException e) {
    Meaning known = MEANINGS.get(e.getErrorCode());
    if (known != null) {
      return known;
    }
    String state = e.getSQLState();
    if (state != null && state.startsWith("08")) {
      return LOST;
    }
    return new Meaning(ProblemCode.DATA_REFUSED, false);
  }

  /** Whether the user may not do what failed. */
  static boolean isRightMissing(SQLException e) {
    return meaning(e).code() == ProblemCode.PERMISSION_MISSING;
  }

  /** What a failed connect means. */
  static DatabaseProblem ofConnect(DatabaseAddress address, SQLException e) {
    Meaning meaning = meaning(e);
    if (meaning.code() == ProblemCode.CONNECTION_LOST
        || meaning.code() == ProblemCode.DATA_REFUSED) {
      return new DatabaseProblem(
          ProblemCode.TARGET_UNREACHABLE,
          true,
          "No connection to " + address + ": " + e.getMessage(),
          e);
    }
    return of("Login at " + address, e);
  }
}
