package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.kit.cluster.JsonPatch;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps through the kit's client. */
final class KitObjects implements Objects {

  private final Scope scope;

  KitObjects(Scope scope) {
    this.scope = scope;
  }

  @Override
  public Optional<DataObject> find(ObjectRef ref) {
    return isSecret(ref)
        ? Optional.ofNullable(scope.call("read " + ref, secret(ref)::get)).map(KitObjects::read)
        : Optional.ofNullable(scope.call("read " + ref, configMap(ref)::get)).map(KitObjects::read);
  }

  private static boolean isSecret(ObjectRef ref) {
    if (ref.apiVersion().equals("v1") && ref.kind().equals(DataObject.SECRET)) {
      return true;
    }
    if (ref.apiVersion().equals("v1") && ref.kind().equals(DataObject.CONFIG_MAP)) {
      return false;
    }
    throw StageProblem.permanent(
        ProblemCode.SPEC_INVALID,
        "Only v1 Secrets and ConfigMaps are brought back, not " + ref.apiVersion() + " " + ref);
  }

  private Resource<Secret> secret(ObjectRef ref) {
    return scope.cluster().client().secrets().inNamespace(scope.namespace()).withName(ref.name());
  }

  private Resource<ConfigMap> configMap(ObjectRef ref) {
    return scope
        .cluster()
        .client()
        .configMaps()
        .inNamespace(scope.namespace())
        .withName(ref.name());
  }

  private static DataObject read(Secret found) {
    return new DataObject(
        new ObjectRef("v1", DataObject.SECRET, found.getMetadata().getName()),
        StateReader.text(found.getType()),
        StateReader.labels(found.getMetadata().getLabels()),
        StateReader.labels(found.getMetadata().getAnnotations()),
        StateReader.labels(found.getData()),
        Map.of(),
        Boolean.TRUE.equals(found.getImmutable()),
        StateReader.text(found.getMetadata().getResourceVersion()));
  }

  private static DataObject read(ConfigMap found) {
    return new DataObject(
        new ObjectRef("v1", DataObject.CONFIG_MAP, found.getMetadata().getName()),
        "",
        StateReader.labels(found.getMetadata().getLabels()),
        StateReader.labels(found.getMetadata().getAnnotations()),
        StateReader.labels(found.getData()),
        StateReader.labels(found.getBinaryData()),
        Boolean.TRUE.equals(found.getImmutable()),
        StateReader.text(found.getMetadata().getResourceVersion()));
  }

  @Override
  public boolean create(DataObject object) {
    HasMetadata wanted = isSecret(object.ref()) ? asSecret(object) : asConfigMap(object);
    return scope.cluster().changes().createOnly(wanted).created();
  }

  private ObjectMeta metadata(DataObject object) {
    return new ObjectMetaBuilder()
        .withName(object.ref().name())
        .withNamespace(scope.namespace())
        .withLabels(object.labels())
        .withAnnotations(object.annotations())
        .build();
  }

  private Secret asSecret(DataObject object) {
    return new SecretBuilder()
        .withMetadata(metadata(object))
        .withType(object.type().isEmpty() ? "Opaque" : object.type())
        .withData(object.data())
        .withImmutable(object.immutable() ? true : null)
        .build();
  }

  private ConfigMap asConfigMap(DataObject object) {
    return new ConfigMapBuilder()
        .withMetadata(metadata(object))
        .withData(object.data())
        .withBinaryData(object.binaryData())
        .withImmutable(object.immutable() ? true : null)
        .build();
  }

  @Override
  public void setKeys(DataObject seen, Map<String, String> data) {
    if (isSecret(seen.ref())) {
      set(secret(seen.ref()), seen, data, Secret::getData);
    } else {
      set(configMap(seen.ref()), seen, data, ConfigMap::getData);
    }
  }

  private <T extends HasMetadata> void set(
      Resource<T> resource,
      DataObject seen,
      Map<String, String> data,
      Function<T, @Nullable Map<String, String>> dataOf) {
    scope
        .cluster()
        .changes()
        .change(
            resource,
            found -> {
              scope.notSuperseded(found);
              if (!found.getMetadata().getResourceVersion().equals(seen.version())) {
                throw StageProblem.passing(
                    ProblemCode.CONFLICT, seen.ref() + " was changed by somebody else meanwhile");
              }
              JsonPatch patch = scope.guarded(found);
              Map<String, String> now = dataOf.apply(found);
              if (now == null || now.isEmpty()) {
                return Optional.of(patch.add("/data", data));
              }
              data.forEach((key, value) -> patch.add("/data/" + JsonPatch.segment(key), value));
              return Optional.of(patch);
            },
            scope.attempt());
  }

  @Override
  public void delete(ObjectRef ref) {
    scope.call(
        "delete " + ref, () -> isSecret(ref) ? secret(ref).delete() : configMap(ref).delete());
  }

  @Override
  public boolean allowed(Right right) {
    return scope.cluster().access().allowed(right);
  }
}
