package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.worker.kit.protocol.AttemptDesk;
import dev.rekindle.worker.kit.protocol.AttemptMeter;
import dev.rekindle.worker.kit.protocol.CommandReader;
import dev.rekindle.worker.kit.protocol.CommandReader.Reading;
import dev.rekindle.worker.kit.protocol.DeskSettings;
import dev.rekindle.worker.kit.protocol.HandlerRegistry;
import dev.rekindle.worker.kit.settings.WorkerSettings.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** One worker between Kafka and its handlers, from {@link #start} to {@link #stop}. */
public final class KafkaWorker {

  /** Who this worker is, besides what its desk knows. */
  public record Identity(Pool pool, String version, Duration presence) {}

  private static final System.Logger LOG = System.getLogger(KafkaWorker.class.getName());

  private final Clock clock = Clock.systemUTC();
  private final Identity identity;
  private final DeskSettings desk;
  private final KafkaClients clients;
  private final CommandTopics topics;
  private final CommandReader reader = new CommandReader();
  private final HandlerRegistry handlers;
  private final Outgoing outgoing;
  private final AttemptDesk attempts;
  private final Incoming commands;
  private final Incoming controls;
  private final ScheduledThreadPoolExecutor clockwork =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("rekindle-presence").factory());
  private volatile boolean begun;
  private volatile boolean stopping;

  public KafkaWorker(
      Identity identity,
      DeskSettings desk,
      KafkaSettings kafka,
      HandlerRegistry handlers,
      AttemptMeter meter) {
    this.identity = identity;
    this.desk = desk;
    this.handlers = handlers;
    this.clients = new KafkaClients(kafka, desk.worker());
    this.topics = new CommandTopics(identity.pool(), desk.clusters(), kafka.partitions());
    this.outgoing = new Outgoing(clients.producer(), desk.worker());
    this.attempts = new AttemptDesk(desk, handlers, outgoing, meter, clock);
    this.commands =
        new Incoming(
            "commands",
            () -> clients.commands(identity.pool()),
            topics.commands(),
            Incoming.Offsets.COMMITTED,
            this::take);
    this.controls =
        new Incoming(
            "controls",
            clients::controls,
            topics.controls(),
            Incoming.Offsets.FORGOTTEN,
            this::take);
  }

  /** Returns at once; goes on in threads of its own, and waits for a broker that is away. */
  public void start() {
    Thread.ofVirtual().name("rekindle-start").start(this::begin);
    // Ends with the executor.
    ScheduledFuture<?> _ =
        clockwork.scheduleAtFixedRate(
            this::tell, 0, identity.presence().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void begin() {
    while (!stopping && !topicsMade()) {
      LOG.log(System.Logger.Level.WARNING, "The broker does not answer yet");
    }
    if (!stopping) {
      // Cancels first, so that most of them are known before their attempts are offered.
      controls.start();
      commands.start();
      begun = true;
    }
  }

  private boolean topicsMade() {
    try (Admin admin = clients.admin()) {
      topics.make(admin);
      return true;
    } catch (ExecutionException | KafkaException e) {
      LOG.log(System.Logger.Level.DEBUG, "Topics were not made", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    switch (reader.read(record.value())) {
      case Reading.Command(StageCommand command) ->
          attempts.accept(OwnClock.of(command, record.headers(), clock.instant()));
      case Reading.UnknownKind(var attempt, var kind) -> attempts.refuseUnknown(attempt, kind);
      case Reading.Unreadable(var reason) -> {
        LOG.log(
            System.Logger.Level.WARNING,
            "Message is set aside topic={0} partition={1} offset={2} reason={3}",
            record.topic(),
            record.partition(),
            Long.toString(record.offset()),
            reason);
        outgoing.deadLetter(record, reason);
      }
    }
  }

  private void tell() {
    List<String> kinds = handlers.kinds().stream().map(StageKind::wireName).toList();
    outgoing.tell(
        new WorkerPresence(
            desk.worker(),
            identity.pool(),
            desk.clusters().stream().sorted().toList(),
            kinds,
            identity.version(),
            attempts.running(),
            desk.capacity(),
            clock.instant()));
  }

  /** Attempts and checks admitted and not ended. */
  public int running() {
    return attempts.running();
  }

  /** Whether commands are being read. */
  public boolean listening() {
    return begun && commands.silence().compareTo(Duration.ofSeconds(60)) < 0;
  }

  /**
   * Takes no more, ends what runs in a state that can be resumed, says so, and closes; all of it
   * within the patience (and a few seconds for the threads), also when no broker answers: what
   * could not be said is found out by the coordinator when the lease passes.
   */
  public void stop(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    stopping = true;
    clockwork.shutdownNow();
    commands.close();
    Duration words = patience.dividedBy(4);
    attempts.stop(left(until).minus(words));
    controls.close();
    attempts.close();
    outgoing.close(left(until));
  }

  private static Duration left(long until) {
    return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
  }
}
