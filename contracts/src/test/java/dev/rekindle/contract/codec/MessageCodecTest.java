package dev.rekindle.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageSpec;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

  private final MessageCodec codec = new MessageCodec();
  private final AttemptRef attempt =
      new AttemptRef(
          RestoreId.parse("0198c2f0-0000-7000-8000-000000000001"), new StageId("fence"), 1, 7);

  @Test
  void a_report_comes_back_as_it_was() {
    StageReport report =
        new StageReport.AttemptFailed(
            attempt,
            3,
            Instant.parse("2026-01-01T00:00:00Z"),
            "w",
            ProblemCode.TARGET_HELD,
            true,
            "held");

    StageReport read = codec.decode(codec.encode(report), StageReport.class);

    assertThat(read).isEqualTo(report);
  }

  @Test
  void a_missing_mandatory_field_is_refused_by_name() {
    assertThatThrownBy(() -> codec.decode("{\"kind\":\"k8s.fence\"}", StageSpec.class))
        .isInstanceOf(UnreadableMessage.class)
        .hasMessageContaining("lease");
  }

  @Test
  void an_absent_list_is_empty_and_an_absent_nullable_is_null() {
    StageSpec spec = codec.decode("{\"kind\":\"k8s.fence\",\"lease\":\"x\"}", StageSpec.class);

    assertThat(spec).isEqualTo(new StageSpec.FenceApplication("x", null));
    assertThat(codec.decode("{\"kind\":\"k8s.quiesce\"}", StageSpec.class))
        .isEqualTo(new StageSpec.QuiesceWorkloads(java.util.List.of(), java.util.List.of()));
  }

  @Test
  void an_unknown_kind_is_refused_by_name() {
    assertThatThrownBy(() -> codec.decode("{\"kind\":\"k8s.dance\"}", StageSpec.class))
        .isInstanceOf(UnreadableMessage.class)
        .hasMessageContaining("k8s.dance");
  }

  @Test
  void an_unknown_field_and_an_unknown_code_are_tolerated() {
    String json =
        codec
            .encodeText(
                new StageReport.AttemptFailed(
                    attempt, 1, Instant.EPOCH, "w", ProblemCode.CONFLICT, true, "d"))
            .replace("\"CONFLICT\"", "\"SOMETHING_NEWER\",\"extra\":1");

    StageReport read = codec.decode(json, StageReport.class);

    assertThat(((StageReport.AttemptFailed) read).code()).isEqualTo(ProblemCode.UNRECOGNISED);
  }
}
