package dev.rekindle.contract.stage;

import org.jspecify.annotations.Nullable;

/**
 * A Redis server that runs in the cluster with its data on a claim.
 *
 * @param workload its workload, of one replica
 * @param container name of the Redis container
 * @param claim the PersistentVolumeClaim with its data
 * @param directory where the container mounts the claim, which is also Redis's {@code dir}
 * @param password null when it needs none
 */
public record RedisTarget(
    WorkloadRef workload,
    String container,
    String claim,
    String directory,
    Endpoint endpoint,
    @Nullable SecretRef password) {}
