package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code k8s.verify}: waits until everything is as it must be; when what is wrong stays the same
 * for long, it says all of it.
 */
@ApplicationScoped
public class VerifyHandler implements StageHandler<VerifyApplication> {

  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final Applications applications;
  private final Pace pace;

  public VerifyHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<VerifyApplication> spec() {
    return VerifyApplication.class;
  }

  @Override
  public Findings check(VerifyApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    for (WorkloadRef ref : spec.workloads()) {
      findings.trying(ref.toString(), () -> Missing.workload(application, ref));
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(VerifyApplication spec, Attempt attempt) {
    Verification verification = new Verification(applications.open(attempt), spec, attempt);
    List<String> before = List.of();
    long same = System.nanoTime();
    while (true) {
      attempt.throwIfCancelled();
      List<Evidence> evidence = new ArrayList<>();
      List<String> wrong = verification.look(evidence);
      int total = wrong.size() + evidence.size();
      String step = wrong.isEmpty() ? "all is well" : "waiting for: " + wrong.getFirst();
      attempt.report(new Progress(step, evidence.size(), total, "checks"));
      if (wrong.isEmpty()) {
        return StageOutcome.done(evidence);
      }
      if (!wrong.equals(before)) {
        before = wrong;
        same = System.nanoTime();
      }
      boolean stuck = System.nanoTime() - same > pace.patience().multipliedBy(2).toNanos();
      if (verification.hopeless() || stuck || attempt.remaining().compareTo(LAST_WORD) < 0) {
        String detail = String.join("; ", wrong);
        return verification.hopeless()
            ? new StageOutcome.GiveUp(ProblemCode.VERIFICATION_FAILED, detail)
            : new StageOutcome.TryAgain(ProblemCode.VERIFICATION_FAILED, detail);
      }
      attempt.pause(pace.poll());
    }
  }
}
