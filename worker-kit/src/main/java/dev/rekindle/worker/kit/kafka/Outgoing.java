package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.worker.kit.protocol.ReportSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Everything a worker sends. Reports go through a queue and one thread, so that nobody who makes
 * one waits for a broker that is away; a heartbeat that cannot be sent is dropped, any other report
 * is sent until it is taken.
 */
final class Outgoing implements ReportSink {

  private static final System.Logger LOG = System.getLogger(Outgoing.class.getName());

  /** Bounds the memory while a broker is away; heartbeats are the first to go. */
  private static final int LONGEST_QUEUE = 10_000;

  private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

  private final Producer<String, byte[]> producer;
  private final String source;
  private final MessageCodec codec = new MessageCodec();
  private final LinkedBlockingDeque<StageReport> queue = new LinkedBlockingDeque<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean failing;

  Outgoing(Producer<String, byte[]> producer, String instance) {
    this.producer = producer;
    this.source = "/rekindle/worker/" + instance;
    this.thread = VitalThread.of("reports", this::work);
    thread.start();
  }

  @Override
  public void send(StageReport report) {
    if (queue.size() < LONGEST_QUEUE || !isHeartbeat(report)) {
      queue.addLast(report);
    }
  }

  private static boolean isHeartbeat(StageReport report) {
    return report instanceof StageReport.AttemptProgressed;
  }

  private void work() {
    while (!closing || !queue.isEmpty()) {
      try {
        StageReport report = queue.pollFirst(100, TimeUnit.MILLISECONDS);
        if (report != null) {
          publish(report);
        }
        if (failing) {
          failing = false;
          Thread.sleep(AFTER_FAILURE);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void publish(StageReport report) {
    try {
      ProducerRecord<String, byte[]> record =
          event(
              Topics.REPORTS,
              report.attempt().restore().toString(),
              report,
              report.attempt().restore().toString(),
              report.at());
      header(record, TraceParent.HEADER, TraceParent.of(report.attempt()));
      // Settled by the callback.
      Future<?> _ = producer.send(record, (_, failure) -> settle(report, failure));
    } catch (KafkaException e) {
      settle(report, e);
    }
  }

  private void settle(StageReport report, @Nullable Exception failure) {
    if (failure == null || isHeartbeat(report)) {
      return;
    }
    failing = true;
    LOG.log(
        System.Logger.Level.WARNING,
        "Report was not sent: attempt={0} type={1} reason={2}",
        report.attempt(),
        report.getClass().getSimpleName(),
        failure.toString());
    if (!closing && !(failure instanceof RecordTooLargeException)) {
      queue.addFirst(report);
    }
  }

  /** Tells who this worker is; lost when the broker is away. */
  void tell(WorkerPresence presence) {
    try {
      Future<?> _ =
          producer.send(
              event(
                  Topics.WORKERS,
                  presence.instance(),
                  presence,
                  presence.instance(),
                  presence.at()));
    } catch (KafkaException e) {
      LOG.log(System.Logger.Level.DEBUG, "Presence was not sent", e);
    }
  }

  /** Puts a message that cannot be read aside, with the reason; waits until it is there. */
  void deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
    ProducerRecord<String, byte[]> letter =
        new ProducerRecord<>(Topics.deadLetters(record.topic()), record.key(), record.value());
    record.headers().forEach(letter.headers()::add);
    header(letter, "rekindle_reason", reason);
    header(letter, "rekindle_topic", record.topic());
    header(letter, "rekindle_partition", Integer.toString(record.partition()));
    header(letter, "rekindle_offset", Long.toString(record.offset()));
    try {
      producer.send(letter).get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.log(System.Logger.Level.ERROR, "Dead letter was not sent topic=" + letter.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProducerRecord<String, byte[]> event(
      String topic, String key, Object body, String subject, Instant at) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, codec.encode(body));
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", UUID.randomUUID().toString());
    header(record, "ce_source", source);
    header(record, "ce_type", body.getClass().getSimpleName());
    header(record, "ce_time", at.toString());
    header(record, "ce_subject", subject);
    header(record, "content-type", "application/json");
    return record;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends what is queued, and gives up within the patience what no broker takes. */
  void close(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    closing = true;
    try {
      if (!thread.join(patience.dividedBy(2))) {
        // It waits for a broker inside of the client.
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!queue.isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "Reports were not sent: {0}", queue.size());
    }
    producer.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
  }
}
