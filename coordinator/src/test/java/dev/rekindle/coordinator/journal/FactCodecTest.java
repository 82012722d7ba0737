package dev.rekindle.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.Signature;
import dev.rekindle.coordinator.restore.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactCodecTest {

  private static final Instant AT = Instant.parse("2026-11-22T03:00:00.123456Z");
  private static final AttemptRef ATTEMPT =
      new AttemptRef(new RestoreId(new UUID(1, 2)), new StageId("fence"), 3, 44);

  private final FactCodec codec = new FactCodec();

  @Test
  void facts_come_back_as_they_were() {
    // Given
    List<RestoreFact> facts =
        List.of(
            new RestoreFact.AttemptFailed(AT, ATTEMPT, ProblemCode.CONFLICT, "why", null),
            new RestoreFact.AttemptFailed(AT, ATTEMPT, ProblemCode.CONFLICT, "why", AT),
            new RestoreFact.StageSucceeded(
                AT, ATTEMPT, Map.of("o", Map.of("k", "v")), List.of(new Evidence("rows", "1"))),
            new RestoreFact.FindingWaived(
                AT,
                new Signature("ann", "because"),
                new Waiver(new StageId("fence"), ProblemCode.SPACE_SHORT, "disk")),
            new RestoreFact.StagesReset(
                AT, new Signature("ann", ""), List.of(new StageId("fence"))));

    // When
    List<RestoreFact> back = facts.stream().map(codec::encode).map(codec::decode).toList();

    // Then
    assertThat(back).isEqualTo(facts);
  }

  @Test
  void the_form_is_this_for_ever() {
    // Given
    RestoreFact fact = new RestoreFact.AttemptCancelled(AT, ATTEMPT, true);

    // When
    String json = codec.encode(fact);

    // Then
    assertThat(json)
        .isEqualTo(
            """
            {"type":"AttemptCancelled","at":"2026-11-22T03:00:00.123456Z",\
            "attempt":{"restore":"00000000-0000-0001-0000-000000000002","stage":"fence",\
            "number":3,"fence":44},"resumable":true}\
            """);
  }

  @Test
  void a_field_that_a_later_version_added_is_passed_over() {
    // Given
    String json =
        "{\"type\":\"ExecutionBegan\",\"at\":\"2026-11-22T03:00:00.123456Z\",\"later\":{\"a\":1}}";

    // When
    RestoreFact fact = codec.decode(json);

    // Then
    assertThat(fact).isEqualTo(new RestoreFact.ExecutionBegan(AT));
  }

  @Test
  void a_fact_of_an_unknown_type_stops_the_replay_with_a_word_on_why() {
    assertThatThrownBy(() -> codec.decode("{\"type\":\"MoonRose\",\"at\":\"" + AT + "\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("later version");
  }

  @Test
  void names_of_facts_are_unique() {
    assertThat(FactCodec.facts()).extracting(Class::getSimpleName).doesNotHaveDuplicates();
  }
}
