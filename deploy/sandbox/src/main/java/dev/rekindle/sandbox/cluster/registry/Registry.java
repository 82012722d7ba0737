package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import dev.rekindle.sandbox.cluster.store.ObjectStore;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Every write of the cluster goes through here: what a client sends and what controllers note. */
public final class Registry {
  private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

  private final ObjectStore store;
  private final KindCatalog kinds;
  private final Clock clock;

  public Registry(ObjectStore store, KindCatalog kinds, Clock clock) {
    this.store = store;
    this.kinds = kinds;
    this.clock = clock;
  }

  public ObjectStore store() {
    return store;
  }

  public KindCatalog kinds() {
    return kinds;
  }

  public Clock clock() {
    return clock;
  }

  /** The server's time as objects show it, in whole seconds. */
  public String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Options of a part of the cluster itself. */
  public WriteOptions own(String manager) {
    return new WriteOptions(manager, false, false, now());
  }

  public ObjectNode get(Target target) {
    return store
        .get(target.key())
        .orElseThrow(() -> ApiFailure.notFound(target.kind(), target.name()));
  }

  public Optional<ObjectNode> find(Kind kind, String namespace, String name) {
    return store.get(kind.key(namespace, name));
  }

  /** Creates an object; name, uid, generation and defaults are filled in. */
  public ObjectNode create(Kind kind, String namespace, ObjectNode body, WriteOptions options) {
    return store.inTransaction(() -> {
      ObjectNode object = identified(kind, namespace, body, options);
      Target target = new Target(kind, namespace, Json.text(object, "metadata.name"));
      if (store.get(target.key()).isPresent()) {
        throw ApiFailure.exists(kind, target.name());
      }
      if (kind.hasStatus() && !options.manager().startsWith(INTERNAL)) {
        object.remove("status");
      }
      Defaults.fill(kind, object);
      CreationDefaults.fill(kind, object, this);
      Validation.check(kind, object);
      new PodSecurity(this).admit(kind, namespace, object);
      new Quota(this).admit(kind, object);
      if (!Json.has(object, "metadata.managedFields")) {
        ManagedFields.claim(kind, Json.object(), object, options, false);
      }
      return options.dryRun() ? object : store.put(target.key(), object);
    });
  }

  /** Managers of the cluster's own parts begin so; they may write status together with the rest. */
  public static final String INTERNAL = "kube-";

  private ObjectNode identified(
      Kind kind, String namespace, ObjectNode body, WriteOptions options) {
    if (kind.namespaced() && find(KindCatalog.NAMESPACE, "", namespace).isEmpty()) {
      throw ApiFailure.notFound(KindCatalog.NAMESPACE, namespace);
    }
    ObjectNode object = Bodies.normalized(kind, body, options);
    ObjectNode metadata = Json.ensure(object, "metadata");
    String prefix = Json.text(metadata, "generateName");
    if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", prefix + suffix());
    }
    if (kind.namespaced()) {
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", options.now());
    metadata.remove(
        List.of(
            "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"));
    if (kind.countsGenerations()) {
      metadata.put("generation", 1);
    }
    return object;
  }

  static String suffix() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(SUFFIX.charAt(ThreadLocalRandom.current().nextInt(SUFFIX.length())));
    }
    return text.toString();
  }

  /** Replaces an object by what a function makes of it, as one step. */
  public ObjectNode update(
      Target target, Part part, WriteOptions options, UnaryOperator<ObjectNode> change) {
    return store.inTransaction(() -> {
      ObjectNode before = get(target);
      ObjectNode proposed = change.apply(before.deepCopy());
      return new Revision(target, before, part, options)
          .of(proposed)
          .map(after -> keep(target, before, after, options))
          .orElse(before);
    });
  }

  private ObjectNode keep(
      Target target, ObjectNode before, ObjectNode after, WriteOptions options) {
    if (options.dryRun()) {
      return after;
    }
    boolean going = Json.has(after, "metadata.deletionTimestamp");
    boolean held = !Json.at(after, "metadata.finalizers").isEmpty();
    boolean graceful = target.kind().equals(KindCatalog.POD);
    if (going && !held && !graceful) {
      Json.ensure(after, "metadata")
          .set("resourceVersion", Json.at(before, "metadata.resourceVersion"));
      store.remove(target.key());
      return after;
    }
    return store.put(target.key(), after);
  }

  /**
   * A controller's write: spec, status and metadata together; nothing happens when the object is
   * gone.
   */
  public void amend(Target target, String manager, Consumer<ObjectNode> change) {
    try {
      update(
          target,
          Part.EVERYTHING,
          own(manager),
          object -> {
            change.accept(object);
            return object;
          });
    } catch (ApiFailure gone) {
      if (gone.code() != 404) {
        throw gone;
      }
    }
  }

  /** Server-side apply: creates, or merges what this manager says. */
  public Applied apply(Target target, ObjectNode config, WriteOptions options) {
    return store.inTransaction(() -> {
      Bodies.refuseUnknownFields(target, config);
      Optional<ObjectNode> live = store.get(target.key());
      if (live.isEmpty()) {
        ObjectNode fresh = ManagedFields.apply(target.kind(), Json.object(), config, options);
        Json.ensure(fresh, "metadata").put("name", target.name());
        fresh.put("apiVersion", Json.text(config, "apiVersion")).put("kind", target.kind().name());
        return new Applied(create(target.kind(), target.namespace(), fresh, options), true);
      }
      ObjectNode merged =
          ManagedFields.apply(target.kind(), live.get().deepCopy(), config, options);
      JsonNode asked = Json.at(config, "metadata.resourceVersion");
      if (!asked.isMissingNode()) {
        Json.ensure(merged, "metadata").set("resourceVersion", asked);
      }
      return new Applied(update(target, Part.APPLIED, options, before -> merged), false);
    });
  }

  /** The outcome of an apply. */
  public record Applied(ObjectNode object, boolean created) {}

  /** Which part of an object a write may change. */
  public enum Part {
    MAIN,
    STATUS,
    APPLIED,
    EVERYTHING
  }
}
