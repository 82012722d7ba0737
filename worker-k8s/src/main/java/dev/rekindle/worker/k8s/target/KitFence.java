package dev.rekindle.worker.k8s.target;

import java.util.Optional;

/** The Lease through the kit. */
final class KitFence implements Fence {

  private final Scope scope;

  KitFence(Scope scope) {
    this.scope = scope;
  }

  @Override
  public Optional<Holder> holder(String lease) {
    return scope
        .cluster()
        .leases()
        .look(scope.namespace(), lease)
        .filter(holding -> !holding.restore().isEmpty())
        .map(holding ->
            new Holder(
                holding.restore(),
                holding.application(),
                holding.application().equals(applicationOfThis())));
  }

  /** As the kit writes it into the Lease. */
  private String applicationOfThis() {
    return String.join(
        "/",
        scope.attempt().context().cluster(),
        scope.namespace(),
        scope.attempt().context().application());
  }

  @Override
  public void take(String lease) {
    scope.cluster().leases().acquire(scope.namespace(), lease, scope.attempt());
  }

  @Override
  public void release(String lease) {
    scope.cluster().leases().release(scope.namespace(), lease, scope.attempt());
  }
}
