package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.Changes;
import dev.rekindle.worker.kit.cluster.JsonPatch;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.client.OpenShiftClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditional changes over the fabric8 client. */
final class FabricChanges implements Changes {

  private static final int TRIES = 5;

  private final OpenShiftClient client;
  private final Problems problems;

  FabricChanges(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  @Override
  public <T extends HasMetadata> T apply(T desired, boolean force) {
    return problems.call(
        "apply " + nameOf(desired),
        () -> {
          var resource = client.resource(desired).fieldManager(FIELD_MANAGER);
          return force ? resource.forceConflicts().serverSideApply() : resource.serverSideApply();
        });
  }

  @Override
  public <T extends HasMetadata> Created<T> createOnly(T desired) {
    return problems.call(
        "create " + nameOf(desired),
        () -> {
          try {
            return new Created<>(client.resource(desired).create(), true);
          } catch (KubernetesClientException e) {
            if (!Problems.alreadyExists(e)) {
              throw e;
            }
            return new Created<>(client.resource(desired).get(), false);
          }
        });
  }

  @Override
  public <T extends HasMetadata> T change(
      Resource<T> resource, Function<T, Optional<JsonPatch>> decide, Attempt attempt) {
    @Nullable KubernetesClientException last = null;
    String what = "";
    for (int tries = 0; tries < TRIES; tries++) {
      attempt.throwIfCancelled();
      T seen = read(resource);
      what = nameOf(seen);
      Optional<JsonPatch> patch = decide.apply(seen);
      if (patch.isEmpty()) {
        return seen;
      }
      try {
        return sent(resource, seen, patch.get());
      } catch (KubernetesClientException e) {
        // A failed test is 422, like a patch that cannot work: reading again tells them apart.
        if (Problems.codeOf(e) != 409 && Problems.codeOf(e) != 422) {
          throw problems.of("patch " + what, e);
        }
        last = e;
      }
      attempt.pause(Duration.ofMillis(50L << tries));
    }
    throw StageProblem.passing(
        ProblemCode.CONFLICT,
        "%s was changed by somebody else at each of %d tries, or refuses the change: %s"
            .formatted(what, TRIES, last == null ? "" : String.valueOf(last.getMessage())));
  }

  private <T extends HasMetadata> T read(Resource<T> resource) {
    @Nullable T found = problems.call("read an object", resource::get);
    if (found == null) {
      throw StageProblem.permanent(
          ProblemCode.OBJECT_MISSING, "The object to be changed does not exist");
    }
    return found;
  }

  private static <T extends HasMetadata> T sent(Resource<T> resource, T seen, JsonPatch patch) {
    List<Map<String, @Nullable Object>> operations = new ArrayList<>();
    // An object that was deleted and made again is another object.
    operations.addAll(
        new JsonPatch().test("/metadata/uid", seen.getMetadata().getUid()).operations());
    operations.addAll(patch.operations());
    return resource.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(FIELD_MANAGER)
            .build(),
        Serialization.asJson(operations));
  }

  private static String nameOf(HasMetadata object) {
    return "%s/%s in %s"
        .formatted(
            object.getKind(), object.getMetadata().getName(), object.getMetadata().getNamespace());
  }
}
