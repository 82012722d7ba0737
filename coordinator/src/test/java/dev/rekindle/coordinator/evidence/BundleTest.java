package dev.rekindle.coordinator.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of a real restore, and everything an interested person could do to it. */
class BundleTest {

  private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

  private RestoreId restore;
  private String bundle;

  @BeforeEach
  void export() throws IOException {
    FactCodec codec = new FactCodec();
    List<Bundle.Entry> entries = new ArrayList<>();
    String link = FactChain.BEGINNING;
    for (String body : recording()) {
      RestoreFact fact = codec.decode(body);
      if (fact instanceof RestoreFact.RestoreStarted started) {
        restore = started.restore();
      }
      String type = fact.getClass().getSimpleName();
      long seq = entries.size() + 1;
      link = FactChain.link(link, restore, seq, type, fact.at(), body);
      entries.add(new Bundle.Entry(seq, fact.at(), type, link, body));
    }
    bundle = Bundle.write(restore, entries, "coordinator 1", NOW);
  }

  @Test
  void a_bundle_of_a_real_restore_is_unchanged_and_keeps_every_rule() {
    BundleCheck.Verdict verdict = BundleCheck.of(bundle);

    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.restore()).isEqualTo(restore.toString());
    assertThat(verdict.state()).isEqualTo("SUCCEEDED");
    assertThat(bundle).contains("\"decisions\"", "\"findings\"", "\"evidence\"", "\"order\"");
  }

  @Test
  void a_changed_character_is_seen_wherever_it_is() {
    Random random = new Random(7);
    for (int i = 0; i < 80; i++) {
      int at = random.nextInt(bundle.length());
      char other = bundle.charAt(at) == 'x' ? 'y' : 'x';
      String changed = bundle.substring(0, at) + other + bundle.substring(at + 1);

      assertThat(BundleCheck.of(changed).problems()).as("character %d", at).isNotEmpty();
    }
  }

  @Test
  void a_fact_that_was_changed_and_sealed_again_breaks_the_chain() {
    assertThat(sealedAgain(b -> fact(b, 4).put("body", fact(b, 4).path("body").asText() + " ")))
        .anyMatch(problem -> problem.contains("chain breaks at fact 5"));
  }

  @Test
  void a_fact_that_was_left_out_and_sealed_again_is_missed() {
    assertThat(sealedAgain(b -> ((ArrayNode) b.path("facts")).remove(9)))
        .anyMatch(problem -> problem.contains("stands where 10 belongs"));
  }

  @Test
  void an_approval_that_no_fact_tells_of_is_seen_though_sealed_again() {
    assertThat(
            sealedAgain(b ->
                ((ObjectNode) b.path("decisions").get(0).path("by")).put("who", "somebody else")))
        .contains("its part 'decisions' is not what the facts tell");
  }

  @Test
  void who_rewrites_all_of_it_cannot_know_the_head_that_was_noted(@TempDir Path folder)
      throws IOException {
    // Given
    String head = BundleCheck.of(bundle).head();
    ObjectNode shorter = (ObjectNode) Bundle.tree(bundle);
    ArrayNode facts = (ArrayNode) shorter.path("facts");
    facts.remove(facts.size() - 1);
    String forged = forged(shorter, facts);
    Path file = Files.writeString(folder.resolve("bundle.json"), forged);

    // When
    int alone = verify(file.toString());
    int against = verify(file.toString(), "--head", head);

    // Then
    assertThat(alone).isZero();
    assertThat(against).isEqualTo(1);
  }

  @Test
  void a_history_that_cannot_happen_breaks_a_rule_though_all_links_fit() {
    // Given
    ObjectNode all = (ObjectNode) Bundle.tree(bundle);
    ArrayNode facts = (ArrayNode) all.path("facts");
    for (int i = 0; i < facts.size(); i++) {
      if (facts.get(i).path("type").asText().equals("RestoreApproved")) {
        facts.remove(i);
      }
    }

    // When
    List<String> problems = BundleCheck.of(forged(all, facts)).problems();

    // Then
    assertThat(problems).singleElement().asString().contains("nothing runs without approval");
  }

  private int verify(String... arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return VerifyBundle.run(List.of(arguments), nowhere, nowhere);
  }

  private List<String> sealedAgain(Consumer<ObjectNode> change) {
    ObjectNode changed = (ObjectNode) Bundle.tree(bundle);
    change.accept(changed);
    changed.put("seal", Bundle.seal(changed));
    return BundleCheck.of(Bundle.spelled(changed)).problems();
  }

  private static ObjectNode fact(ObjectNode bundle, int index) {
    return (ObjectNode) bundle.path("facts").get(index);
  }

  /** All numbers, links, parts and the seal made to fit. */
  private String forged(ObjectNode bundle, ArrayNode facts) {
    List<Bundle.Entry> entries = new ArrayList<>();
    String link = FactChain.BEGINNING;
    for (int i = 0; i < facts.size(); i++) {
      Instant at = Instant.parse(facts.get(i).path("recordedAt").asText());
      String type = facts.get(i).path("type").asText();
      String body = facts.get(i).path("body").asText();
      link = FactChain.link(link, restore, i + 1, type, at, body);
      entries.add(new Bundle.Entry(i + 1, at, type, link, body));
    }
    return Bundle.write(restore, entries, bundle.path("exportedBy").asText(), NOW);
  }

  private static List<String> recording() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/histories"))) {
      Path file = files.filter(f -> f.endsWith("facts.jsonl")).sorted().findFirst().orElseThrow();
      return Files.readAllLines(file);
    }
  }
}
