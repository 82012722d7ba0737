package dev.rekindle.coordinator.alerts;

import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.VitalThread;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.Episodes;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerRules;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks again at alerts that wait for the end of a hold-down, of a window, or for room in the
 * budget. Every coordinator does; whoever comes second finds it decided.
 */
@ApplicationScoped
public class WaitingAlerts {

  private static final Logger LOG = Logger.getLogger(WaitingAlerts.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 100;

  private final Episodes episodes;
  private final TriggerPolicies policies;
  private final AlertIntake intake;
  private final RestoreJournal journal;
  private final Thread thread = VitalThread.of("alerts", this::run);

  WaitingAlerts(
      Episodes episodes, TriggerPolicies policies, AlertIntake intake, RestoreJournal journal) {
    this.episodes = episodes;
    this.policies = policies;
    this.intake = intake;
    this.journal = journal;
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    thread.interrupt();
    thread.join(5_000);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(round());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration round() {
    try {
      List<AlertNotice> due = episodes.due(journal.now(), AT_ONCE);
      if (!due.isEmpty()) {
        TriggerRules rules = policies.rules();
        due.forEach(notice -> intake.lookAgain(notice, rules));
      }
      return PAUSE;
    } catch (RuntimeException e) {
      LOG.warnf("Waiting alerts cannot be looked at now, trying again cause=%s", e);
      return AFTER_TROUBLE;
    }
  }
}
