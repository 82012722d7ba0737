package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens: a Service in the application's namespace (the worker then talks to the
 * one ready pod behind it), or a host name outside the cluster. Exactly one of both is given.
 */
public record Endpoint(@Nullable String service, @Nullable String host, int port) {

  public Endpoint {
    if ((service == null) == (host == null)) {
      throw new IllegalArgumentException("An endpoint needs either a service or a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("Port must be between 1 and 65535, not " + port);
    }
  }

  /** An endpoint behind a Service of the application's namespace. */
  public static Endpoint ofService(String service, int port) {
    return new Endpoint(service, null, port);
  }

  /** An endpoint outside the cluster. */
  public static Endpoint ofHost(String host, int port) {
    return new Endpoint(null, host, port);
  }
}
