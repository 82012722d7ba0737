package dev.rekindle.coordinator.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.trigger.PolicyProblem;
import dev.rekindle.coordinator.trigger.TimeWindow;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import dev.rekindle.coordinator.trigger.TriggerRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

  private static final Schema SCHEMA = schema();

  private static final String ALL =
      """
      budget: {perCluster: 1, total: 3}
      maintenance:
        - {from: 2026-12-01T01:00:00Z, to: 2026-12-01T05:00:00+01:00, applications: [shop], reason: new disks}
        - {days: [sat], from: "22:00", to: "04:00", zone: Europe/Berlin, reason: patching}
      policies:
        - name: shop-down
          match: ['alertname="ShopDown"', 'severity=~"critical|page"']
          application: shop
          plan: small
          backup: {verified: true, notOlderThan: 26h, before: alert}
          approval: two
          pauseBefore: [quiesce]
          holdDown: 90s
          cooldown: 1d
          quiet: [{days: [mon, tue], from: "08:00", to: "09:30", zone: UTC}]
          onResolved: cancel
          complete: whenResolved
          resolveWithin: 20m
        - {name: desk-down, match: ['alertname="DeskDown"'], application: desk}
      """;

  @Test
  void a_file_with_everything_means_what_it_says() throws IOException {
    // When
    var read = PolicyReader.read(ALL);

    // Then
    assertThat(read.problems()).isEmpty();
    assertThat(SCHEMA.validate(new YAMLMapper().readTree(ALL))).isEmpty();
    TriggerRules rules = read.rules();
    assertThat(rules.budget().perCluster()).isEqualTo(OptionalInt.of(1));
    assertThat(rules.budget().total()).isEqualTo(OptionalInt.of(3));
    assertThat(rules.maintenance().getFirst().window())
        .isEqualTo(
            new TimeWindow.Once(
                Instant.parse("2026-12-01T01:00:00Z"), Instant.parse("2026-12-01T04:00:00Z")));
    assertThat(rules.maintenance().get(1).window())
        .isEqualTo(
            new TimeWindow.Weekly(
                Set.of(DayOfWeek.SATURDAY),
                LocalTime.of(22, 0),
                LocalTime.of(4, 0),
                ZoneId.of("Europe/Berlin")));
    TriggerPolicy policy = rules.policies().getFirst();
    assertThat(policy.backup())
        .isEqualTo(
            new TriggerPolicy.Backup(
                new BackupSelector(null, true, Duration.ofHours(26), null), true));
    assertThat(policy.approval()).isEqualTo(TriggerPolicy.Approval.TWO);
    assertThat(policy.holdDown()).isEqualTo(Duration.ofSeconds(90));
    assertThat(policy.cooldown()).isEqualTo(Duration.ofDays(1));
    assertThat(policy.quiet()).hasToString("[mon tue 08:00-09:30 UTC]");
    assertThat(policy.onResolved()).isEqualTo(TriggerPolicy.OnResolved.CANCEL);
    assertThat(policy.resolveWithin()).isEqualTo(Duration.ofMinutes(20));
    assertThat(policy.pauseBefore()).containsExactly("quiesce");
  }

  @Test
  void what_is_not_said_has_its_standard() {
    TriggerPolicy policy = PolicyReader.read(ALL).rules().policies().get(1);

    assertThat(policy.backup()).isEqualTo(TriggerPolicy.Backup.NEWEST);
    assertThat(policy.approval()).isEqualTo(TriggerPolicy.Approval.ONE);
    assertThat(policy.holdDown()).isZero();
    assertThat(policy.cooldown()).isEqualTo(Duration.ofMinutes(30));
    assertThat(policy.quiet()).isEmpty();
    assertThat(policy.resolveWithin()).isNull();
    assertThat(policy.onResolved()).isEqualTo(TriggerPolicy.OnResolved.KEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "policies: []", "# nothing"})
  void an_empty_file_has_no_policies(String text) {
    var read = PolicyReader.read(text);

    assertThat(read.problems()).isEmpty();
    assertThat(read.rules().policies()).isEmpty();
  }

  /** Each changes one line of a good file; the editor's schema sees it too where it can. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          approval: two           | approval: three        | policies[0].approval          | true
          holdDown: 90s           | holdDown: soon         | policies[0].holdDown          | true
          holdDown: 90s           | holdDown: PT           | policies[0].holdDown          | false
          cooldown: 1d            | cooldwon: 1d           | policies[0].cooldwon          | true
          application: shop       | #                      | policies[0]                   | true
          before: alert           | before: yesterday      | policies[0].backup.before     | false
          verified: true          | verified: perhaps      | policies[0].backup.verified   | true
          onResolved: cancel      | onResolved: explode    | policies[0].onResolved        | true
          complete: whenResolved  | complete: never        | policies[0].complete          | true
          complete: whenResolved  | complete: whenVerified | policies[0].resolveWithin     | false
          resolveWithin: 20m      | resolveWithin: 0s      | policies[0].resolveWithin     | false
          to: "09:30"             | to: "9"                | policies[0].quiet[0].to       | true
          zone: UTC               | zone: Moon             | policies[0].quiet[0].zone     | false
          days: [mon, tue]        | days: [moonday]        | policies[0].quiet[0].days[0]  | true
          perCluster: 1           | perCluster: 0          | budget.perCluster             | true
          reason: new disks       | why: new disks         | maintenance[0].why            | true
          name: desk-down         | name: shop-down        | policies[1]                   | false
          from: 2026-12-01T01:00:00Z | from: 2026-12-01    | maintenance[0].from           | false
          pauseBefore: [quiesce]  | pauseBefore: quiesce   | policies[0].pauseBefore       | true
          'alertname="DeskDown"'  | 'alertname'            | policies[1].match[0]          | true
          'alertname="DeskDown"'  | 'a=~"("'               | policies[1].match[0]          | false
          """)
  void a_mistake_is_named_with_its_place(String good, String bad, String place, boolean shape)
      throws IOException {
    // Given
    String text = ALL.replace(good, bad);
    assertThat(text).isNotEqualTo(ALL);

    // When
    var read = PolicyReader.read(text);

    // Then
    assertThat(read.problems()).extracting(PolicyProblem::place).contains(place);
    assertThat(SCHEMA.validate(new YAMLMapper().readTree(text)).isEmpty()).isEqualTo(!shape);
  }

  @Test
  void text_that_is_no_yaml_is_one_problem_with_its_line() {
    assertThat(PolicyReader.read("policies:\n  - {name: [").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.place()).startsWith("line "));
    assertThat(PolicyReader.read("[]").problems())
        .extracting(PolicyProblem::place)
        .isEqualTo(List.of("the file"));
  }

  private static Schema schema() {
    try (InputStream file =
        Objects.requireNonNull(
            PolicyReaderTest.class.getResourceAsStream("/schemas/policies.schema.json"))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new YAMLMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
