package dev.rekindle.worker.db.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.sql.SQLException;

/** SQL states of PostgreSQL, as codes. */
final class PostgresProblems {

  private PostgresProblems() {}

  /**
   * What an error of the server means.
   *
   * @param what was being done, for people
   */
  static StageProblem of(String what, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String detail = what + ": " + e.getMessage();
    return switch (state) {
      case "28000", "28P01" -> StageProblem.permanent(ProblemCode.CREDENTIALS_REFUSED, detail, e);
      case "42501" -> StageProblem.permanent(ProblemCode.PERMISSION_MISSING, detail, e);
      case "25006" -> StageProblem.permanent(ProblemCode.TARGET_READ_ONLY, detail, e);
      case "3D000" -> StageProblem.permanent(ProblemCode.TARGET_UNSUITABLE, detail, e);
      case "53100", "53200" -> StageProblem.passing(ProblemCode.SPACE_SHORT, detail, e);
      case "53300", "57P03" -> StageProblem.passing(ProblemCode.TARGET_UNREACHABLE, detail, e);
      case "40001", "40P01", "55P03" -> StageProblem.passing(ProblemCode.CONFLICT, detail, e);
      case "57P01", "57P02", "57014" ->
          StageProblem.passing(ProblemCode.CONNECTION_LOST, detail, e);
      default ->
          state.startsWith("08") || state.equals("null")
              ? StageProblem.passing(ProblemCode.CONNECTION_LOST, detail, e)
              : StageProblem.permanent(ProblemCode.DATA_REFUSED, detail, e);
    };
  }

  /** What a failed connect means. */
  static StageProblem ofConnect(String address, SQLException e) {
    StageProblem problem = of("Login at " + address, e);
    return problem.code() == ProblemCode.CONNECTION_LOST
        ? StageProblem.passing(
            ProblemCode.TARGET_UNREACHABLE,
            "No connection to " + address + ": " + e.getMessage(),
            e)
        : problem;
  }
}
