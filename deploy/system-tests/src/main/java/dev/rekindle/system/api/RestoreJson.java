package dev.rekindle.system.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the coordinator's JSON into views. */
final class RestoreJson {

  private RestoreJson() {}

  static RestoreView read(JsonNode json) {
    List<StageView> stages = new ArrayList<>();
    json.path("stages").forEach(stage -> stages.add(stage(stage)));
    List<String> findings = new ArrayList<>();
    json.path("findings").forEach(finding -> findings.add(finding(finding)));
    JsonNode approval = json.path("approval");
    List<String> captures = new ArrayList<>();
    approval.path("captures").forEach(capture -> capture(capture).ifPresent(captures::add));
    if (approval.path("skew").isTextual()) {
      captures.add(
          "skew between the oldest and the newest store: " + approval.path("skew").asText());
    }
    return new RestoreView(
        json.path("id").asText(),
        json.path("state").asText(),
        json.path("reason").asText(""),
        approval.path("digest").asText(""),
        findings,
        captures,
        stages,
        duration(json.path("objective")));
  }

  /** Objects of the cluster do not age like data does. */
  private static Optional<String> capture(JsonNode json) {
    String artifact = json.path("artifact").asText();
    return artifact.startsWith("object-")
        ? Optional.empty()
        : Optional.of(
            artifact
                + " captured "
                + json.path("at").asText("unknown")
                + " ("
                + json.path("source").asText()
                + "); lost: "
                + json.path("lost").asText());
  }

  private static StageView stage(JsonNode json) {
    JsonNode progress = json.path("progress");
    List<String> evidence = new ArrayList<>();
    json.path("evidence")
        .forEach(e -> evidence.add(e.path("name").asText() + ": " + e.path("value").asText()));
    return new StageView(
        json.path("id").asText(),
        json.path("kind").asText(),
        json.path("status").asText(),
        json.path("attempts").asInt(),
        progress.path("step").asText(""),
        progress.path("done").asLong(),
        progress.path("total").asLong(),
        progress.path("unit").asText(""),
        progress.path("perSecond").asDouble(),
        duration(progress.path("left")),
        duration(json.path("took")),
        evidence);
  }

  private static String finding(JsonNode json) {
    return json.path("severity").asText()
        + " "
        + json.path("stage").asText()
        + " "
        + json.path("code").asText()
        + " "
        + json.path("subject").asText()
        + ": "
        + json.path("message").asText();
  }

  private static @Nullable Duration duration(JsonNode json) {
    return json.isTextual() ? Duration.parse(json.asText()) : null;
  }
}
