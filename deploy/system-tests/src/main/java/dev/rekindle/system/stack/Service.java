package dev.rekindle.system.stack;

/** The processes of Rekindle itself. */
public enum Service {
  COORDINATOR("coordinator", ""),
  WORKER_DB("worker-db", "db."),
  WORKER_REDIS("worker-redis", "redis."),
  WORKER_K8S("worker-k8s", "k8s.");

  private final String label;
  private final String kinds;

  Service(String label, String kinds) {
    this.label = label;
    this.kinds = kinds;
  }

  /** Name of its process and its module. */
  public String label() {
    return label;
  }

  /** True when it is at work while a stage of this kind runs. */
  public boolean runs(String kind) {
    return kind.startsWith(kinds);
  }
}
