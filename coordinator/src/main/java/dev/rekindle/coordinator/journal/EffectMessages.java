package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.restore.Effect;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What effects say on Kafka, and where. */
final class EffectMessages {

  private final MessageCodec messages;

  EffectMessages(MessageCodec messages) {
    this.messages = messages;
  }

  /**
   * The messages of one append, in order.
   *
   * @param events the facts of it, each of which one of the effects publishes, in this order
   */
  List<OutboxMessages.Draft> drafts(
      RestoreId restore, List<Effect> effects, List<JournalSql.Event> events) {
    Deque<JournalSql.Event> published = new ArrayDeque<>(events);
    Instant at = events.getLast().at();
    return effects.stream()
        .map(effect ->
            switch (effect) {
              case Effect.SendCommand send -> {
                String topic = Topics.commands(send.pool(), send.cluster());
                yield command(topic, send.command().attempt().key(), send.command(), at);
              }
              case Effect.SendCancel send -> {
                String topic = Topics.controls(send.pool(), send.cluster());
                yield command(topic, restore.toString(), send.command(), at);
              }
              case Effect.PublishFact publish -> fact(restore, publish.fact(), published.remove());
            })
        .toList();
  }

  private OutboxMessages.Draft command(String topic, String key, StageCommand command, Instant at) {
    return new OutboxMessages.Draft(
        topic,
        key,
        command.getClass().getSimpleName(),
        messages.encodeText(command),
        TraceParent.of(command.attempt()),
        null,
        at);
  }

  /** A fact is told byte for byte as it is journaled. */
  private static OutboxMessages.Draft fact(
      RestoreId restore, RestoreFact fact, JournalSql.Event event) {
    return new OutboxMessages.Draft(
        Topics.RESTORES,
        restore.toString(),
        event.type(),
        event.body(),
        traceParent(fact),
        event.mark(),
        event.at());
  }

  private static @Nullable String traceParent(RestoreFact fact) {
    return fact instanceof RestoreFact.OfAttempt about ? TraceParent.of(about.attempt()) : null;
  }
}
