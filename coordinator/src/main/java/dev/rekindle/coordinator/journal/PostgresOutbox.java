package dev.rekindle.coordinator.journal;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.Outbox;
import dev.rekindle.coordinator.exchange.OutgoingMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The outbox as a table; rows are deleted once Kafka has confirmed them. */
@ApplicationScoped
public class PostgresOutbox implements Outbox {

  /** Keeps one round short: what is left goes in the next. */
  private static final int MESSAGES = 500;

  /**
   * What must go in order. Across topics no reader could rely on an order, so that a command need
   * not wait until the facts before it are confirmed.
   */
  private record Lane(RestoreId restore, String topic) {}

  private final OutboxMessages messages;

  PostgresOutbox(OutboxMessages messages) {
    this.messages = messages;
  }

  @Override
  @Transactional
  public Drained drain(int restores, Delivery delivery) {
    List<OutgoingMessage> taken = messages.take(restores, MESSAGES);
    if (taken.isEmpty()) {
      return new Drained(0, 0);
    }
    Map<Lane, List<OutgoingMessage>> queues =
        taken.stream()
            .collect(
                Collectors.groupingBy(
                    message -> new Lane(message.restore(), message.topic()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Set<Long> confirmed = delivery.send(List.copyOf(queues.values()));
    messages.forget(confirmed);
    return new Drained(taken.size(), confirmed.size());
  }
}
