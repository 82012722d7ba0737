package dev.rekindle.worker.db;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this worker. */
@AnalyzeClasses(
    packages = "dev.rekindle.worker.db",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DbArchTest {

  private static final String ROOT = "dev.rekindle.worker.db";

  @ArchTest
  static final ArchRule nobody_else_is_known =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rekindle.coordinator..",
              "dev.rekindle.cli..",
              "dev.rekindle.sandbox..",
              "dev.rekindle.worker.k8s..",
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
  static final ArchRule json_is_not_known_here =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because("messages are read by the kit");
}
