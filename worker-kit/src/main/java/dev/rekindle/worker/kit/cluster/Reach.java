package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.stage.Endpoint;

/** Finds the way from an {@link Endpoint} to an address this process can connect to. */
public interface Reach {

  /**
   * The way to an endpoint. A Service leads to the one ready pod behind it: directly, or through a
   * port-forward, as the cluster's settings say. TARGET_UNREACHABLE (retryable) when no pod is
   * ready. Close the route when done with it.
   */
  Route to(String namespace, Endpoint endpoint);
}
