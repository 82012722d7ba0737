package dev.rekindle.worker.kit.settings;

import dev.rekindle.contract.stage.Pool;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Everything that can be set of a worker, below {@code rekindle.worker}. */
@ConfigMapping(prefix = "rekindle.worker")
public interface WorkerSettings {

  /** The pool; fixed by the worker's module. */
  Pool pool();

  /** Clusters to serve; all that have settings below {@code cluster} when absent. */
  Optional<List<String>> clusters();

  /** Unique name of this process; host name, process id and a random part when absent. */
  Optional<String> instance();

  /** Version told in the presence message. */
  @WithDefault("${quarkus.application.version:unknown}")
  String version();

  /** Attempts that run at once. */
  @WithDefault("8")
  int capacity();

  /** Admitted attempts that may wait for a place; more are refused BUSY. */
  @WithDefault("16")
  int queue();

  /** Checks that run at once, beside the attempts. More wait: a dry run sends them all at once. */
  @WithDefault("8")
  int checks();

  /** How often presence is told. */
  @WithDefault("10s")
  Duration presence();

  /**
   * How long a stopping process takes: three quarters for its attempts to end in a state that can
   * be resumed, the rest to say so. Keep it below the grace period of its pod.
   */
  @WithDefault("20s")
  Duration stopping();

  KafkaSettings kafka();

  TraceSettings trace();

  /** By cluster name. */
  Map<String, ClusterSettings> cluster();

  ArtifactSettings artifact();

  HelperSettings helper();

  /** Where spans go. */
  interface TraceSettings {
    /** A collector's address for OTLP over HTTP, {@code http://HOST:4318/v1/traces}; else none. */
    Optional<String> endpoint();
  }

  /** Where the broker is, and how topics are made. */
  interface KafkaSettings {
    @WithDefault("${kafka.bootstrap.servers:localhost:9092}")
    String bootstrapServers();

    /** Partitions of command topics made by this worker. */
    @WithDefault("4")
    int partitions();

    /** Further properties of the clients, such as {@code security.protocol}. */
    Map<String, String> client();
  }

  /** How one cluster is reached. */
  interface ClusterSettings {
    /** Path of a kubeconfig; the account of the worker's own pod when absent. */
    Optional<String> kubeconfig();

    /** Context in the kubeconfig; its current one when absent. */
    Optional<String> context();

    /** How servers in pods are reached. */
    @WithDefault("direct")
    Access access();

    /** Limit of one API request. */
    @WithDefault("15s")
    Duration requestTimeout();

    /** Limit of one connect. */
    @WithDefault("5s")
    Duration connectTimeout();
  }

  /** How servers in pods are reached. */
  enum Access {
    /** By the pod's address: the worker lives in the cluster's network. */
    DIRECT,
    /** Through the API server. */
    PORT_FORWARD
  }

  /** Where backup sets are. */
  interface ArtifactSettings {
    /** By store name. */
    Map<String, StoreSettings> stores();
  }

  /** One artefact store. */
  interface StoreSettings {
    /** Directory with one folder a backup set. */
    String directory();
  }

  /** Pods that workers create for file transfers. */
  interface HelperSettings {
    /** Needs sh and coreutils. */
    @WithDefault("registry.access.redhat.com/ubi9/ubi:latest")
    String image();

    /**
     * Whom helper pods of claims run as, which must be able to write the claim's files. Then they
     * are as the pod security standard {@code restricted} wants them; unset, they run as the image
     * or the cluster says.
     */
    OptionalLong user();
  }
}
