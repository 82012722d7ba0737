package dev.rekindle.coordinator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.ReportsRead;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that released versions wrote, replayed by this one. A recording is {@code facts.jsonl}
 * and {@code states.txt}: what the recording version made of each fact. Recordings are added with a
 * release, never edited; {@code -Drekindle.histories.write=true} writes the states of those that
 * have none yet.
 */
class RecordedHistoryTest {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  /** The same recordings' messages lie with the contracts. */
  private static final Path MESSAGES = Path.of("../contracts").resolve(HISTORIES);

  private final FactCodec facts = new FactCodec();

  static Stream<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.walk(HISTORIES)) {
      return files
          .filter(file -> file.endsWith("facts.jsonl"))
          .map(Path::getParent)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void each_fact_leads_to_the_state_it_led_to_then(Path recording) throws IOException {
    // Given
    Path expected = recording.resolve("states.txt");

    // When
    List<String> states = states(history(recording));

    // Then
    if (Files.notExists(expected) && Boolean.getBoolean("rekindle.histories.write")) {
      Files.write(expected, states);
    }
    assertThat(states).isEqualTo(Files.readAllLines(expected));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void the_commands_that_were_sent_would_be_sent_again(Path recording) throws IOException {
    // Given
    Map<String, StageCommand> sent = commands(recording);

    // When
    Map<String, StageCommand> again = new HashMap<>();
    RestoreState state = null;
    for (RestoreFact fact : history(recording)) {
      state = RestoreMachine.evolve(state, fact);
      for (Effect effect : RestoreMachine.effectsOf(state, fact)) {
        switch (effect) {
          case Effect.SendCommand send -> again.put(key(send.command()), send.command());
          case Effect.SendCancel send -> again.put(key(send.command()), send.command());
          case Effect.PublishFact _ -> {}
        }
      }
    }

    // Then
    assertThat(sent).isNotEmpty();
    assertThat(again).isEqualTo(sent);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void from_any_point_of_it_a_tick_goes_on(Path recording) throws IOException {
    // Given
    List<RestoreFact> history = history(recording);

    // When
    List<RestoreState> states = new ArrayList<>();
    RestoreState state = null;
    for (RestoreFact fact : history) {
      state = RestoreMachine.evolve(state, fact);
      states.add(state);
    }

    // Then
    for (int i = 0; i < states.size(); i++) {
      RestoreState then = states.get(i);
      RestoreInput tick = new RestoreInput.Tick(ReportsRead.everythingUpTo(history.get(i).at()));
      List<Long> tokens =
          LongStream.range(1_000_000, 1_000_000 + RestoreMachine.tokensNeeded(then, tick))
              .boxed()
              .toList();
      Instant at = history.get(i).at();
      assertThatCode(() -> RestoreMachine.decide(then, tick, at, tokens))
          .doesNotThrowAnyException();
    }
  }

  private List<RestoreFact> history(Path recording) throws IOException {
    return Files.readAllLines(recording.resolve("facts.jsonl")).stream()
        .map(facts::decode)
        .toList();
  }

  /** One line a fact: what it is, the restore's phase, and what is not the same in the stages. */
  private static List<String> states(List<RestoreFact> history) {
    List<String> lines = new ArrayList<>();
    RestoreState state = null;
    for (RestoreFact fact : history) {
      RestoreState before = state;
      state = RestoreMachine.evolve(state, fact);
      RestoreState after = state;
      List<String> changed =
          after.stages().entrySet().stream()
              .filter(stage ->
                  before == null || !before.stages().get(stage.getKey()).equals(stage.getValue()))
              .map(stage -> stage.getKey() + "=" + stage.getValue().status())
              .sorted()
              .toList();
      lines.add(
          fact.getClass().getSimpleName()
              + " "
              + after.step().phase()
              + " "
              + String.join(" ", changed));
    }
    return lines;
  }

  private static Map<String, StageCommand> commands(Path recording) throws IOException {
    MessageCodec codec = new MessageCodec();
    Map<String, StageCommand> commands = new HashMap<>();
    Path messages = MESSAGES.resolve(HISTORIES.relativize(recording)).resolve("messages.jsonl");
    for (String line : Files.readAllLines(messages)) {
      JsonNode message = new ObjectMapper().readTree(line);
      if (message.path("topic").asText().matches("rekindle\\.(commands|controls)\\..*")) {
        StageCommand command = codec.decode(message.path("body"), StageCommand.class);
        commands.put(key(command), command);
      }
    }
    return commands;
  }

  private static String key(StageCommand command) {
    return command.getClass().getSimpleName()
        + " "
        + command.attempt().key()
        + " "
        + command.attempt().number();
  }
}
