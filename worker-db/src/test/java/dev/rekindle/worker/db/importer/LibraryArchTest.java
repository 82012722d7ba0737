package dev.rekindle.worker.db.importer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rekindle.contract.message.ProblemCode;

/** The importer is a library: input <- plan <- target <- families, and nothing of this product. */
@AnalyzeClasses(
    packages = "dev.rekindle.worker.db",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LibraryArchTest {

  private static final String ROOT = "dev.rekindle.worker.db.importer";

  @ArchTest
  static final ArchRule of_this_product_the_library_knows_the_problem_codes_alone =
      classes()
          .that()
          .resideInAPackage(ROOT + "..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "org.jspecify..",
                      "org.mariadb..",
                      "org.postgresql..",
                      "com.github.luben.zstd..",
                      ROOT + "..")
                  .or(type(ProblemCode.class)));

  @ArchTest
  static final ArchRule what_reads_dumps_and_what_holds_the_rules_touch_no_server =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".input", ROOT + ".plan")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.sql..",
                  "org.mariadb..",
                  "org.postgresql..",
                  ROOT + ".target",
                  ROOT + ".mysql",
                  ROOT + ".postgres"));

  @ArchTest
  static final ArchRule the_flow_knows_no_family =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".target")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  ROOT + ".mysql", ROOT + ".postgres", "org.mariadb..", "org.postgresql.."));

  @ArchTest
  static final ArchRule the_families_do_not_know_each_other =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".mysql")
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT + ".postgres"));
}
