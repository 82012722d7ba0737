package dev.rekindle.contract.topic;

import dev.rekindle.contract.stage.Pool;

/**
 * The names of all Kafka topics. Cluster names are lower case letters, digits and dashes, so that a
 * name is also a pattern.
 */
public final class Topics {

  /** Stage reports, keyed by restore id. */
  public static final String REPORTS = "rekindle.reports.v1";

  /** Facts for the outside world, keyed by restore id, kept for ever. */
  public static final String RESTORES = "rekindle.restores.v1";

  /** Presence of workers, keyed by instance. */
  public static final String WORKERS = "rekindle.workers.v1";

  /** What the groups begin with in which each worker reads its cancels. */
  public static final String CONTROLS_GROUP = "rekindle-controls-";

  private Topics() {}

  /** The group in which the workers of a pool share its commands. */
  public static String commandsGroup(Pool pool) {
    return "rekindle-worker-" + pool.wireName();
  }

  /**
   * Check and execute commands for the workers of one pool in one cluster, keyed by {@code
   * restoreId/stageId}.
   */
  public static String commands(Pool pool, String cluster) {
    return "rekindle.commands." + pool.wireName() + "." + cluster + ".v1";
  }

  /**
   * Cancels for the workers of one pool in one cluster, keyed by restore id; every instance reads
   * all of them.
   */
  public static String controls(Pool pool, String cluster) {
    return "rekindle.controls." + pool.wireName() + "." + cluster + ".v1";
  }

  /** Where what could not be read from a topic goes, with the reason in a header. */
  public static String deadLetters(String topic) {
    return topic + ".dlt";
  }
}
