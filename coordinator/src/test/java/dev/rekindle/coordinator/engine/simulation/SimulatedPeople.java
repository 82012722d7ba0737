package dev.rekindle.coordinator.engine.simulation;

import static dev.rekindle.contract.message.ProblemCode.SPACE_SHORT;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.coordinator.restore.CheckAnswer;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.StageStatus;
import dev.rekindle.coordinator.restore.Waiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** People who look at a restore and want something of it, more or less wisely. */
final class SimulatedPeople {

  private static final List<String> NAMES = List.of("ann", "bob", "cid");

  private final Random random;

  SimulatedPeople(Random random) {
    this.random = random;
  }

  /** What would help in this state. */
  List<RestoreInput> helpful(RestoreState state) {
    List<RestoreInput> wishes = new ArrayList<>();
    if (state.phase() == RestorePhase.AWAITING_APPROVAL) {
      String digest = state.approval().requested();
      wishes.add(new RestoreInput.Approve(by(), digest == null ? "" : digest));
      if (random.nextInt(20) == 0) {
        wishes.add(new RestoreInput.Reject(by()));
      }
    }
    if (state.phase() == RestorePhase.HELD) {
      wishes.add(new RestoreInput.Resume(by()));
      state.hold().stages().forEach(id -> wishes.addAll(about(state, id)));
      if (random.nextInt(state.wishes().ending() == null ? 6 : 2) == 0) {
        wishes.add(
            random.nextBoolean() ? new RestoreInput.Cancel(by()) : new RestoreInput.Fail(by()));
      }
    }
    return wishes;
  }

  private List<RestoreInput> about(RestoreState state, StageId id) {
    List<RestoreInput> wishes = new ArrayList<>();
    CheckAnswer check = state.stage(id).check();
    if (check != null) {
      for (Finding finding : check.findings()) {
        if (finding.severity() == Severity.BLOCKER) {
          wishes.add(
              new RestoreInput.WaiveFinding(
                  by(), new Waiver(id, finding.code(), finding.subject())));
        }
      }
    }
    if (state.stage(id).status() == StageStatus.FAILED) {
      wishes.add(new RestoreInput.RetryStage(by(), id));
      if (random.nextInt(3) == 0) {
        wishes.add(new RestoreInput.SkipStage(by(), id, Map.of("out", Map.of("given", "1"))));
      }
    }
    return wishes;
  }

  /** Anything at all. */
  RestoreInput whim(RestoreState state) {
    List<StageId> stages = List.copyOf(state.stages().keySet());
    StageId stage = stages.get(random.nextInt(stages.size()));
    return switch (random.nextInt(12)) {
      case 0 -> new RestoreInput.Approve(by(), "no such digest");
      case 1 -> new RestoreInput.Hold(by(), random.nextBoolean());
      case 2 -> new RestoreInput.Resume(by());
      case 3 -> new RestoreInput.RetryStage(by(), stage);
      case 4 -> new RestoreInput.SkipStage(by(), stage, Map.of());
      case 5 -> new RestoreInput.SkipStage(by(), idle(state, stage), Map.of("out", Map.of()));
      case 6 ->
          random.nextInt(6) == 0 ? new RestoreInput.Cancel(by()) : new RestoreInput.Resume(by());
      case 7 ->
          random.nextInt(6) == 0 ? new RestoreInput.Fail(by()) : new RestoreInput.Reject(by());
      case 8 -> new RestoreInput.WaiveFinding(by(), new Waiver(stage, SPACE_SHORT, "disk"));
      case 9 -> new RestoreInput.Start(state.restore(), state.order());
      case 10 ->
          random.nextInt(3) == 0 ? new RestoreInput.Withdraw(by()) : new RestoreInput.Resume(by());
      default ->
          switch (random.nextInt(3)) {
            case 0 -> new RestoreInput.AlertsOver(by());
            case 1 -> new RestoreInput.AlertFires(by());
            default -> new RestoreInput.RetryStage(by(), new StageId("nobody"));
          };
    };
  }

  /** A stage that could be skipped, if there is one. */
  private StageId idle(RestoreState state, StageId otherwise) {
    List<StageId> idle =
        state.stages().keySet().stream()
            .filter(id -> state.stage(id).current() == null && !state.stage(id).former().isEmpty())
            .toList();
    return idle.isEmpty() ? otherwise : idle.get(random.nextInt(idle.size()));
  }

  private Signature by() {
    return new Signature(NAMES.get(random.nextInt(NAMES.size())), "because");
  }
}
