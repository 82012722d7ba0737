package dev.rekindle.coordinator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** plan <- restore <- engine <- adapters, and what the pure packages must not touch. */
@AnalyzeClasses(
    packages = "dev.rekindle.coordinator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchTest {

  private static final String ROOT = "dev.rekindle.coordinator";
  private static final DescribedPredicate<JavaClass> LANGUAGE =
      resideInAnyPackage(
          "java.lang..",
          "java.time..",
          "java.util",
          "java.util.function..",
          "java.util.stream..",
          "java.util.regex..",
          "java.math..",
          "org.jspecify..",
          "dev.rekindle.contract..");

  /** SHA-256 over what is given: computing, not I/O. */
  private static final DescribedPredicate<JavaClass> DIGEST =
      resideInAnyPackage("java.security..", "java.nio.charset..");

  @ArchTest
  static final ArchRule plans_know_only_the_language_and_the_contracts =
      classes()
          .that()
          .resideInAPackage(ROOT + ".plan")
          .should()
          .onlyDependOnClassesThat(LANGUAGE.or(resideInAPackage(ROOT + ".plan")))
          .because("a plan is a value; read and resolve it in an adapter and hand it in");

  @ArchTest
  static final ArchRule the_state_machine_knows_only_plans_besides =
      classes()
          .that()
          .resideInAPackage(ROOT + ".restore")
          .should()
          .onlyDependOnClassesThat(
              LANGUAGE.or(DIGEST).or(resideInAnyPackage(ROOT + ".plan", ROOT + ".restore")))
          .because("it must replay the same for ever; give it what it needs as an argument");

  @ArchTest
  static final ArchRule the_engine_knows_no_adapter_and_no_framework =
      classes()
          .that()
          .resideInAPackage(ROOT + ".engine")
          .should()
          .onlyDependOnClassesThat(
              LANGUAGE
                  .or(resideInAPackage("java.util.concurrent.."))
                  .or(resideInAnyPackage(ROOT + ".plan", ROOT + ".restore", ROOT + ".engine")))
          .because("the loop is the same over every journal; put technology behind a port");

  @ArchTest
  static final ArchRule pure_packages_read_no_clock_and_draw_no_lots =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".plan", ROOT + ".restore")
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("it is a clock, a lot or the environment") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  return impure(access);
                }
              })
          .because("time and identifiers are arguments of decide");

  @ArchTest
  static final ArchRule only_the_journal_touches_rows =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".journal..")
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT + "..").and(simpleNameEndingWith("Row")))
          .allowEmptyShould(true)
          .because("entities are the journal's own affair");

  private static boolean impure(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getTarget().getName();
    boolean clock = owner.startsWith("java.time.") && name.equals("now");
    boolean lot =
        Set.of("java.util.Random", "java.util.SplittableRandom", "java.util.Timer").contains(owner)
            || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
            || (owner.equals("java.lang.Math") && name.equals("random"));
    boolean environment =
        owner.startsWith("java.time.Clock")
            || owner.equals("java.lang.Thread")
            || owner.equals("java.lang.ProcessBuilder")
            || (owner.equals("java.lang.System")
                && !name.equals("arraycopy")
                && !name.equals("identityHashCode"));
    return clock || lot || environment;
  }
}
