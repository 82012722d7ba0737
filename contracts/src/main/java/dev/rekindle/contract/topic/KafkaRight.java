package dev.rekindle.contract.topic;

import dev.rekindle.contract.stage.Pool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Something that a broker with an authorizer must let somebody do.
 *
 * @param prefix whether the name stands for all that begin with it
 * @param operations as Kafka names them
 */
public record KafkaRight(
    Resource resource, String name, boolean prefix, List<Operation> operations) {

  /** What it is about. */
  public enum Resource {
    TOPIC,
    GROUP
  }

  /** What may be done with it. */
  public enum Operation {
    READ,
    WRITE,
    DESCRIBE,
    CREATE
  }

  public KafkaRight {
    operations = List.copyOf(operations);
  }

  /**
   * Everything that workers of one pool need, and nothing else: not what those of another pool or
   * cluster are told.
   *
   * @param creating whether they make their own topics, as they do unless all of them are there
   */
  public static List<KafkaRight> ofWorkers(
      Pool pool, Collection<String> clusters, boolean creating) {
    List<KafkaRight> rights = new ArrayList<>();
    List<Operation> reading =
        creating
            ? List.of(Operation.READ, Operation.DESCRIBE, Operation.CREATE)
            : List.of(Operation.READ, Operation.DESCRIBE);
    List<Operation> writing = List.of(Operation.WRITE, Operation.DESCRIBE);
    for (String cluster : clusters) {
      for (String topic : List.of(Topics.commands(pool, cluster), Topics.controls(pool, cluster))) {
        rights.add(new KafkaRight(Resource.TOPIC, topic, false, reading));
        rights.add(new KafkaRight(Resource.TOPIC, Topics.deadLetters(topic), false, writing));
      }
    }
    rights.add(new KafkaRight(Resource.TOPIC, Topics.REPORTS, false, writing));
    rights.add(new KafkaRight(Resource.TOPIC, Topics.WORKERS, false, writing));
    List<Operation> member = List.of(Operation.READ);
    rights.add(new KafkaRight(Resource.GROUP, Topics.commandsGroup(pool), false, member));
    rights.add(new KafkaRight(Resource.GROUP, Topics.CONTROLS_GROUP, true, member));
    return List.copyOf(rights);
  }
}
