package dev.rekindle.coordinator.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Partitions, what their one group has acknowledged, and all the ways of losing either. Who reads a
 * partition goes on from where the group was, and from the beginning when that is no place any
 * more.
 */
final class FleetBroker {

  /** The broker is away. */
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Partition {
    private final List<Object> log = new ArrayList<>();
    private int acknowledged;
    private int read;
  }

  private final Agenda agenda;
  private final Map<String, Partition> partitions = new HashMap<>();
  private Instant awayUntil = Instant.MIN;

  FleetBroker(Agenda agenda) {
    this.agenda = agenda;
  }

  void publish(String topic, Object message) {
    reach();
    partition(topic).log.add(message);
  }

  /** What was published since the last call and is acknowledged before anybody deals with it. */
  List<Object> take(String topic, int most) {
    Partition partition = partition(topic);
    List<Object> taken = next(partition, most);
    partition.acknowledged = partition.read;
    return taken;
  }

  /** Deals with what was published, and acknowledges it afterwards. */
  void deal(String topic, int most, Consumer<List<Object>> dealing) {
    Partition partition = partition(topic);
    dealing.accept(next(partition, most));
    partition.acknowledged = partition.read;
  }

  private List<Object> next(Partition partition, int most) {
    reach();
    if (partition.read > partition.log.size()) {
      // Out of range: the beginning is where a group goes on then.
      partition.read = 0;
    }
    int end = Math.min(partition.log.size(), partition.read + most);
    List<Object> messages = List.copyOf(partition.log.subList(partition.read, end));
    partition.read = end;
    return messages;
  }

  /** Another reader goes on from what was acknowledged. */
  void rebalance(String topic) {
    Partition partition = partition(topic);
    partition.read = partition.acknowledged;
  }

  /** Whether the group has acknowledged everything that is there. */
  boolean passed(String topic) {
    reach();
    Partition partition = partition(topic);
    return partition.log.isEmpty() || partition.acknowledged >= partition.log.size();
  }

  /** Every partition that ever held something. */
  List<String> topics() {
    return List.copyOf(partitions.keySet());
  }

  void mishap() {
    if (agenda.fault(Hazard.BROKER_AWAY, 20)) {
      awayUntil = agenda.now().plus(Duration.ofSeconds(5 + agenda.random().nextInt(115)));
    }
    if (agenda.fault(Hazard.BROKER_LOSES_ALL, 25)) {
      partitions.clear();
    }
    if (agenda.fault(Hazard.BROKER_LOSES_THE_YOUNGEST, 25)) {
      partitions
          .values()
          .forEach(p -> {
            int kept = p.log.size() - agenda.random().nextInt(p.log.size() + 1) / 2;
            p.log.subList(kept, p.log.size()).clear();
          });
    }
    if (agenda.fault(Hazard.BROKER_LOSES_OFFSETS, 25)) {
      partitions
          .values()
          .forEach(p -> {
            p.acknowledged = 0;
            p.read = 0;
          });
    }
  }

  private Partition partition(String topic) {
    return partitions.computeIfAbsent(topic, _ -> new Partition());
  }

  private void reach() {
    if (agenda.now().isBefore(awayUntil)) {
      throw new Away();
    }
  }
}
