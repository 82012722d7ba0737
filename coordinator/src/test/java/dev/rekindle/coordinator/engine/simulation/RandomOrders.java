package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.StageOutput;
import dev.rekindle.coordinator.restore.Alternative;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.RestoreTarget;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random plans, and random orders to run them. */
final class RandomOrders {

  static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(12),
          Duration.ofSeconds(10),
          4,
          6,
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMinutes(15),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30));

  private static final StageSpec SPEC = new StageSpec.FenceApplication("lease", null);

  private final Random random;

  RandomOrders(Random random) {
    this.random = random;
  }

  RestoreOrder order(int size) {
    RestorePlan plan = new RestorePlan("p", "1", "d" + size, Duration.ofHours(1), stages(size));
    return new RestoreOrder(
        mode(size),
        new RestoreTarget("shop", "east", "shop"),
        plan,
        "text",
        Map.of(),
        new BackupPin("store", "set", Map.of()),
        new ApprovalPolicy(random.nextInt(3), random.nextBoolean()),
        TIMING,
        plan.stages().stream().map(PlannedStage::id).filter(_ -> random.nextInt(6) == 0).toList(),
        List.of(),
        new Signature("ann", "outage"),
        "person",
        alternatives(size),
        size % 2 == 0 ? Duration.ofMinutes(7) : null);
  }

  private RestoreMode mode(int size) {
    if (random.nextInt(12) == 0) {
      return RestoreMode.DRY_RUN;
    }
    return size % 5 == 0 ? RestoreMode.BACKUP : RestoreMode.RESTORE;
  }

  /** Drawn by a random of its own, so that plans without one stay as they were. */
  private static List<Alternative> alternatives(int size) {
    Random random = new Random(size);
    return size % 3 == 0
        ? List.of(
            new Alternative(
                new RestorePlan(
                    SimulatedWorkers.OTHER_PLAN,
                    "1",
                    "o" + size,
                    Duration.ofHours(1),
                    new RandomOrders(random).stages(size + random.nextInt(3))),
                "other text"))
        : List.of();
  }

  private List<PlannedStage> stages(int size) {
    List<PlannedStage> stages = new ArrayList<>();
    Map<StageId, Set<StageId>> reach = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      stages.add(stage(new StageId("s" + i), reach, false, List.of()));
    }
    List<StageId> ordinary = List.copyOf(reach.keySet());
    int ends = random.nextInt(3);
    for (int i = 0; i < ends; i++) {
      List<StageId> unless = ordinary.stream().filter(_ -> random.nextInt(4) == 0).toList();
      stages.add(stage(new StageId("end" + i), reach, true, unless));
    }
    if (ends > 0 && random.nextBoolean()) {
      StageId verify = new StageId("verify");
      Set<StageId> needs = new LinkedHashSet<>(reach.get(new StageId("end0")));
      needs.add(new StageId("end0"));
      reach.put(verify, needs);
      stages.add(PlannedStage.of(verify, SPEC, List.of(new StageId("end0"))));
    }
    return stages;
  }

  private PlannedStage stage(
      StageId id, Map<StageId, Set<StageId>> reach, boolean atEnd, List<StageId> unless) {
    List<StageId> needs =
        reach.keySet().stream().filter(other -> random.nextInt(atEnd ? 4 : 3) == 0).toList();
    Set<StageId> all = new LinkedHashSet<>(needs);
    needs.forEach(need -> all.addAll(reach.get(need)));
    reach.put(id, all);
    Map<String, StageOutput> inputs = new LinkedHashMap<>();
    all.stream()
        .filter(_ -> random.nextInt(4) == 0)
        .forEach(need -> inputs.put("from-" + need, new StageOutput(need, "out")));
    return new PlannedStage(
        id,
        SPEC,
        needs,
        inputs,
        1 + random.nextInt(3),
        Duration.ofMinutes(2),
        Duration.ofSeconds(20),
        atEnd,
        unless,
        random.nextInt(5) == 0);
  }
}
