package dev.rekindle.contract.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.worker.WorkerPresence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every released version said can still be read, and nothing of it is dropped on the way. */
class RecordedMessagesTest {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  private final MessageCodec codec = new MessageCodec();

  static Stream<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.walk(HISTORIES)) {
      return files.filter(file -> file.endsWith("messages.jsonl")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void each_message_is_read_and_said_again_without_loss(Path recording) throws IOException {
    // Given
    List<String> lines = Files.readAllLines(recording);

    // When
    List<String> lost = new ArrayList<>();
    for (String line : lines) {
      JsonNode message = new ObjectMapper().readTree(line);
      Object value = codec.decode(message.path("body"), type(message));
      JsonNode again = new ObjectMapper().readTree(codec.encode(value));
      missing("", message.path("body"), again, lost);
    }

    // Then
    assertThat(lines).isNotEmpty();
    assertThat(lost).isEmpty();
  }

  private static Class<?> type(JsonNode message) {
    String topic = message.path("topic").asText();
    if (topic.startsWith("rekindle.reports.")) {
      return StageReport.class;
    }
    return topic.startsWith("rekindle.workers.") ? WorkerPresence.class : StageCommand.class;
  }

  /** Later versions may say more, never less. */
  private static void missing(String place, JsonNode before, JsonNode now, List<String> lost) {
    if (before.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = before.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        missing(place + "/" + field.getKey(), field.getValue(), now.path(field.getKey()), lost);
      }
    } else if (!before.equals(now)) {
      lost.add(place + " was " + before + " and is " + now);
    }
  }
}
