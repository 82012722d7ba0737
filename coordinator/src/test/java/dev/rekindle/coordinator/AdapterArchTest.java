package dev.rekindle.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Adapters do not know each other, and technology stays in them. */
@AnalyzeClasses(
    packages = "dev.rekindle.coordinator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchTest {

  private static final String ROOT = "dev.rekindle.coordinator";
  private static final String ADAPTERS =
      ROOT + ".(journal|messaging|http|alerts|login|notify|wakeup|telemetry|catalog)..";

  @ArchTest
  static final ArchRule adapters_do_not_know_each_other =
      slices()
          .matching(ADAPTERS)
          .should()
          .notDependOnEachOther()
          .because("they meet in ports: exchange, order, view, backup, trigger, engine");

  @ArchTest
  static final ArchRule ports_know_no_technology =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + ".access",
              ROOT + ".exchange",
              ROOT + ".order",
              ROOT + ".view",
              ROOT + ".backup",
              ROOT + ".trigger")
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<JavaClass>("are technology") {
                @Override
                public boolean test(JavaClass type) {
                  return type.getPackageName()
                      .matches(
                          "(io\\.quarkus|jakarta|org\\.apache|org\\.hibernate|com\\.fasterxml).*");
                }
              })
          .because("an adapter can then be replaced without them");
}
