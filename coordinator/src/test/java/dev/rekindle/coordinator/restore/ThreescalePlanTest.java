package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.terminal.RestoreStartLine;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plan that is shipped, and the moments at which a person may end a restore of it. */
class ThreescalePlanTest {

  private static final List<String> DATA =
      List.of("objects", "system-db", "zync-db", "backend-redis", "system-redis", "storage");

  private final Scenario s = new Scenario();

  @Test
  void a_cancel_between_the_data_and_the_quarantine_starts_no_writer_and_says_what_releases_it() {
    // Given
    upTo("seen-ids");
    s.input(new RestoreInput.Hold(BOB, true));
    List.of("quarantine-backend", "quarantine-system").forEach(s::cancelled);

    // When
    s.input(new RestoreInput.Cancel(BOB));

    // Then
    assertThat(s.names())
        .contains("RestoreCancelled")
        .doesNotContain("StageDispatched", "VerificationBegan");
    List<RestoreFact.EndStageSkipped> skipped = skipped();
    assertThat(skipped)
        .extracting(fact -> fact.stage().value())
        .containsExactly("bring-back", "unfence");
    assertThat(skipped)
        .allSatisfy(fact ->
            assertThat(fact.unfinished())
                .extracting(StageId::value)
                .containsExactly(
                    "quarantine-backend", "quarantine-system", "counters", "procedures"));
    assertThat(skipped.getFirst().held()).contains("not done: quarantine-backend, quarantine");
    assertThat(skipped.getFirst().release())
        .isEqualTo(
            new RestoreStartLine(
                    "shop",
                    "safety-" + s.id,
                    "threescale",
                    Map.of("safety", "NONE"),
                    "Undo restore " + s.id)
                .text());
  }

  @Test
  void a_cancel_between_two_data_stages_leaves_no_mixture_of_old_and_new_running() {
    // Given
    upTo("system-db");
    s.input(new RestoreInput.Hold(BOB, true));
    DATA.subList(2, 6).forEach(s::cancelled);

    // When
    s.input(new RestoreInput.Cancel(BOB));

    // Then
    assertThat(skipped()).hasSize(2);
  }

  @Test
  void a_cancel_before_any_data_puts_everything_back() {
    // Given
    upTo(
        "safety-system-db",
        "safety-zync-db",
        "safety-backend-redis",
        "safety-system-redis",
        "safety-storage",
        "safety-objects");
    s.input(new RestoreInput.Hold(BOB, true)).cancelled("objects");

    // When
    s.input(new RestoreInput.Cancel(BOB));

    // Then
    assertThat(s.names()).contains("StageDispatched").doesNotContain("EndStageSkipped");
    assertThat(s.succeeded("bring-back", "unfence").state.phase())
        .isEqualTo(RestorePhase.CANCELLED);
  }

  @Test
  void stages_that_were_whole_and_shall_run_again_are_unfinished_until_they_have() {
    // Given
    upTo("seen-ids");
    s.input(new RestoreInput.Hold(BOB, true));
    List.of("quarantine-backend", "quarantine-system").forEach(s::cancelled);
    s.input(new RestoreInput.RetryStage(BOB, id("objects")));

    // When
    s.input(new RestoreInput.Cancel(BOB));

    // Then
    assertThat(skipped().getFirst().unfinished()).extracting(StageId::value).containsAll(DATA);
  }

  private List<RestoreFact.EndStageSkipped> skipped() {
    return s.facts.stream()
        .filter(RestoreFact.EndStageSkipped.class::isInstance)
        .map(RestoreFact.EndStageSkipped.class::cast)
        .toList();
  }

  /** These stages and all they need have succeeded, and nothing else. */
  private void upTo(String... last) {
    Map<String, String> parameters =
        Map.of("application", "shop", "namespace", "shop", "cluster", "east", "safety", "NONE");
    RestorePlan plan =
        ((RestorePlan.Outcome.Valid) new PlanReader().read(text(), parameters)).plan();
    s.planName = plan.name();
    s.parameters = parameters;
    s.running(plan.stages().toArray(PlannedStage[]::new));
    plan.stages().stream()
        .map(PlannedStage::id)
        .filter(stage ->
            Arrays.stream(last)
                .map(Scenario::id)
                .anyMatch(id -> id.equals(stage) || plan.graph().needsOf(id).contains(stage)))
        .forEach(stage -> s.succeeded(stage.value()));
  }

  private static String text() {
    try (InputStream in = RestorePlan.class.getResourceAsStream("/plans/threescale.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
