package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.coordinator.exchange.FactMark;
import dev.rekindle.coordinator.exchange.Outbox;
import dev.rekindle.coordinator.exchange.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends several queues side by side, each in order and without a pause between its messages: the
 * producer is idempotent, so that a partition gets them in the order in which they were handed over
 * and what is handed over together travels together. When Kafka refuses one for good, those behind
 * it count as refused too and come again after it; whoever reads facts puts up with the copies.
 */
public final class KafkaDelivery implements Outbox.Delivery {

  private static final Logger LOG = Logger.getLogger(KafkaDelivery.class);

  private final Producer<String, byte[]> producer;

  public KafkaDelivery(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  @Override
  public Set<Long> send(List<List<OutgoingMessage>> queues) {
    List<List<CompletableFuture<Boolean>>> going =
        queues.stream().map(queue -> queue.stream().map(this::send).toList()).toList();
    Set<Long> confirmed = new HashSet<>();
    for (int i = 0; i < queues.size(); i++) {
      Iterator<CompletableFuture<Boolean>> answers = going.get(i).iterator();
      // Waits for all of them: none may still be on its way when the round ends.
      boolean whole = true;
      for (OutgoingMessage message : queues.get(i)) {
        whole &= answers.next().join();
        if (whole) {
          confirmed.add(message.id());
        }
      }
    }
    return confirmed;
  }

  private CompletableFuture<Boolean> send(OutgoingMessage message) {
    CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
    try {
      var _ =
          producer.send(
              record(message),
              (_, problem) -> {
                report(message, problem);
                confirmed.complete(problem == null);
              });
    } catch (KafkaException e) {
      report(message, e);
      confirmed.complete(false);
    }
    return confirmed;
  }

  private static ProducerRecord<String, byte[]> record(OutgoingMessage message) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            message.topic(), message.key(), message.body().getBytes(StandardCharsets.UTF_8));
    String id = message.restore() + "-" + message.id();
    CloudEventHeaders.write(
        record.headers(), id, message.type(), message.restore().toString(), message.at());
    FactMark fact = message.fact();
    if (fact != null) {
      CloudEventHeaders.put(record.headers(), CloudEventHeaders.SEQ, Long.toString(fact.seq()));
      CloudEventHeaders.put(record.headers(), CloudEventHeaders.CHAIN, fact.chain());
    }
    String trace = message.traceParent();
    if (trace != null) {
      CloudEventHeaders.put(record.headers(), TraceParent.HEADER, trace);
    }
    return record;
  }

  private static void report(OutgoingMessage message, @Nullable Exception problem) {
    if (problem != null) {
      LOG.warnf(
          "A message was not confirmed and is sent again restoreId=%s topic=%s type=%s cause=%s",
          message.restore(), message.topic(), message.type(), problem);
    }
  }
}
