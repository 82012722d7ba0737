package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.right.RoleText;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.KitApplications;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.GiveUp;
import dev.rekindle.worker.kit.testing.FakeClusters;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the kinds declare, against an API server that grants nothing else. */
class RightsIT {

  private static final Set<String> CHANGES = Set.of("create", "update", "patch", "delete");

  private static final String BINDING =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: worker}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: worker}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: worker}
      subjects:
        - {kind: ServiceAccount, name: worker, namespace: %s}
      """;

  @TempDir static Path directory;
  private static Shop shop;

  @BeforeAll
  static void start() throws Exception {
    shop = new Shop(directory);
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private interface Work {
    void in(Applications applications) throws Exception;
  }

  private static void granted(Room room, Collection<Right> rights, Work work) throws Exception {
    room.create(BINDING.formatted(room.namespace()));
    room.create(RoleText.of("worker", rights));
    try (FabricCluster cluster = shop.as(room.namespace(), "worker")) {
      work.in(new KitApplications(new FakeClusters(cluster)));
    }
  }

  @TestFactory
  Stream<DynamicTest> the_rights_a_kind_declares_are_all_it_needs() {
    return Stream.of(
            Deed.OBJECTS, Deed.FILES, List.<Deed<?>>of(Deed.VERIFY, Deed.IDENTIFY, Deed.SEAL))
        .flatMap(List::stream)
        .map(deed -> DynamicTest.dynamicTest(deed.name(), () -> enough(deed)));
  }

  private <S extends StageSpec> void enough(Deed<S> deed) throws Exception {
    Room room = deed.room(shop);
    Collection<Right> rights = Rights.of(deed.spec(), room.namespace());
    granted(
        room,
        rights,
        applications -> {
          assertThat(deed.check(applications, directory, room).findings())
              .noneMatch(finding -> finding.code() == ProblemCode.PERMISSION_MISSING);
          assertThat(deed.run(applications, directory, room, Deed.FIRST)).isInstanceOf(Done.class);
        });
  }

  @TestFactory
  Stream<DynamicTest> a_right_that_is_missing_is_named_by_check_and_by_run() {
    return Deed.OBJECTS.stream()
        .flatMap(deed ->
            Rights.of(deed.spec(), "any").stream()
                .filter(right -> CHANGES.contains(right.verb()))
                .map(right ->
                    DynamicTest.dynamicTest(
                        deed.name() + " without " + right, () -> missing(deed, right))));
  }

  private <S extends StageSpec> void missing(Deed<S> deed, Right without) throws Exception {
    Room room = deed.room(shop);
    String before = room.state();
    Set<Right> rights = new TreeSet<>(Rights.of(deed.spec(), room.namespace()));
    rights.removeIf(right -> right.toString().equals(without.toString()));
    granted(
        room,
        rights,
        applications -> {
          List<Finding> findings =
              deed.check(applications, directory, room).findings().stream()
                  .filter(finding -> finding.code() == ProblemCode.PERMISSION_MISSING)
                  .toList();
          assertThat(findings)
              .singleElement()
              .satisfies(finding ->
                  assertThat(finding.message()).isEqualTo("The worker may not " + without));
          assertThat(room.state()).isEqualTo(before);

          StageOutcome outcome = deed.run(applications, directory, room, Deed.FIRST);

          // Some rights serve only an attempt that follows another.
          if (outcome instanceof GiveUp refused) {
            assertThat(refused.code()).isEqualTo(ProblemCode.PERMISSION_MISSING);
            assertThat(refused.detail())
                .contains("cannot " + without.verb() + " resource \"" + without.plural());
          } else {
            assertThat(outcome).isInstanceOf(Done.class);
          }
        });
  }
}
