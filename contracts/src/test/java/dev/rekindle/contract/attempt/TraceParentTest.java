package dev.rekindle.contract.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceParentTest {

  @Test
  void the_trace_is_the_restore_and_the_span_the_fence_token() {
    // Given
    RestoreId restore = RestoreId.parse("0b7e2f00-1234-4abc-8def-00000000002a");

    // When
    String header = TraceParent.of(new AttemptRef(restore, new StageId("a"), 3, 255));

    // Then
    assertThat(header).isEqualTo("00-0b7e2f0012344abc8def00000000002a-00000000000000ff-01");
  }
}
