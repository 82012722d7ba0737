package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.right.RoleText;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    SortedMap<String, List<Right>> missing =
        rights.stream()
            .filter(right -> !application.objects().allowed(right))
            .collect(Collectors.groupingBy(Right::namespace, TreeMap::new, Collectors.toList()));
    missing.forEach((namespace, those) ->
        findings.blocker(
            ProblemCode.PERMISSION_MISSING,
            "rights in namespace " + namespace,
            "The worker may not "
                + those.stream().map(Right::toString).collect(Collectors.joining(", ")),
            "Apply this Role and bind it to the worker's account:\n"
                + RoleText.of("rekindle-" + attempt.ref().stage(), those)));
  }
}
