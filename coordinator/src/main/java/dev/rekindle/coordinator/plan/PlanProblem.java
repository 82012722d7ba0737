package dev.rekindle.coordinator.plan;

/**
 * One thing that keeps a text from being a plan.
 *
 * @param place path into the document, such as {@code stages[3].needs[0]}, or a stage id
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record PlanProblem(Code code, String place, String message, String remedy) {

  /** The closed set of problems. */
  public enum Code {
    /** Not YAML, or not of the expected shape. */
    UNREADABLE,
    UNKNOWN_FIELD,
    FIELD_MISSING,
    VALUE_INVALID,
    PARAMETER_MISSING,
    PARAMETER_UNKNOWN,
    UNKNOWN_KIND,
    SPEC_INVALID,
    EMPTY_PLAN,
    DUPLICATE_STAGE,
    UNKNOWN_NEED,
    CYCLE,
    /** An input names a stage that is not among the stage's transitive needs. */
    INPUT_NOT_NEEDED,
    /** A stage that runs at the end waits for one that only runs after the end. */
    FINALLY_NEEDS_LATER,
    /** {@code unlessUnfinished} stands at a stage that is not {@code finally}, or names none. */
    UNLESS_UNFINISHED_INVALID,
    /** A requested stage (only, pause before) is not in the plan. */
    UNKNOWN_STAGE
  }
}
