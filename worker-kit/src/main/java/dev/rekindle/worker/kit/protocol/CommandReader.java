package dev.rekindle.worker.kit.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.stage.StageKind;
import org.jspecify.annotations.Nullable;

/** Reads commands, and tells apart what is broken from what is only newer than this worker. */
public final class CommandReader {

  private final MessageCodec codec = new MessageCodec();

  /** What a message turned out to be. */
  public sealed interface Reading {

    record Command(StageCommand command) implements Reading {}

    /** A well-formed command for a kind that this version does not know. */
    record UnknownKind(AttemptRef attempt, String kind) implements Reading {}

    record Unreadable(String reason) implements Reading {}
  }

  /** Never throws. */
  public Reading read(byte @Nullable [] body) {
    if (body == null) {
      return new Reading.Unreadable("The message has no body");
    }
    try {
      return new Reading.Command(codec.decode(body, StageCommand.class));
    } catch (UnreadableMessage e) {
      return orUnknownKind(body, String.valueOf(e.getMessage()));
    }
  }

  private Reading orUnknownKind(byte[] body, String reason) {
    try {
      JsonNode tree = codec.decode(body, JsonNode.class);
      String kind = tree.path("spec").path("kind").asText("");
      AttemptRef attempt = codec.decode(tree.path("attempt"), AttemptRef.class);
      return kind.isEmpty() || StageKind.ofWireName(kind).isPresent()
          ? new Reading.Unreadable(reason)
          : new Reading.UnknownKind(attempt, kind);
    } catch (UnreadableMessage e) {
      return new Reading.Unreadable(reason);
    }
  }
}
