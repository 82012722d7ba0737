package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.message.StageCommand;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Turns the deadline of a command, which is by the journal's clock, into one by this worker's. */
final class OwnClock {

  private OwnClock() {}

  /** A command as it came; unchanged when it does not say when it was made. */
  static StageCommand of(StageCommand command, Headers headers, Instant now) {
    return issued(headers).map(issued -> received(command, issued, now)).orElse(command);
  }

  private static StageCommand received(StageCommand command, Instant issued, Instant now) {
    return switch (command) {
      case StageCommand.CheckStage(var ref, var context, var spec) ->
          new StageCommand.CheckStage(ref, context.receivedAt(issued, now), spec);
      case StageCommand.ExecuteStage(var ref, var context, var spec) ->
          new StageCommand.ExecuteStage(ref, context.receivedAt(issued, now), spec);
      case StageCommand.CancelStage cancel -> cancel;
    };
  }

  private static Optional<Instant> issued(Headers headers) {
    Header time = headers.lastHeader("ce_time");
    if (time == null || time.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(new String(time.value(), StandardCharsets.UTF_8)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
