package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.BackupMatch;
import dev.rekindle.contract.stage.BackupRelation;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.PlanChoice;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.GiveUp;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifyHandlerTest {

  private static final String VERSION =
      "/metadata/annotations/apps.3scale.net~1apimanager-threescale-version";
  private static final ObjectRef ENVIRONMENT = new ObjectRef("v1", "ConfigMap", "environment");
  private static final IdentifyApplication ORDER = order("(absent|2\\.15(\\..*)?)");

  @TempDir Path root;
  private final World world = Fixture.world();

  private static IdentifyApplication order(String version) {
    return new IdentifyApplication(
        "newer",
        new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "apimanager"),
        List.of(
            new PlanChoice(
                "older",
                List.of(WorkloadRef.parse("deploymentconfig/system-app")),
                List.of(),
                Map.of()),
            new PlanChoice(
                "newer",
                List.of(Fixture.APP, Fixture.ZYNC),
                List.of(WorkloadRef.parse("deployment/external")),
                Map.of(VERSION, version))),
        List.of(
            match("DOMAIN", "/spec/wildcardDomain", BackupRelation.SAME),
            match("RELEASE", VERSION, BackupRelation.NOT_NEWER)));
  }

  private static BackupMatch match(String key, String field, BackupRelation relation) {
    return new BackupMatch("object-environment", ENVIRONMENT, key, field, relation);
  }

  private FakeAttempt backup(String domain, String release) throws IOException {
    byte[] bytes =
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"environment"},
        "data":{"DOMAIN":"%s","RELEASE":"%s"}}\
        """
            .formatted(domain, release)
            .getBytes(StandardCharsets.UTF_8);
    Files.write(Files.createDirectories(root.resolve("monday")).resolve("environment.json"), bytes);
    ArtifactPin pin =
        new ArtifactPin(
            "environment.json",
            ArtifactFormat.KUBERNETES_OBJECT,
            Digests.sha256(bytes),
            bytes.length);
    return FakeAttempt.simple()
        .withArtifacts("backups", "monday", Map.of("object-environment", pin));
  }

  private List<Finding> check(FakeAttempt attempt) {
    return new IdentifyHandler(world, Fixture.stores(root)).check(ORDER, attempt).findings();
  }

  private IdentifyHandlerTest of(String version, String domain) {
    world.fields.put(VERSION, "\"" + version + "\"");
    world.fields.put("/spec/wildcardDomain", "\"" + domain + "\"");
    return this;
  }

  @Test
  void what_fits_is_told_and_nothing_stands_in_the_way() throws IOException {
    of("2.15.5", "east.example.com");

    List<Finding> findings = check(backup("east.example.com", "2.15"));

    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.INFO);
    assertThat(findings)
        .anyMatch(finding ->
            finding.message().startsWith("newer fits: ")
                && finding.message().contains("deployment/system-app")
                && finding.message().contains("2.15.5"));
  }

  @Test
  void the_plan_that_fits_what_is_there_is_named_by_code() throws IOException {
    of("2.14.3", "east.example.com");
    world.with("deploymentconfig/system-app", 1);

    List<Finding> findings = check(backup("elsewhere.example.com", "2.15"));

    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(ProblemCode.ANOTHER_PLAN);
          assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
          assertThat(finding.subject()).isEqualTo("older");
        });
  }

  @Test
  void where_no_plan_fits_everything_that_was_seen_is_told() throws IOException {
    of("2.17.0", "east.example.com");

    List<Finding> findings = check(backup("east.example.com", "2.15"));

    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Severity.BLOCKER)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(ProblemCode.TARGET_UNSUITABLE);
          assertThat(finding.message()).contains("2.17.0", "deployment/zync");
        });
  }

  @Test
  void a_workload_that_must_not_be_there_rules_a_plan_out() throws IOException {
    of("2.15.5", "east.example.com");
    world.with("deployment/external", 0);

    assertThat(check(backup("east.example.com", "2.15")))
        .anyMatch(finding -> finding.message().startsWith("No plan is for"));
  }

  @Test
  void a_backup_of_another_domain_or_of_a_newer_version_is_refused() throws IOException {
    of("2.15.5", "east.example.com");

    List<Finding> findings = check(backup("west.example.com", "2.16"));

    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Severity.BLOCKER)
        .allMatch(finding -> finding.code() == ProblemCode.TARGET_UNSUITABLE)
        .extracting(Finding::subject)
        .containsExactly("DOMAIN", "RELEASE");
  }

  @Test
  void a_backup_of_an_older_version_is_migrated_and_not_refused() throws IOException {
    of("2.15.5", "east.example.com");

    assertThat(check(backup("east.example.com", "2.9")))
        .noneMatch(finding -> finding.severity() == Severity.BLOCKER);
  }

  @Test
  void a_backup_without_the_object_cannot_be_compared_and_says_so() {
    of("2.15.5", "east.example.com");

    assertThat(check(FakeAttempt.simple()))
        .filteredOn(finding -> finding.message().contains("cannot be compared"))
        .extracting(Finding::subject)
        .containsExactly("DOMAIN", "RELEASE");
  }

  @Test
  void it_looks_again_when_it_runs() throws IOException {
    of("2.15.5", "east.example.com");
    IdentifyHandler handler = new IdentifyHandler(world, Fixture.stores(root));
    FakeAttempt attempt = backup("east.example.com", "2.15");

    assertThat(handler.run(ORDER, attempt)).isInstanceOf(Done.class);
    world.with("deploymentconfig/system-app", 1);

    assertThat(handler.run(ORDER, attempt))
        .isInstanceOfSatisfying(
            GiveUp.class, end -> assertThat(end.code()).isEqualTo(ProblemCode.ANOTHER_PLAN));
  }

  @Test
  void an_expression_that_is_none_is_told_as_a_mistake_of_the_plan() throws IOException {
    of("2.15.5", "east.example.com");

    List<Finding> findings =
        new IdentifyHandler(world, Fixture.stores(root))
            .check(order("2.15("), backup("east.example.com", "2.15"))
            .findings();

    assertThat(findings)
        .anyMatch(finding -> finding.code() == ProblemCode.SPEC_INVALID)
        .noneMatch(finding -> finding.message().contains("fits"));
  }
}
