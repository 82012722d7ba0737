package dev.rekindle.coordinator.restore;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stage.
 *
 * @param status of its execution; {@link StageStatus#READY} is never stored, see {@link
 *     RestoreState#statusOf}
 * @param current the attempt believed alive, of a check or an execution
 * @param former attempts given up without their own last word, oldest first
 * @param notBefore earliest next dispatch; null when at once
 * @param check the latest answer; null while there is none that counts
 * @param begun an execution was or may have been admitted since the stage was last whole
 * @param touched an execution was or may have been admitted at all
 * @param outputs of its success, or given with the skip
 * @param problem why it failed; empty otherwise
 */
public record StageState(
    StageStatus status,
    Tally tally,
    @Nullable LiveAttempt current,
    List<FormerAttempt> former,
    @Nullable Instant notBefore,
    @Nullable CheckAnswer check,
    boolean begun,
    boolean touched,
    Map<String, Map<String, String>> outputs,
    String problem) {

  static final StageState NEW =
      new StageState(
          StageStatus.WAITING, Tally.ZERO, null, List.of(), null, null, false, false, Map.of(), "");

  public StageState {
    former = List.copyOf(former);
    outputs = Map.copyOf(outputs);
  }

  /** Whether an attempt that was given up could still change something. */
  public boolean formerMayRun(Instant now) {
    return former.stream().anyMatch(attempt -> attempt.mayRun(now));
  }

  /** Whether all it had to change is changed, or a person took it as done before it began. */
  public boolean whole() {
    return !begun && status.satisfied();
  }

  StageState status(StageStatus status) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState tally(Tally tally) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState current(@Nullable LiveAttempt current) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState former(List<FormerAttempt> former) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState givenUp(FormerAttempt attempt) {
    return former(Stream.concat(former.stream(), Stream.of(attempt)).toList());
  }

  StageState notBefore(@Nullable Instant notBefore) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState check(@Nullable CheckAnswer check) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  /** It has, or may have, begun to change something. */
  StageState begin() {
    return new StageState(
        status, tally, current, former, notBefore, check, true, true, outputs, problem);
  }

  /** It has changed all it had to. */
  StageState finish() {
    return new StageState(
        status, tally, current, former, notBefore, check, false, true, outputs, problem);
  }

  StageState outputs(Map<String, Map<String, String>> outputs) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }

  StageState problem(String problem) {
    return new StageState(
        status, tally, current, former, notBefore, check, begun, touched, outputs, problem);
  }
}
