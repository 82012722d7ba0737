package dev.rekindle.coordinator.wakeup;

import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.exchange.VitalThread;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import dev.rekindle.coordinator.view.ProgressBoard;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Runs the loop of the timers on a thread of its own. */
@ApplicationScoped
public class Clockwork {

  private final Thread thread;

  Clockwork(
      RestoreEngine engine,
      RestoreJournal journal,
      ReportsHorizon horizon,
      Inbox inbox,
      ProgressBoard progress,
      CoordinatorSettings settings) {
    thread =
        VitalThread.of(
            "wakeup",
            new WakeUpLoop(
                engine,
                journal,
                horizon,
                new Pruning(inbox, progress, settings.inboxRetention()),
                settings.wakeup().poll(),
                settings.wakeup().batch()));
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    thread.interrupt();
    thread.join(5_000);
  }
}
