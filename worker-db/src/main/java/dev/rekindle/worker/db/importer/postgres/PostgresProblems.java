package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import java.sql.SQLException;

/** SQL states of PostgreSQL, as codes. */
final class PostgresProblems {

  private PostgresProblems() {}

  /**
   * What an error of the server means.
   *
   * @param what was being done, for people
   */
  static DatabaseProblem of(String what, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String detail = what + ": " + e.getMessage();
    return switch (state) {
      case "28000", "28P01" ->
          new DatabaseProblem(ProblemCode.CREDENTIALS_REFUSED, false, detail, e);
      case "42501" -> new DatabaseProblem(ProblemCode.PERMISSION_MISSING, false, detail, e);
      case "25006" -> new DatabaseProblem(ProblemCode.TARGET_READ_ONLY, false, detail, e);
      case "3D000" -> new DatabaseProblem(ProblemCode.TARGET_UNSUITABLE, false, detail, e);
      case "53100", "53200" -> new DatabaseProblem(ProblemCode.SPACE_SHORT, true, detail, e);
      case "53300", "57P03" -> new DatabaseProblem(ProblemCode.TARGET_UNREACHABLE, true, detail, e);
      case "40001", "40P01", "55P03" -> new DatabaseProblem(ProblemCode.CONFLICT, true, detail, e);
      case "57P01", "57P02", "57014" ->
          new DatabaseProblem(ProblemCode.CONNECTION_LOST, true, detail, e);
      default ->
          state.startsWith("08") || state.equals("null")
              ? new DatabaseProblem(ProblemCode.CONNECTION_LOST, true, detail, e)
              : new DatabaseProblem(ProblemCode.DATA_REFUSED, false, detail, e);
    };
  }

  /** What a failed connect means. */
  static DatabaseProblem ofConnect(DatabaseAddress address, SQLException e) {
    DatabaseProblem problem = of("Login at " + address, e);
    return problem.code() == ProblemCode.CONNECTION_LOST
        ? new DatabaseProblem(
            ProblemCode.TARGET_UNREACHABLE,
            true,
            "No connection to " + address + ": " + e.getMessage(),
            e)
        : problem;
  }
}
