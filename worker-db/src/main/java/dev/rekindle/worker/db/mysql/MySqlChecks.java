package dev.rekindle.worker.db.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.kit.stage.StageProblem;

/** What must be so before an import into MySQL may begin. */
final class MySqlChecks {

  private MySqlChecks() {}

  /** ARTIFACT_UNSUPPORTED when the dump holds what this version cannot import exactly once. */
  static void refuseObstacles(DumpSurvey survey) {
    if (!survey.obstacles().isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "The dump holds what this version cannot import: " + survey.obstacles());
    }
    if (!survey.oddTables().isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Tables with engines that cannot roll back are not imported yet: " + survey.oddTables());
    }
  }
}
