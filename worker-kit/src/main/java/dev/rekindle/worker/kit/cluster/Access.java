package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.right.Right;

/** What this worker's account may do. */
public interface Access {

  /** Whether this worker may do something, as the cluster answers it. */
  boolean allowed(Right right);
}
