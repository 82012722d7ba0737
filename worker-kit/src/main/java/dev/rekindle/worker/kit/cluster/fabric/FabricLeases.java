package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.Leases;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.client.OpenShiftClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leases, changed only with the resourceVersion that was read: a stale write answers 409. */
final class FabricLeases implements Leases {

  private static final int TRIES = 5;

  private final OpenShiftClient client;
  private final Problems problems;

  FabricLeases(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  @Override
  public Optional<Holding> look(String namespace, String lease) {
    return Optional.ofNullable(read(namespace, lease)).map(FabricLeases::holding);
  }

  private @Nullable Lease read(String namespace, String lease) {
    return problems.call(
        "read lease " + lease + " in " + namespace,
        () -> client.leases().inNamespace(namespace).withName(lease).get());
  }

  private static Holding holding(Lease lease) {
    String holder = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    String fence = annotation(lease, FENCE);
    return new Holding(
        holder == null ? "" : holder,
        annotation(lease, APPLICATION),
        fence.isEmpty() ? 0 : Long.parseLong(fence));
  }

  private static String annotation(Lease lease, String name) {
    Map<String, String> annotations = lease.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(name, "");
  }

  @Override
  public void acquire(String namespace, String lease, Attempt attempt) {
    String application = applicationOf(attempt);
    write(
        namespace,
        lease,
        attempt,
        found -> {
          Holding holding = holding(found);
          refuseHigher(holding, attempt);
          if (foreign(holding, attempt) && !holding.application().equals(application)) {
            throw StageProblem.permanent(
                ProblemCode.TARGET_HELD,
                "Lease %s in %s is held by restore %s of %s; end that restore, or release the lease"
                    .formatted(lease, namespace, holding.restore(), holding.application()));
          }
          return Optional.of(held(found, attempt));
        });
  }

  private static String applicationOf(Attempt attempt) {
    return attempt.context().cluster()
        + "/"
        + attempt.context().namespace()
        + "/"
        + attempt.context().application();
  }

  private static boolean foreign(Holding holding, Attempt attempt) {
    return !holding.restore().isEmpty()
        && !holding.restore().equals(attempt.ref().restore().toString());
  }

  private static void refuseHigher(Holding holding, Attempt attempt) {
    if (holding.fence() > attempt.ref().fence()) {
      throw AttemptEnded.superseded(holding.fence());
    }
  }

  private static Lease held(Lease found, Attempt attempt) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    return new LeaseBuilder(found)
        .editMetadata()
        .addToAnnotations(FENCE, Long.toString(attempt.ref().fence()))
        .addToAnnotations(APPLICATION, applicationOf(attempt))
        .endMetadata()
        .editOrNewSpec()
        .withHolderIdentity(attempt.ref().restore().toString())
        .withAcquireTime(now)
        .withRenewTime(now)
        .endSpec()
        .build();
  }

  @Override
  public void confirm(String namespace, String lease, Attempt attempt) {
    Holding holding = look(namespace, lease).orElse(new Holding("", "", 0));
    refuseHigher(holding, attempt);
    if (!holding.restore().equals(attempt.ref().restore().toString())) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_HELD,
          "Lease %s in %s is not held by this restore but by '%s'"
              .formatted(lease, namespace, holding.restore()));
    }
  }

  @Override
  public void release(String namespace, String lease, Attempt attempt) {
    if (read(namespace, lease) == null) {
      return;
    }
    write(
        namespace,
        lease,
        attempt,
        found -> {
          Holding holding = holding(found);
          refuseHigher(holding, attempt);
          boolean behind = holding.fence() < attempt.ref().fence();
          return foreign(holding, attempt) || (holding.restore().isEmpty() && !behind)
              ? Optional.empty()
              : Optional.of(released(found, attempt));
        });
  }

  private static Lease released(Lease found, Attempt attempt) {
    return new LeaseBuilder(found)
        .editMetadata()
        .addToAnnotations(FENCE, Long.toString(attempt.ref().fence()))
        .removeFromAnnotations(APPLICATION)
        .endMetadata()
        .editOrNewSpec()
        .withHolderIdentity(null)
        .withAcquireTime(null)
        .withRenewTime(null)
        .endSpec()
        .build();
  }

  /**
   * @param decide what to write instead of what was found; empty for nothing
   */
  private void write(
      String namespace, String lease, Attempt attempt, Function<Lease, Optional<Lease>> decide) {
    for (int tries = 0; tries < TRIES; tries++) {
      attempt.throwIfCancelled();
      @Nullable Lease found = read(namespace, lease);
      Optional<Lease> wanted = decide.apply(found == null ? fresh(namespace, lease) : found);
      if (wanted.isEmpty() || written(wanted.get(), found == null)) {
        return;
      }
      attempt.pause(Duration.ofMillis(50L << tries));
    }
    throw StageProblem.passing(
        ProblemCode.CONFLICT, "Somebody else keeps changing lease " + lease + " in " + namespace);
  }

  private static Lease fresh(String namespace, String lease) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(lease)
        .addToLabels("app.kubernetes.io/managed-by", "rekindle")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  /** False when somebody else was faster. */
  private boolean written(Lease lease, boolean create) {
    String namespace = lease.getMetadata().getNamespace();
    return problems.call(
        "write lease " + lease.getMetadata().getName() + " in " + namespace,
        () -> {
          var resource = client.leases().inNamespace(namespace).resource(lease);
          try {
            Lease _ = create ? resource.create() : resource.update();
            return true;
          } catch (KubernetesClientException e) {
            if (Problems.codeOf(e) == 409) {
              return false;
            }
            throw e;
          }
        });
  }
}
