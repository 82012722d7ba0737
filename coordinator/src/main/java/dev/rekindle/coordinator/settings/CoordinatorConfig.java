package dev.rekindle.coordinator.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The keys under {@code rekindle.coordinator}; each default stands here and nowhere else. */
@ConfigMapping(prefix = "rekindle.coordinator")
public interface CoordinatorConfig {

  Catalog catalog();

  Policy policy();

  Artifact artifact();

  Lease lease();

  Dispatch dispatch();

  Reminder reminder();

  Approval approval();

  Access access();

  Rate rate();

  Logs logs();

  Outbox outbox();

  Inbox inbox();

  Wakeup wakeup();

  Reports reports();

  Topics topics();

  Presence presence();

  Trace trace();

  /** Where plans and applications are described. */
  interface Catalog {
    /** Holds {@code applications.yaml} and {@code plans/*.yaml}. */
    @WithDefault("catalog")
    Path directory();
  }

  /** Which alert starts what. */
  interface Policy {
    /** Absent: {@code policies.yaml} in the catalogue's directory. */
    Optional<Path> file();
  }

  /** Where backup sets are. */
  interface Artifact {
    Map<String, Store> stores();

    /** One artefact store. */
    interface Store {
      /** Its root: a backup set is a folder directly below. */
      Path directory();
    }
  }

  /** How long an admitted attempt is believed alive. */
  interface Lease {
    @WithDefault("PT60S")
    Duration length();
  }

  /** Commands on their way. */
  interface Dispatch {
    /** How long a command may stay unanswered before it is sent again. */
    @WithDefault("PT30S")
    Duration answerLimit();
  }

  /** What is said again while nobody acts. */
  interface Reminder {
    @WithDefault("PT30M")
    Duration interval();
  }

  /** Whether a restore waits for a person. */
  interface Approval {
    /** For starts that do not say: {@code true} waits for an approval. */
    @WithDefault("true")
    boolean required();
  }

  /** Who may call. */
  interface Access {
    /**
     * {@code open}: nobody is asked for a login, on this machine only; {@code login}: everybody is.
     */
    @WithDefault("open")
    Mode mode();

    /** The first administrator's token, as {@code rekindle token generate} hashes it. */
    Optional<String> adminTokenHash();

    /** Whether an open coordinator may listen on more than this machine. */
    @WithDefault("false")
    boolean openToNetwork();

    /**
     * Whether callers over TLS show a certificate that {@code quarkus.tls} trusts. Quarkus' own
     * setting for this is fixed when the program is built.
     */
    @WithDefault("none")
    CoordinatorSettings.ClientCertificate clientCertificate();

    /** How callers are known. */
    enum Mode {
      OPEN,
      LOGIN
    }
  }

  /** How often one caller may ask. */
  interface Rate {
    /** All calls but webhooks, by the caller's name; by address where nobody is logged in. */
    Api api();

    /**
     * Webhooks. A storm of alerts is what they are for: only a sender that has lost count is held.
     */
    Alerts alerts();

    /** Logins that failed, by address. */
    Logins logins();

    /** Calls. */
    interface Api {
      /** In the long run; 0 for no limit. */
      @WithDefault("6000")
      int perMinute();

      /** At once. */
      @WithDefault("2000")
      int burst();
    }

    /** Webhooks. */
    interface Alerts {
      /** In the long run; 0 for no limit. */
      @WithDefault("12000")
      int perMinute();

      /** At once. */
      @WithDefault("20000")
      int burst();
    }

    /** Failed logins. */
    interface Logins {
      /** In the long run; 0 for no limit. */
      @WithDefault("30")
      int perMinute();

      /** At once. */
      @WithDefault("30")
      int burst();
    }
  }

  /** Messages on their way to Kafka. */
  interface Outbox {
    /** The safety net: how often the outbox is looked at although nobody rang. */
    @WithDefault("PT0.5S")
    Duration poll();

    /** Restores whose messages go in one transaction. */
    @WithDefault("128")
    int batch();
  }

  /** Messages that were dealt with. */
  interface Inbox {
    /**
     * How long they are remembered after their restore has ended; longer than Kafka keeps reports,
     * which is a week unless the broker was told otherwise.
     */
    @WithDefault("P14D")
    Duration retention();
  }

  /** Timers. */
  interface Wakeup {
    @WithDefault("PT0.25S")
    Duration poll();

    /** Restores that are ticked in one round. */
    @WithDefault("32")
    int batch();
  }

  /** Reports of workers. */
  interface Reports {
    /** The consumer group that all coordinators share. */
    @WithDefault("rekindle-coordinator")
    String group();

    /**
     * Readers of this process. Reports of different restores are taken in side by side, up to the
     * partitions of the topic; those of one restore stay in order.
     */
    @WithDefault("4")
    int readers();
  }

  /** Topics made at the start when they are missing. */
  interface Topics {
    @WithDefault("true")
    boolean create();

    @WithDefault("12")
    int partitions();

    /** Copies of each partition; -1 takes the broker's default. */
    @WithDefault("-1")
    short replication();
  }

  /** Workers seen. */
  interface Presence {
    /** A worker that was silent for longer is no longer listed. */
    @WithDefault("PT30S")
    Duration limit();
  }

  /** Where logs can be read. */
  interface Logs {
    /**
     * The address of an attempt's log lines, with <code>{restore}</code>, <code>{stage}</code> and
     * <code>{attempt}</code> in it; the console links to it.
     */
    Optional<String> link();
  }

  /** Where spans go. */
  interface Trace {
    /** A collector's address for OTLP over HTTP, {@code http://HOST:4318/v1/traces}; else none. */
    Optional<String> endpoint();
  }
}
