package dev.rekindle.worker.kit.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when commands are being read. */
@Readiness
@ApplicationScoped
class ListeningCheck implements HealthCheck {

  private final WorkerBeans worker;

  ListeningCheck(WorkerBeans worker) {
    this.worker = worker;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("commands are read").status(worker.listening()).build();
  }
}
