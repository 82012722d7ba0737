package dev.rekindle.coordinator.forecast;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How long a restore should take.
 *
 * @param restores how many earlier ones it is judged by
 * @param stages what each stage should take; stages that never ran are missing
 */
public record Forecast(int restores, Map<StageId, Duration> stages) {

  public Forecast {
    stages = Map.copyOf(stages);
  }

  /**
   * Judges by runs of the same application, and of others by the same plan only where it has none.
   *
   * @param artifactsOf names of the artefacts that a stage reads
   * @param bytes size of each artefact that is to be restored
   */
  public static Forecast of(
      RestorePlan plan,
      String application,
      Function<PlannedStage, Set<String>> artifactsOf,
      Map<String, Long> bytes,
      List<StageRun> runs) {
    List<StageRun> own =
        runs.stream().filter(run -> run.application().equals(application)).toList();
    List<StageRun> judged = own.isEmpty() ? runs : own;
    Map<StageId, List<StageRun>> byStage =
        judged.stream().collect(Collectors.groupingBy(StageRun::stage));
    Map<StageId, Duration> stages = new HashMap<>();
    for (PlannedStage stage : plan.stages()) {
      Set<String> artifacts = artifactsOf.apply(stage);
      StageForecast.of(
              byStage.getOrDefault(stage.id(), List.of()),
              run -> sum(artifacts, run.artifactBytes()),
              sum(artifacts, bytes))
          .ifPresent(length -> stages.put(stage.id(), length));
    }
    Set<RestoreId> restores =
        judged.stream().map(StageRun::restore).collect(Collectors.toUnmodifiableSet());
    return new Forecast(restores.size(), stages);
  }

  /** From the first stage to the last; empty when a stage never ran. */
  public Optional<Duration> whole(RestorePlan plan) {
    return through(plan, stage -> Optional.ofNullable(stages.get(stage.id())));
  }

  /**
   * The longest way through a plan.
   *
   * @param length of a stage; empty when unknown
   */
  public static Optional<Duration> through(
      RestorePlan plan, Function<PlannedStage, Optional<Duration>> length) {
    Map<StageId, Duration> lengths = new HashMap<>();
    for (PlannedStage stage : plan.stages()) {
      Optional<Duration> known = length.apply(stage);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      lengths.put(stage.id(), known.get());
    }
    return Optional.of(new Way(plan, lengths).end());
  }

  private static long sum(Set<String> artifacts, Map<String, Long> bytes) {
    return artifacts.stream().mapToLong(name -> bytes.getOrDefault(name, 0L)).sum();
  }

  /** When each stage ends, counted from the begin. */
  private record Way(
      RestorePlan plan, Map<StageId, Duration> lengths, Map<StageId, Duration> ends) {

    Way(RestorePlan plan, Map<StageId, Duration> lengths) {
      this(plan, lengths, new HashMap<>());
    }

    Duration end() {
      return latest(plan.stages().stream().map(PlannedStage::id).toList());
    }

    private Duration latest(List<StageId> ids) {
      return ids.stream().map(this::endOf).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private Duration endOf(StageId id) {
      Duration known = ends.get(id);
      if (known != null) {
        return known;
      }
      PlannedStage stage = plan.stage(id);
      Duration begin = latest(stage.needs());
      if (stage.atEnd()) {
        Duration before = latest(beforeTheEnd());
        begin = begin.compareTo(before) > 0 ? begin : before;
      }
      Duration end = begin.plus(lengths.getOrDefault(id, Duration.ZERO));
      ends.put(id, end);
      return end;
    }

    private List<StageId> beforeTheEnd() {
      return plan.stages().stream()
          .filter(stage -> !stage.atEnd() && !plan.graph().verifies(stage.id()))
          .map(PlannedStage::id)
          .toList();
    }
  }
}
