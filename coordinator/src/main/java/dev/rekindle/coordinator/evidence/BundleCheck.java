package dev.rekindle.coordinator.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.journal.FactCodec;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a bundle is what was exported, and whether what it tells may happen at all. */
public final class BundleCheck {

  private final FactCodec codec = new FactCodec();
  private final List<String> problems = new ArrayList<>();

  /**
   * What was found.
   *
   * @param head the last link of the chain, as computed; empty when there is none
   * @param state where the restore is after the last fact
   * @param problems for people; empty when nothing is wrong
   */
  public record Verdict(
      String restore, int facts, String head, String state, List<String> problems) {
    public Verdict {
      problems = List.copyOf(problems);
    }
  }

  private BundleCheck() {}

  /** Checks the text of a bundle. */
  public static Verdict of(String text) {
    return new BundleCheck().check(text);
  }

  private Verdict check(String text) {
    JsonNode read;
    try {
      read = Bundle.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return new Verdict("", 0, "", "", List.of("it is no JSON: " + e.getOriginalMessage()));
    }
    if (!(read instanceof ObjectNode bundle)
        || !bundle.path("format").asText().equals(Bundle.FORMAT)) {
      return new Verdict("", 0, "", "", List.of("it is no bundle of format " + Bundle.FORMAT));
    }
    require(Bundle.spelled(bundle).equals(text), "it is not spelled as it was exported");
    require(Bundle.seal(bundle).equals(bundle.path("seal").asText()), "the seal does not fit");
    try {
      return judged(bundle);
    } catch (RuntimeException e) {
      // Whatever somebody wrote into it.
      problems.add("it cannot be read: " + e.getMessage());
      return new Verdict(bundle.path("restore").asText(), 0, "", "", problems);
    }
  }

  private Verdict judged(ObjectNode bundle) {
    RestoreId restore = RestoreId.parse(bundle.path("restore").asText());
    List<Bundle.Entry> entries = entries(bundle);
    String head = chained(restore, entries);
    require(head.equals(bundle.path("head").asText()), "the last link is not the one it names");
    ObjectNode summary = Bundle.summary(entries);
    summary
        .properties()
        .forEach(part ->
            require(
                part.getValue().equals(bundle.get(part.getKey())),
                "its part '" + part.getKey() + "' is not what the facts tell"));
    return new Verdict(
        restore.toString(), entries.size(), head, replayed(restore, entries), problems);
  }

  private static List<Bundle.Entry> entries(JsonNode bundle) {
    List<Bundle.Entry> entries = new ArrayList<>();
    for (JsonNode fact : bundle.path("facts")) {
      entries.add(
          new Bundle.Entry(
              fact.path("seq").asLong(),
              Instant.parse(fact.path("recordedAt").asText()),
              fact.path("type").asText(),
              fact.path("chain").asText(),
              fact.path("body").asText()));
    }
    return entries;
  }

  /** Answers the link of the last fact, as it must be. */
  private String chained(RestoreId restore, List<Bundle.Entry> entries) {
    String link = FactChain.BEGINNING;
    long expected = 1;
    for (Bundle.Entry entry : entries) {
      require(
          entry.seq() == expected,
          "fact %d stands where %d belongs".formatted(entry.seq(), expected));
      link =
          FactChain.link(
              link, restore, entry.seq(), entry.type(), entry.recordedAt(), entry.body());
      require(link.equals(entry.chain()), "the chain breaks at fact " + entry.seq());
      expected++;
    }
    return link;
  }

  /** The history must be one that can happen; answers how it ends. */
  private String replayed(RestoreId restore, List<Bundle.Entry> entries) {
    @Nullable RestoreState state = null;
    @Nullable HistoryRules rules = null;
    for (Bundle.Entry entry : entries) {
      try {
        RestoreFact fact = codec.decode(entry.body());
        require(
            fact.getClass().getSimpleName().equals(entry.type()),
            "fact %d is not the %s it is called".formatted(entry.seq(), entry.type()));
        state = RestoreMachine.evolve(state, fact);
        if (rules == null) {
          rules = new HistoryRules(state.order());
        }
        rules.take(fact);
      } catch (RuntimeException e) {
        problems.add("fact %d breaks a rule: %s".formatted(entry.seq(), e.getMessage()));
        return "?";
      }
    }
    require(state != null && state.restore().equals(restore), "the facts are of another restore");
    return state == null ? "?" : state.phase().name();
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
