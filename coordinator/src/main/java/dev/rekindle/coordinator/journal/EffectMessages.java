package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What an effect says on Kafka, and where. */
final class EffectMessages {

  private final MessageCodec messages;
  private final FactCodec facts;

  EffectMessages(MessageCodec messages, FactCodec facts) {
    this.messages = messages;
    this.facts = facts;
  }

  OutboxMessages.Draft draft(RestoreId restore, Effect effect, Instant at) {
    return switch (effect) {
      case Effect.SendCommand send ->
          draft(
              restore,
              Topics.commands(send.pool(), send.cluster()),
              send.command().attempt().key(),
              send.command(),
              messages.encodeText(send.command()),
              TraceParent.of(send.command().attempt()),
              at);
      case Effect.SendCancel send ->
          draft(
              restore,
              Topics.controls(send.pool(), send.cluster()),
              restore.toString(),
              send.command(),
              messages.encodeText(send.command()),
              TraceParent.of(send.command().attempt()),
              at);
      case Effect.PublishFact publish ->
          draft(
              restore,
              Topics.RESTORES,
              restore.toString(),
              publish.fact(),
              facts.encode(publish.fact()),
              traceParent(publish.fact()),
              at);
    };
  }

  private static @Nullable String traceParent(RestoreFact fact) {
    return fact instanceof RestoreFact.OfAttempt about ? TraceParent.of(about.attempt()) : null;
  }

  private static OutboxMessages.Draft draft(
      RestoreId restore,
      String topic,
      String key,
      Object said,
      String body,
      @Nullable String traceParent,
      Instant at) {
    return new OutboxMessages.Draft(
        restore,
        topic,
        key,
        said.getClass().getSimpleName(),
        body,
        traceParent,
        at.atOffset(ZoneOffset.UTC));
  }
}
