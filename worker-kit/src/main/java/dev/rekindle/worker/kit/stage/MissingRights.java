package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.RoleText;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Asks for every right of a stage before anything is changed. */
public final class MissingRights {

  private MissingRights() {}

  /**
   * One blocker a namespace, with the Role that is missing as its remedy.
   *
   * @param allowed whether the worker has a right
   */
  public static void find(
      Collection<Right> rights,
      Predicate<Right> allowed,
      Attempt attempt,
      Findings.Builder findings) {
    SortedMap<String, List<Right>> missing =
        rights.stream()
            .filter(right -> !allowed.test(right))
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
