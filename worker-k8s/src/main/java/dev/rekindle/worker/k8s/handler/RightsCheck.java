package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.MissingRights;
import java.util.Collection;

/** Asks the cluster for every right of a stage before anything is changed. */
final class RightsCheck {

  private RightsCheck() {}

  /** One blocker a namespace, with the Role that is missing as its remedy. */
  static void of(
      StageSpec spec, Application application, Attempt attempt, Findings.Builder findings) {
    of(Rights.of(spec, attempt.context().namespace()), application, attempt, findings);
  }

  /** One blocker a namespace, with the Role that is missing as its remedy. */
  static void of(
      Collection<Right> rights,
      Application application,
      Attempt attempt,
      Findings.Builder findings) {
    MissingRights.find(rights, application.objects()::allowed, attempt, findings);
  }
}
