package dev.rekindle.worker.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this worker. */
@AnalyzeClasses(
    packages = "dev.rekindle.worker.redis",
    importOptions = ImportOption.DoNotIncludeTests.class)
class RedisArchTest {

  private static final String ROOT = "dev.rekindle.worker.redis";

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
              "dev.rekindle.worker.k8s..",
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
          .resideOutsideOfPackages(ROOT + ".queue")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because("JSON is a form that texts arrive in; inside there are records");

  @ArchTest
  static final ArchRule cluster_clients_stay_in_the_site =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".site")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..")
          .because("the rest works with any Redis on any volume");

  @ArchTest
  static final ArchRule the_format_of_dumps_is_pure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".rdb")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".server",
              ROOT + ".site",
              ROOT + ".load",
              "dev.rekindle.worker.kit..",
              "java.net..",
              "java.nio.file..")
          .because("a dump is read from any stream");
}
