package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that forget, have no space or tell another time, in the middle of the imports of a
 * restore that must end as if nothing had been.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDataST {

  private Installation installation;
  private MidImport midImport;
  private JournalDatabase journal;

  @BeforeAll
  void start() {
    installation = Installation.started(29);
    midImport = new MidImport(installation);
    journal = new JournalDatabase(installation.stack.description());
    journal.makeClockMovable();
    restartCoordinator();
  }

  @AfterEach
  void end() {
    journal.space();
    journal.clock(Duration.ZERO);
    midImport.endWhatIsLeft();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  /**
   * The worker is away for longer than a lease, so that its next command is on Kafka and was read
   * by nobody when the broker loses it; the outbox has forgotten it, because Kafka confirmed it.
   */
  @ParameterizedTest
  @EnumSource
  void what_the_broker_confirmed_and_lost_is_made_up_for(BrokerData.Loss loss) throws Exception {
    String id = begin(() -> {});
    installation.stack.kill(Service.WORKER_DB);
    Await.pause(MidImport.LONGER_THAN_A_LEASE);

    Path home = installation.stack.layout().home();
    new BrokerData(home, midImport.processOf("BrokerMain", "")).lose(loss);
    installation.stack.start(Service.WORKER_DB);

    midImport.provenAtTheEnd(id);
    assertThat(retentionOfFacts()).isEqualTo("-1");
  }

  @Test
  void a_journal_without_space_is_waited_for() {
    String id = begin(() -> {});

    journal.full();
    Await.pause(MidImport.LONGER_THAN_A_LEASE);
    journal.space();

    midImport.provenAtTheEnd(id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clocks")
  void clocks_apart_by_minutes_change_nothing(
      String what, Duration beforeTheRestore, Duration inTheMiddle) {
    String id = begin(() -> journal.clock(beforeTheRestore));

    journal.clock(inTheMiddle);

    midImport.provenAtTheEnd(id);
  }

  static Stream<Arguments> clocks() {
    Duration apart = Duration.ofMinutes(7);
    Duration jump = Duration.ofMinutes(2);
    return Stream.of(
        arguments("the journal's clock is behind", apart.negated(), apart.negated()),
        arguments("the journal's clock is ahead", apart, apart),
        arguments("the journal's clock jumps ahead", Duration.ZERO, jump),
        arguments("the journal's clock jumps back", Duration.ZERO, jump.negated()));
  }

  /** In an orderly way, unlike a kill: sessions are ended with an answer, and new ones refused. */
  @Test
  void a_target_database_that_is_restarted_in_the_middle_of_its_import_is_gone_on_with() {
    String id = begin(() -> {});

    List<Long> servers = Signals.standingIn(installation.stack.layout().home(), "mariadbd");
    assertThat(servers).as("processes of the system database").isNotEmpty();
    servers.forEach(server -> Signals.send("TERM", server));

    midImport.provenAtTheEnd(id);
  }

  /** An alert of before the end of the last restore is taken for its echo; not one of later. */
  private String begin(Runnable beforeTheAlert) {
    return midImport.begin(beforeTheAlert, Instant.now().plus(Duration.ofHours(1)));
  }

  private void restartCoordinator() {
    installation.stack.kill(Service.COORDINATOR);
    installation.stack.start(Service.COORDINATOR);
    installation.stack.awaitReady();
  }

  /** A journal could not be rebuilt from a topic that forgets. */
  private String retentionOfFacts() throws ExecutionException, InterruptedException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "rekindle.restores.v1");
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", installation.stack.description().broker()))) {
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      return config.get("retention.ms").value();
    }
  }
}
