package dev.rekindle.coordinator.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.coordinator.evidence.FactChain;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded journal of a real restore, told by a topic that is not perfect. */
class HistoryTest {

  private final FactCodec codec = new FactCodec();
  private final List<ToldFact> told = new ArrayList<>();
  private final List<StageCommand> commands = new ArrayList<>();
  private RestoreId restore;

  @BeforeEach
  void tell() throws IOException {
    List<String> bodies =
        Files.readAllLines(Path.of("src/test/resources/histories/0.1.0/restored/facts.jsonl"));
    RestoreState state = null;
    String link = FactChain.BEGINNING;
    for (String body : bodies) {
      RestoreFact fact = codec.decode(body);
      state = RestoreMachine.evolve(state, fact);
      restore = state.restore();
      String type = fact.getClass().getSimpleName();
      long seq = told.size() + 1;
      link = FactChain.link(link, restore, seq, type, fact.at(), body);
      told.add(new ToldFact(restore, "m" + seq, seq, link, type, fact.at(), body));
      for (Effect effect : RestoreMachine.effectsOf(state, fact)) {
        if (effect instanceof Effect.SendCommand send) {
          commands.add(send.command());
        }
      }
    }
  }

  @Test
  void a_history_with_copies_is_what_was_journaled() {
    List<ToldFact> twice = new ArrayList<>();
    told.forEach(fact -> twice.addAll(Collections.nCopies(2, fact)));

    History history = rebuilt(twice);

    assertThat(history.lines()).extracting(History.Line::chain).isEqualTo(links());
    assertThat(history.missing()).isEmpty();
  }

  @Test
  void messages_of_a_version_that_told_no_numbers_are_taken_in_their_order() {
    List<ToldFact> older =
        told.stream()
            .map(f -> new ToldFact(f.restore(), f.message(), 0, "", f.type(), f.at(), f.body()))
            .toList();

    assertThat(rebuilt(older).lines()).extracting(History.Line::chain).isEqualTo(links());
  }

  @Test
  void what_comes_after_a_gap_is_left_out_and_said_to_be() {
    List<ToldFact> gap = new ArrayList<>(told);
    gap.remove(20);

    History history = History.of(restore, gap, List.of(), codec);

    assertThat(history.lines()).hasSize(20);
    assertThat(history.missing()).singleElement().asString().contains("facts 21 to 21");
  }

  @Test
  void a_fact_that_was_refused_at_first_lies_behind_later_ones_and_takes_its_place() {
    List<ToldFact> overtaken = new ArrayList<>(told);
    overtaken.add(24, overtaken.remove(20));

    assertThat(rebuilt(overtaken).lines()).extracting(History.Line::chain).isEqualTo(links());
    assertThat(rebuilt(overtaken).missing()).isEmpty();
  }

  @Test
  void a_fact_that_was_changed_on_the_topic_is_told() {
    List<ToldFact> changed = new ArrayList<>(told);
    ToldFact last = told.getLast();
    changed.set(
        told.size() - 1,
        new ToldFact(
            restore,
            last.message(),
            last.seq(),
            last.chain(),
            last.type(),
            last.at(),
            last.body().replace("{\"type\"", "{ \"type\"")));

    assertThat(rebuilt(changed).missing()).singleElement().asString().contains("was changed");
  }

  @Test
  void an_attempt_that_only_its_command_tells_of_keeps_its_number_and_token() {
    // Given
    int dispatched = index("StageDispatched");
    StageCommand lost =
        commands.stream()
            .filter(StageCommand.ExecuteStage.class::isInstance)
            .findFirst()
            .orElseThrow();

    // When
    History history = History.of(restore, told.subList(0, dispatched), commands, codec);

    // Then
    RestoreState state = history.state();
    assertThat(state.stage(lost.attempt().stage()).current().ref()).isEqualTo(lost.attempt());
    assertThat(state.highestFence()).isGreaterThanOrEqualTo(lost.attempt().fence());
    assertThat(history.missing()).anyMatch(line -> line.contains("attempt"));
  }

  @Test
  void without_its_beginning_nothing_is_made_of_it() {
    assertThat(rebuilt(told.subList(1, 3)).state()).isNull();
  }

  private History rebuilt(List<ToldFact> facts) {
    return History.of(restore, facts, commands, codec);
  }

  private List<String> links() {
    return told.stream().map(ToldFact::chain).toList();
  }

  private int index(String type) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).type().equals(type)) {
        return i;
      }
    }
    throw new AssertionError("No " + type);
  }
}
