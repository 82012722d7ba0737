package dev.rekindle.coordinator.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The coordinator's settings as plain values.
 *
 * @param catalog folder with {@code applications.yaml} and {@code plans/}
 * @param policies file that maps alerts to applications
 * @param stores root folders of the artefact stores, by store name
 * @param lease how long an admitted attempt is believed alive without a report
 * @param answerLimit how long a command may stay unanswered
 * @param reminder how long a waiting restore stays quiet before it reminds again
 * @param approvalRequired whether a start that does not say waits for an approval
 * @param presenceLimit silence after which a worker is no longer listed
 * @param traces a collector of spans, for OTLP over HTTP
 * @param logLink address of an attempt's log lines, with places for restore, stage and attempt
 * @param inboxRetention how long it is remembered which messages were dealt with
 */
public record CoordinatorSettings(
    Path catalog,
    Path policies,
    Map<String, Path> stores,
    Duration lease,
    Duration answerLimit,
    Duration reminder,
    boolean approvalRequired,
    Duration presenceLimit,
    Duration inboxRetention,
    Optional<String> traces,
    Optional<String> logLink,
    Access access,
    Rates rates,
    Outbox outbox,
    Wakeup wakeup,
    Messaging messaging) {

  public CoordinatorSettings {
    stores = Map.copyOf(stores);
    // A browser would run what begins with javascript:.
    if (logLink.isPresent() && !logLink.get().matches("https?://.+")) {
      throw new IllegalArgumentException(
          "rekindle.coordinator.logs.link must begin with http:// or https://");
    }
  }

  /**
   * Who may call.
   *
   * @param login whether callers must prove who they are
   * @param adminTokenHash SHA-256 of the first administrator's token
   * @param openToNetwork whether a coordinator without login may listen on more than this machine
   * @param clientCertificate whether callers over TLS show one
   */
  public record Access(
      boolean login,
      Optional<String> adminTokenHash,
      boolean openToNetwork,
      ClientCertificate clientCertificate) {}

  /** Certificates of callers. */
  public enum ClientCertificate {
    /** Nobody is asked for one. */
    NONE,
    /** One that is shown must be good. */
    REQUEST,
    /** Nobody without one gets as far as to be answered. */
    REQUIRED
  }

  /**
   * How often one caller may ask.
   *
   * @param logins failed ones, of one address
   */
  public record Rates(Rate api, Rate alerts, Rate logins) {}

  /**
   * A limit.
   *
   * @param perMinute in the long run; 0 for no limit
   * @param burst at once
   */
  public record Rate(int perMinute, int burst) {
    public Rate {
      if (perMinute < 0 || burst < 1) {
        throw new IllegalArgumentException(
            "A rate is per-minute 0 (no limit) or more, with a burst of 1 or more");
      }
    }
  }

  /** How the outbox is emptied. */
  public record Outbox(Duration poll, int batch) {}

  /** How timers are looked at. */
  public record Wakeup(Duration poll, int batch) {}

  /**
   * How this coordinator takes part in Kafka.
   *
   * @param group consumer group of the reports, shared by all coordinators
   * @param readers of reports in this process
   * @param replication copies of a partition; -1 for the broker's default
   */
  public record Messaging(
      String group, int readers, boolean createTopics, int partitions, short replication) {}
}
