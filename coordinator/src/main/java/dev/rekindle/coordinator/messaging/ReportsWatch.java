package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Finds out up to when all reports were dealt with, by any coordinator: the journal's time is taken
 * first, then the ends of the partitions, then what the group has acknowledged, which happens after
 * the transaction. When the group has passed those ends, every report that was in Kafka at that
 * time is in the journal.
 */
final class ReportsWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(ReportsWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final int LOOKS = 20;

  private final Admin admin;
  private final String group;
  private final Supplier<Instant> clock;
  private final ReportsHorizon horizon;

  ReportsWatch(Admin admin, String group, Supplier<Instant> clock, ReportsHorizon horizon) {
    this.admin = admin;
    this.group = group;
    this.clock = clock;
    this.horizon = horizon;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      Instant before = clock.get();
      Map<TopicPartition, Long> ends = waiting();
      for (int i = 0; i < LOOKS; i++) {
        if (passed(ends)) {
          horizon.confirmed(before);
          return;
        }
        Thread.sleep(RETRY);
      }
    } catch (ExecutionException | RuntimeException e) {
      LOG.debugf("It is unknown up to when reports were read cause=%s", e);
    }
  }

  /** The ends of all partitions that hold anything. */
  private Map<TopicPartition, Long> waiting() throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions =
        admin.describeTopics(List.of(Topics.REPORTS)).allTopicNames().get().values().stream()
            .flatMap(topic -> topic.partitions().stream())
            .map(partition -> new TopicPartition(Topics.REPORTS, partition.partition()))
            .toList();
    Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    ends.values().removeIf(end -> end == 0);
    ends.entrySet().removeIf(end -> end.getValue().equals(starts.get(end.getKey())));
    return ends;
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin
            .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, _ -> which)))
            .all()
            .get();
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private boolean passed(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> acknowledged =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return ends.entrySet().stream()
        .allMatch(end -> {
          OffsetAndMetadata reached = acknowledged.get(end.getKey());
          return reached != null && reached.offset() >= end.getValue();
        });
  }
}
