package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import dev.rekindle.coordinator.exchange.FactSubscribers;
import dev.rekindle.coordinator.exchange.Outbox;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.exchange.VitalThread;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.view.WorkersSeen;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Runs everything that talks to Kafka, each on a thread of its own. */
@ApplicationScoped
public class KafkaParticipant {

  private final KafkaConnection kafka;
  private final CoordinatorSettings settings;
  private final Outbox outbox;
  private final CommitSignal signal;
  private final ReportHandler reports;
  private final RestoreJournal journal;
  private final ReportsHorizon horizon;
  private final ClusterDirectory clusters;
  private final ConsumerLoop presence;
  private final FactSubscribers subscribers;
  private final List<Thread> threads = new ArrayList<>();
  private final List<ConsumerLoop> readers = new ArrayList<>();
  private final List<AutoCloseable> clients = new ArrayList<>();

  KafkaParticipant(
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      CoordinatorSettings settings,
      Outbox outbox,
      CommitSignal signal,
      MessageCodec codec,
      RestoreEngine engine,
      ProgressBoard progress,
      RestoreJournal journal,
      ReportsHorizon horizon,
      ClusterDirectory clusters,
      WorkersSeen workers,
      FactSubscribers subscribers) {
    this.subscribers = subscribers;
    this.kafka = new KafkaConnection(broker);
    this.settings = settings;
    this.outbox = outbox;
    this.signal = signal;
    this.reports = new ReportHandler(codec, engine, progress);
    this.journal = journal;
    this.horizon = horizon;
    this.clusters = clusters;
    this.presence = new ConsumerLoop(kafka::observer, new PresenceReading(codec, workers));
  }

  void start(@Observes StartupEvent event) {
    CoordinatorSettings.Messaging messaging = settings.messaging();
    Admin admin = opened(kafka.admin());
    KafkaProducer<String, byte[]> producer = opened(kafka.producer());
    if (messaging.createTopics()) {
      KafkaTopics topics = new KafkaTopics(admin, messaging.partitions(), messaging.replication());
      run("topics", new TopicsLoop(topics, clusters));
    }
    run(
        "outbox",
        new OutboxRelay(
            outbox,
            new KafkaDelivery(producer),
            signal,
            settings.outbox().poll(),
            settings.outbox().batch()));
    for (int i = 0; i < messaging.readers(); i++) {
      read(
          "reports",
          new ConsumerLoop(
              () -> kafka.consumer(messaging.group()),
              new RecordReading(Topics.REPORTS, reports, new DeadLetters(producer))));
    }
    read("presence", presence);
    for (FactSubscriber subscriber : subscribers.all()) {
      read(
          "facts",
          new ConsumerLoop(
              () -> kafka.subscriber(subscriber.group()), new FactsReading(subscriber)));
    }
    run("horizon", new ReportsWatch(admin, messaging.group(), journal::now, horizon));
  }

  private void read(String name, ConsumerLoop loop) {
    readers.add(loop);
    run(name, loop);
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    // Readers leave their group, so that another coordinator gets their partitions at once.
    readers.forEach(ConsumerLoop::stop);
    threads.stream().filter(thread -> !reads(thread)).forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(5_000);
    }
    for (AutoCloseable client : clients) {
      client.close();
    }
  }

  private static boolean reads(Thread thread) {
    return Set.of("rekindle-reports", "rekindle-presence", "rekindle-facts")
        .contains(thread.getName());
  }

  private void run(String name, Runnable loop) {
    Thread thread = VitalThread.of(name, loop);
    threads.add(thread);
    thread.start();
  }

  private <C extends AutoCloseable> C opened(C client) {
    clients.add(client);
    return client;
  }
}
