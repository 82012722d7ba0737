package dev.rekindle.worker.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in what every worker shares. */
@AnalyzeClasses(
    packages = "dev.rekindle.worker.kit",
    importOptions = ImportOption.DoNotIncludeTests.class)
class KitArchTest {

  private static final String ROOT = "dev.rekindle.worker.kit";

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
              "dev.rekindle.worker.redis..")
          .because("the kit knows the contracts; workers know the kit");

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
          .resideOutsideOfPackages(ROOT + ".protocol")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because("JSON is a form that texts arrive in; inside there are records");

  @ArchTest
  static final ArchRule kafka_stays_in_its_adapter =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".kafka")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..")
          .because("the desk knows no transport");

  @ArchTest
  static final ArchRule cluster_clients_stay_in_the_cluster_packages =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".cluster..", ROOT + ".testing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..")
          .because("everybody else works with ports and values");

  @ArchTest
  static final ArchRule the_protocol_and_the_stages_know_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".protocol", ROOT + ".stage")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta..", "org.apache..", "io.fabric8..")
          .because("the half of the protocol that a worker plays runs in a plain JVM");

  @ArchTest
  static final ArchRule ports_do_not_know_their_adapter =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".cluster")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".cluster.fabric")
          .because("a test puts another one in its place");

  @ArchTest
  static final ArchRule fakes_are_for_tests =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".testing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rekindle.worker.kit.testing")
          .because("they are shipped for the tests of the workers alone");
}
