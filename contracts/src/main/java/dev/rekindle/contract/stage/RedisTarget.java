package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server. Either it runs in the cluster with its data on a claim ({@code workload}, {@code
 * container}, {@code claim} and {@code directory} are given), or only its endpoint is known, as of
 * a managed service or another team's server (none of the four is given).
 *
 * @param workload its workload, of one replica
 * @param container name of the Redis container
 * @param claim the PersistentVolumeClaim with its data
 * @param directory where the container mounts the claim, which is also Redis's {@code dir}
 * @param password null when it needs none
 * @param username user of an access control list; null for the default user
 * @param tls null when it speaks plain TCP
 */
public record RedisTarget(
    @Nullable WorkloadRef workload,
    @Nullable String container,
    @Nullable String claim,
    @Nullable String directory,
    Endpoint endpoint,
    @Nullable SecretRef password,
    @Nullable String username,
    @Nullable RedisTls tls) {

  public RedisTarget {
    boolean all = workload != null && container != null && claim != null && directory != null;
    boolean none = workload == null && container == null && claim == null && directory == null;
    if (!all && !none) {
      throw new IllegalArgumentException(
          "A Redis target needs workload, container, claim and directory, or none of them");
    }
  }

  /** A server in the cluster, plain TCP, default user. */
  public RedisTarget(
      WorkloadRef workload,
      String container,
      String claim,
      String directory,
      Endpoint endpoint,
      @Nullable SecretRef password) {
    this(workload, container, claim, directory, endpoint, password, null, null);
  }

  /** A server of which only the endpoint is known. */
  public static RedisTarget external(
      Endpoint endpoint,
      @Nullable String username,
      @Nullable SecretRef password,
      @Nullable RedisTls tls) {
    return new RedisTarget(null, null, null, null, endpoint, password, username, tls);
  }

  /** The server, for people. */
  public String place() {
    if (workload != null) {
      return workload.toString();
    }
    String host = endpoint.service() == null ? endpoint.host() : endpoint.service();
    return host + ":" + endpoint.port();
  }
}
