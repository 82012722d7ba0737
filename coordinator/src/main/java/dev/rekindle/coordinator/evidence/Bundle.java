package dev.rekindle.coordinator.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import java.util.List;

/**
 * One restore as a file that an auditor keeps: all facts as they were journaled, with their chain,
 * and what people look for first, taken from these facts: the order with its plan, who approved,
 * what checks found, what stages proved. The file has one spelling only, so that any change of it
 * is seen.
 */
public final class Bundle {

  static final String FORMAT = "rekindle-evidence/1";
  static final ObjectMapper JSON = new ObjectMapper();

  /** One fact as the journal has it. */
  public record Entry(long seq, Instant recordedAt, String type, String chain, String body) {}

  private Bundle() {}

  /**
   * The text of a bundle.
   *
   * @param entries all facts so far, in order; at least one
   * @param version of the coordinator that writes it
   */
  public static String write(
      RestoreId restore, List<Entry> entries, String version, Instant exportedAt) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("format", FORMAT);
    bundle.put("restore", restore.toString());
    bundle.put("exportedAt", exportedAt.toString());
    bundle.put("exportedBy", version);
    bundle.setAll(summary(entries));
    ArrayNode facts = bundle.putArray("facts");
    for (Entry entry : entries) {
      facts
          .addObject()
          .put("seq", entry.seq())
          .put("recordedAt", entry.recordedAt().toString())
          .put("type", entry.type())
          .put("chain", entry.chain())
          .put("body", entry.body());
    }
    bundle.put("head", entries.getLast().chain());
    bundle.put("seal", seal(bundle));
    return spelled(bundle);
  }

  /** What people look for first; follows from the facts. */
  static ObjectNode summary(List<Entry> entries) {
    ObjectNode summary = JSON.createObjectNode();
    ArrayNode approvals = JSON.createArrayNode();
    ArrayNode findings = JSON.createArrayNode();
    ArrayNode evidence = JSON.createArrayNode();
    ArrayNode workers = JSON.createArrayNode();
    for (Entry entry : entries) {
      JsonNode fact = tree(entry.body());
      switch (entry.type()) {
        case "RestoreStarted" -> summary.set("order", fact.path("order"));
        case "PlanChosen" -> choose(summary.withObject("/order"), fact.path("plan").asText());
        case "ApprovalGiven", "FindingWaived", "EndOrdered" -> approvals.add(fact);
        case "CheckAnswered" ->
            findings
                .addObject()
                .<ObjectNode>set("attempt", fact.path("attempt"))
                .set("findings", fact.path("findings"));
        case "StageSucceeded" ->
            evidence
                .addObject()
                .<ObjectNode>set("attempt", fact.path("attempt"))
                .set("evidence", fact.path("evidence"));
        case "AttemptAdmitted" ->
            workers
                .addObject()
                .<ObjectNode>set("attempt", fact.path("attempt"))
                .set("worker", fact.path("worker"));
        default -> {
          // Nothing that people look for first.
        }
      }
    }
    summary.set("decisions", approvals);
    summary.set("findings", findings);
    summary.set("evidence", evidence);
    summary.set("workers", workers);
    return summary;
  }

  /** The order as it is carried out. */
  private static void choose(ObjectNode order, String plan) {
    for (JsonNode alternative : order.path("alternatives")) {
      if (alternative.at("/plan/name").asText().equals(plan)) {
        order.set("plan", alternative.path("plan"));
        order.set("planText", alternative.path("text"));
      }
    }
    order.remove("alternatives");
  }

  /** Digest over everything but itself. */
  static String seal(ObjectNode bundle) {
    ObjectNode rest = bundle.deepCopy();
    rest.remove("seal");
    return FactChain.sha256(spelled(rest));
  }

  /** The one spelling of a bundle. */
  static String spelled(JsonNode bundle) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bundle) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A bundle has no JSON form", e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A fact is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
