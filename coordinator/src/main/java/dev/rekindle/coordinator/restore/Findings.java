package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the checks of a restore saw, and what of it an approval stands for. */
final class Findings {

  private Findings() {}

  static boolean allAnswered(RestoreState state) {
    return state.stages().values().stream().allMatch(stage -> stage.check() != null);
  }

  /** Stages with a blocking finding that nobody waived. */
  static List<StageId> blocked(RestoreState state) {
    return select(state, (stage, finding) -> blocks(state, stage, finding))
        .map(Waiver::stage)
        .distinct()
        .toList();
  }

  /** Names of the blocking findings that nobody waived. */
  static List<Waiver> blockers(RestoreState state) {
    return select(state, (stage, finding) -> blocks(state, stage, finding)).toList();
  }

  static boolean exists(RestoreState state, Waiver waiver) {
    return select(state, waiver::covers).findAny().isPresent();
  }

  /**
   * Names of the findings that a person decides about. Mere information may differ each time one
   * looks (free space), so it is left out; so are the messages.
   */
  static List<Waiver> significant(RestoreState state) {
    return select(
            state,
            (stage, finding) ->
                finding.severity() == Severity.WARNING || finding.severity() == Severity.BLOCKER)
        .distinct()
        .sorted(Comparator.comparing(Waiver::toString))
        .toList();
  }

  /** SHA-256 over plan, parameters, target, backup set and the names of the findings, in hex. */
  static String digest(RestoreState state) {
    RestoreOrder order = state.order();
    String text =
        String.join(
            "\n",
            order.plan().digest(),
            order.plan().stages().stream()
                .map(s -> s.id().value())
                .collect(Collectors.joining(",")),
            new TreeMap<>(order.parameters()).toString(),
            order.target().toString(),
            order.backup().store(),
            order.backup().set(),
            pins(order.backup().artifacts()),
            significant(state).toString());
    return sha256(text);
  }

  private static String pins(Map<String, ArtifactPin> artifacts) {
    return new TreeMap<>(artifacts).toString();
  }

  private static boolean blocks(RestoreState state, StageId stage, Finding finding) {
    return finding.severity() == Severity.BLOCKER
        && state.wishes().waivers().stream().noneMatch(waiver -> waiver.covers(stage, finding));
  }

  private static Stream<Waiver> select(RestoreState state, BiPredicate<StageId, Finding> wanted) {
    return state.stages().entrySet().stream()
        .flatMap(entry -> {
          CheckAnswer check = entry.getValue().check();
          List<Finding> findings = check == null ? List.of() : check.findings();
          return findings.stream()
              .filter(finding -> wanted.test(entry.getKey(), finding))
              .map(f -> new Waiver(entry.getKey(), f.code(), f.subject()));
        });
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
