package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an effect says on Kafka, and where. */
final class EffectMessages {

  private final MessageCodec messages;
  private final FactCodec facts;

  EffectMessages(MessageCodec messages, FactCodec facts) {
    this.messages = messages;
    this.facts = facts;
  }

  OutboxMessageRow row(RestoreId restore, Effect effect, Instant at) {
    return switch (effect) {
      case Effect.SendCommand send ->
          row(
              restore,
              Topics.commands(send.pool(), send.cluster()),
              send.command().attempt().key(),
              send.command(),
              messages.encodeText(send.command()),
              TraceParent.of(send.command().attempt()),
              at);
      case Effect.SendCancel send ->
          row(
              restore,
              Topics.controls(send.pool(), send.cluster()),
              restore.toString(),
              send.command(),
              messages.encodeText(send.command()),
              TraceParent.of(send.command().attempt()),
              at);
      case Effect.PublishFact publish ->
          row(
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

  private static OutboxMessageRow row(
      RestoreId restore,
      String topic,
      String key,
      Object said,
      String body,
      @Nullable String traceParent,
      Instant at) {
    return new OutboxMessageRow(
        restore.value(), topic, key, said.getClass().getSimpleName(), body, traceParent, at);
  }
}
