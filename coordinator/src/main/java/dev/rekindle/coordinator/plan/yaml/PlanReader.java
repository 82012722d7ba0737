package dev.rekindle.coordinator.plan.yaml;

import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanProblem;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.util.List;
import java.util.Map;

/** Reads plan texts. Thread-safe. */
public final class PlanReader {

  /** What reading the head of a plan gives. */
  public sealed interface Head {

    /** It can be read. */
    record Valid(PlanHeader header) implements Head {}

    /** It cannot. */
    record Invalid(List<PlanProblem> problems) implements Head {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /** What the text says of itself; needs no parameters. */
  public Head head(String yaml) {
    return new Head.Invalid(List.of());
  }

  /**
   * The plan with {@code ${name}} replaced in every text, or every problem with it.
   *
   * @param parameters values by name; {@code application}, {@code namespace} and {@code cluster}
   *     need no declaration in the text
   */
  public RestorePlan.Outcome read(String yaml, Map<String, String> parameters) {
    return new RestorePlan.Outcome.Invalid(List.of());
  }
}
