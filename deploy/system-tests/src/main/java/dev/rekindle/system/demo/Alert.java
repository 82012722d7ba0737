package dev.rekindle.system.demo;

import java.time.Instant;

/** Webhook bodies as Alertmanager sends them (payload version 4). */
public final class Alert {

  private Alert() {}

  /** The alert that 3scale ships for a portal that answers with errors. */
  public static String threescaleDown(Instant startsAt) {
    return """
    {
      "version": "4",
      "groupKey": "{}:{alertname=\\"ThreescaleSystemApp5XXRequestsHigh\\"}",
      "truncatedAlerts": 0,
      "status": "firing",
      "receiver": "rekindle",
      "groupLabels": {"alertname": "ThreescaleSystemApp5XXRequestsHigh"},
      "commonLabels": {"alertname": "ThreescaleSystemApp5XXRequestsHigh", "namespace": "threescale", "cluster": "east", "severity": "critical"},
      "commonAnnotations": {},
      "externalURL": "http://alertmanager.example:9093",
      "alerts": [
        {
          "status": "firing",
          "labels": {"alertname": "ThreescaleSystemApp5XXRequestsHigh", "namespace": "threescale", "cluster": "east", "severity": "critical"},
          "annotations": {"summary": "system-app answers with errors"},
          "startsAt": "%s",
          "endsAt": "0001-01-01T00:00:00Z",
          "generatorURL": "http://prometheus.example:9090/graph",
          "fingerprint": "c7a1f0d2b3e4a596"
        }
      ]
    }
    """
        .formatted(startsAt);
  }
}
