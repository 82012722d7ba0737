package dev.rekindle.contract.message;

/**
 * One thing a check saw.
 *
 * @param subject what it is about, such as an artefact, an object or a table
 * @param message what was seen, for people; never holds a secret
 * @param remedy what to do about it; empty when nothing needs doing
 */
public record Finding(
    Severity severity, ProblemCode code, String subject, String message, String remedy) {

  /** A fact worth knowing. */
  public static Finding info(String subject, String message) {
    return new Finding(Severity.INFO, ProblemCode.NOTED, subject, message, "");
  }

  /** Something that only an earlier stage makes checkable. */
  public static Finding deferred(String subject, String message) {
    return new Finding(Severity.DEFERRED, ProblemCode.DEFERRED, subject, message, "");
  }

  /** Something a person should look at before approving. */
  public static Finding warning(ProblemCode code, String subject, String message, String remedy) {
    return new Finding(Severity.WARNING, code, subject, message, remedy);
  }

  /** Something that must be put right, or waived by name, before anything is changed. */
  public static Finding blocker(ProblemCode code, String subject, String message, String remedy) {
    return new Finding(Severity.BLOCKER, code, subject, message, remedy);
  }
}
