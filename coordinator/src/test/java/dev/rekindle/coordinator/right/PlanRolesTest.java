package dev.rekindle.coordinator.right;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.catalog.DirectoryPlans;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRolesTest {

  private static final Path APPLICATIONS = Path.of("../deploy/kubernetes/applications");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream problems = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return PlanRoles.run(
        List.of(arguments),
        new PrintStream(out, true, UTF_8),
        new PrintStream(problems, true, UTF_8));
  }

  @Test
  void the_roles_for_3scale_are_those_its_plan_needs() throws IOException {
    int status = run("threescale", "--namespace", "threescale");

    assertThat(status).isZero();
    assertThat(Files.readString(APPLICATIONS.resolve("threescale/roles.yaml")))
        .as("written by ./rekindle plan roles threescale --namespace threescale")
        .isEqualTo(out.toString(UTF_8));
  }

  @Test
  void the_roles_for_the_second_application_are_those_its_plan_needs() throws IOException {
    int status = run("../docs/examples/notes.yaml", "--namespace", "notes");

    assertThat(status).isZero();
    assertThat(Files.readString(APPLICATIONS.resolve("notes/roles.yaml")))
        .as("written by ./rekindle plan roles docs/examples/notes.yaml --namespace notes")
        .isEqualTo(out.toString(UTF_8));
  }

  /** Who installed the roles of the restore need install nothing for the backup. */
  @ParameterizedTest
  @CsvSource({
    "threescale, threescale-backup",
    "../docs/examples/notes.yaml, ../docs/examples/notes-backup.yaml"
  })
  void a_backup_needs_no_right_that_the_restore_has_not(String restore, String backup) {
    assertThat(rights(backup)).isNotEmpty().isSubsetOf(rights(restore));
  }

  private static Set<String> rights(String plan) {
    Path file = Path.of(plan);
    Map<String, String> parameters =
        Map.of("application", "shop", "namespace", "shop", "cluster", "east");
    try {
      String text =
          plan.endsWith(".yaml")
              ? Files.readString(file)
              : new DirectoryPlans(Path.of("nowhere")).text(plan).orElseThrow();
      RestorePlan read =
          ((RestorePlan.Outcome.Valid) new PlanReader().read(text, parameters)).plan();
      return read.stages().stream()
          .flatMap(stage ->
              Rights.of(stage.spec(), "shop").stream()
                  .map(right -> StageKind.of(stage.spec()).pool() + " " + right))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_operator_elsewhere_gets_a_role_of_its_own_there() {
    int status =
        run(
            "threescale",
            "--namespace",
            "api",
            "--set",
            "operatorNamespace=operators",
            "--application",
            "api-east",
            "--accounts",
            "recovery");

    assertThat(status).isZero();
    assertThat(out.toString(UTF_8))
        .contains("  name: rekindle-api-east-k8s\n  namespace: operators\n")
        .contains("    name: worker-k8s\n    namespace: recovery\n")
        .doesNotContain("namespace: threescale");
  }

  @Test
  void a_plan_with_mistakes_gives_no_roles_and_tells_them() throws IOException {
    Path plan = Files.createTempFile("plan", ".yaml");
    Files.writeString(plan, "name: shop\nversion: \"1\"\nstages:\n  - {id: a, kind: db.nothing}\n");

    int status = run(plan.toString(), "--namespace", "shop");

    Files.delete(plan);
    assertThat(status).isEqualTo(1);
    assertThat(out.size()).isZero();
    assertThat(problems.toString(UTF_8)).contains("stages[0]", "db.nothing");
  }

  @Test
  void wrong_usage_is_told() {
    assertThat(run("threescale")).isEqualTo(2);
    assertThat(run("threescale", "--namespace")).isEqualTo(2);
    assertThat(run("nothing-of-that-name", "--namespace", "shop")).isEqualTo(2);
    assertThat(problems.toString(UTF_8))
        .contains(
            "--namespace are needed", "unexpected --namespace", "no plan nothing-of-that-name")
        .contains("Usage: rekindle plan roles");
  }
}
