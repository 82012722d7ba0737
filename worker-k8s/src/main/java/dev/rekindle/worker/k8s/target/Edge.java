package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.stage.HttpProbe;
import java.util.Map;
import java.util.Optional;

/** How the application is reached from outside and inside. */
public interface Edge {

  /** Whether each host of a Route is admitted by a router; empty where there are no Routes. */
  Map<String, Boolean> routes();

  /** The uid of the ready pod behind a service; empty when there is none. */
  Optional<String> podUid(String service);

  /**
   * The status code that a probe is answered with; TARGET_UNREACHABLE (retryable) when no pod is
   * ready behind the service or nobody answers.
   */
  int status(HttpProbe probe);
}
