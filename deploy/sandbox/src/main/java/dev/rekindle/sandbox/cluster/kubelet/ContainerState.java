package dev.rekindle.sandbox.cluster.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The three states of a container. */
sealed interface ContainerState {
  record Waiting(String reason, String message) implements ContainerState {}

  record Running(Instant since) implements ContainerState {}

  record Ended(int exitCode, String reason, Instant from, Instant to) implements ContainerState {}

  /** As a status shows it. */
  default ObjectNode json() {
    ObjectNode node = Json.object();
    switch (this) {
      case Waiting(String reason, String message) -> {
        ObjectNode waiting = node.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
          waiting.put("message", message);
        }
      }
      case Running(Instant since) -> node.putObject("running").put("startedAt", text(since));
      case Ended(int code, String reason, Instant from, Instant to) ->
          node.putObject("terminated")
              .put("exitCode", code)
              .put("reason", reason)
              .put("startedAt", text(from))
              .put("finishedAt", text(to))
              .put("containerID", "sandbox://ended");
    }
    return node;
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
