package dev.rekindle.worker.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageCommand.ExecuteStage;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.stage.StageSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnClockTest {

  private static final Instant ISSUED = Instant.parse("2026-03-01T03:00:00Z");
  private static final Duration ALLOWED = Duration.ofMinutes(5);

  @ParameterizedTest
  @ValueSource(longs = {-9, -1, 0, 1, 9})
  void a_worker_whose_clock_is_minutes_apart_has_the_time_that_was_meant(long minutes) {
    Instant now = ISSUED.plus(Duration.ofMinutes(minutes));

    StageCommand received = OwnClock.of(command(), headers(ISSUED.toString()), now);

    assertThat(deadlineOf(received)).isEqualTo(now.plus(ALLOWED));
  }

  @Test
  void a_command_that_waited_for_long_is_late() {
    Instant now = ISSUED.plus(Duration.ofMinutes(11));

    StageCommand received = OwnClock.of(command(), headers(ISSUED.toString()), now);

    assertThat(deadlineOf(received)).isEqualTo(ISSUED.plus(ALLOWED)).isBefore(now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday"})
  void a_command_that_does_not_say_when_it_was_made_is_taken_at_its_word(String time) {
    Headers headers = time.isEmpty() ? new RecordHeaders() : headers(time);

    StageCommand received = OwnClock.of(command(), headers, ISSUED);

    assertThat(received).isEqualTo(command());
  }

  private static Headers headers(String time) {
    return new RecordHeaders().add("ce_time", time.getBytes(StandardCharsets.UTF_8));
  }

  private static Instant deadlineOf(StageCommand command) {
    return ((ExecuteStage) command).context().deadline();
  }

  private static StageCommand command() {
    return new ExecuteStage(
        new AttemptRef(new RestoreId(new UUID(1, 1)), new StageId("fence"), 1, 7),
        new StageContext(
            "shop",
            "east",
            "shop",
            new BackupPin("store", "set", Map.of()),
            "safety",
            Map.of(),
            Duration.ofSeconds(60),
            ISSUED.plus(ALLOWED)),
        new StageSpec.FenceApplication("lease", null));
  }
}
