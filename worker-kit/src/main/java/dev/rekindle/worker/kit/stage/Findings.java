package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.message.CaptureTime;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a check saw. */
public record Findings(List<Finding> findings, List<CaptureTime> captures) {

  public Findings {
    findings = List.copyOf(findings);
    captures = List.copyOf(captures);
  }

  /** Nothing to say. */
  public static Findings none() {
    return new Findings(List.of(), List.of());
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Whether something keeps the restore from changing anything. */
  public boolean blocked() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCKER);
  }

  /** Collects findings; not thread-safe. */
  public static final class Builder {
    private final List<Finding> findings = new ArrayList<>();
    private final List<CaptureTime> captures = new ArrayList<>();

    private Builder() {}

    /** A fact worth knowing. */
    public Builder info(String subject, String message) {
      return add(Finding.info(subject, message));
    }

    /** Something that only an earlier stage makes checkable. */
    public Builder deferred(String subject, String message) {
      return add(Finding.deferred(subject, message));
    }

    /** Something a person should look at. */
    public Builder warning(ProblemCode code, String subject, String message, String remedy) {
      return add(Finding.warning(code, subject, message, remedy));
    }

    /** Something that must be put right first. */
    public Builder blocker(ProblemCode code, String subject, String message, String remedy) {
      return add(Finding.blocker(code, subject, message, remedy));
    }

    public Builder add(Finding finding) {
      findings.add(finding);
      return this;
    }

    /** All findings and capture times of another check. */
    public Builder addAll(Findings other) {
      findings.addAll(other.findings());
      captures.addAll(other.captures());
      return this;
    }

    /** When an artefact's data was captured, and where that is written. */
    public Builder capture(String artifact, Instant at, String source) {
      captures.add(new CaptureTime(artifact, at, source));
      return this;
    }

    /**
     * Runs one part of a check; a {@link StageProblem} it throws becomes a BLOCKER about the
     * subject and the check goes on.
     */
    public Builder trying(String subject, Runnable part) {
      try {
        part.run();
      } catch (StageProblem problem) {
        add(problem.finding(subject));
      }
      return this;
    }

    public Findings build() {
      return new Findings(findings, captures);
    }
  }
}
