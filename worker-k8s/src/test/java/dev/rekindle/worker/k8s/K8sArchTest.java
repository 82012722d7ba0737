package dev.rekindle.worker.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this worker. */
@AnalyzeClasses(
    packages = "dev.rekindle.worker.k8s",
    importOptions = ImportOption.DoNotIncludeTests.class)
class K8sArchTest {

  private static final String ROOT = "dev.rekindle.worker.k8s";

  @ArchTest
  static final ArchRule nobody_else_is_known =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rekindle.coordinator..",
              "dev.rekindle.cli..",
              "dev.rekindle.sandbox..",
              "dev.rekindle.worker.db..",
              "dev.rekindle.worker.redis..",
              "dev.rekindle.worker.kit.testing..")
          .because("a worker knows the kit and the contracts; the others it never meets");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices()
          .matching(ROOT + ".(**)")
          .should()
          .beFreeOfCycles()
          .because("what hangs together in a circle cannot be read or changed alone");

  @ArchTest
  static final ArchRule json_stays_at_the_edge =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".target")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because("JSON is a form that texts arrive in; inside there are records");

  @ArchTest
  static final ArchRule cluster_clients_stay_in_the_target =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".target", ROOT + ".plan")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..")
          .because("handlers work with states and ports");

  @ArchTest
  static final ArchRule plans_are_pure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".plan")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".target",
              ROOT + ".handler",
              "io.fabric8.kubernetes.client..",
              "java.net..",
              "java.nio.file..",
              "dev.rekindle.worker.kit.cluster..",
              "jakarta..")
          .because("what is missing is decided from values; looking and changing are the target's");
}
