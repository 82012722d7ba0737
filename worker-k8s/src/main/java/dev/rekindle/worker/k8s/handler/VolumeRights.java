package dev.rekindle.worker.k8s.handler;

import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;

/** What a helper pod on a claim needs. */
final class VolumeRights {

  private VolumeRights() {}

  /** {@code create} on {@code pods/exec} for SPDY clients, {@code get} for WebSockets: both. */
  static void need(Application application, Findings.Builder findings, Attempt attempt) {
    new Rights(application.objects(), findings, attempt.context().namespace())
        .needCore("pods", "get", "list", "create", "delete")
        .needCore("pods/exec", "get", "create")
        .needCore("persistentvolumeclaims", "get");
  }
}
