package dev.rekindle.contract.right;

import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.DatabaseTarget.Engine;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.RedisTls;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.WorkloadRef;
import org.jspecify.annotations.Nullable;

/**
 * What the kinds of the pools {@code db} and {@code redis} need: the way to the server, and the
 * Secrets with its login, each by name.
 */
final class StoreRights {

  private final Rights rights;
  private final String namespace;

  private StoreRights(Rights rights, String namespace) {
    this.rights = rights;
    this.namespace = namespace;
  }

  static void database(Rights rights, DatabaseTarget target) {
    StoreRights store = new StoreRights(rights, rights.namespaceOf(null));
    Credentials login = target.credentials();
    store.reach(target.endpoint());
    store.secret(login.url());
    store.secret(login.password());
  }

  /** PostgreSQL is dumped by the program in its own pod, whose version fits the server. */
  static void dumped(Rights rights, DatabaseTarget target) {
    database(rights, target);
    if (target.engine() == Engine.POSTGRESQL && target.endpoint().service() != null) {
      rights.need(rights.namespaceOf(null), "", "pods/exec", "get", "create");
    }
  }

  static StoreRights redis(Rights rights, RedisTarget target) {
    StoreRights store = new StoreRights(rights, rights.namespaceOf(target.workload()));
    RedisTls tls = target.tls();
    store.reach(target.endpoint());
    store.secret(target.password());
    store.secret(tls == null ? null : tls.ca());
    return store;
  }

  /** Reads what lies in the server's folder: in its pod, or in a helper pod when it is down. */
  static StoreRights redisFiles(Rights rights, RedisTarget target) {
    StoreRights store = redis(rights, target);
    WorkloadRef workload = target.workload();
    if (workload != null) {
      rights.workload(workload, "get").helpers(store.namespace);
    }
    return store;
  }

  /** Takes the folder for itself. */
  static void redisHeld(Rights rights, RedisTarget target) {
    StoreRights store = redisFiles(rights, target);
    if (target.workload() != null) {
      rights.lease(store.namespace);
    }
  }

  /** Takes the folder for itself, and restarts the server. */
  static void redisReplaced(Rights rights, RedisTarget target) {
    redisHeld(rights, target);
    WorkloadRef workload = target.workload();
    if (workload != null) {
      rights.workload(workload, "get", "patch");
    }
  }

  private void reach(Endpoint endpoint) {
    if (endpoint.service() != null) {
      rights.need(namespace, "", "services", "get").need(namespace, "", "pods", "get", "list");
    }
  }

  private void secret(@Nullable SecretRef ref) {
    if (ref != null) {
      rights.named(namespace, "secrets", "get", ref.secret());
    }
  }
}
