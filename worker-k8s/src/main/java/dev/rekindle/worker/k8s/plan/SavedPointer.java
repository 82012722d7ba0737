package dev.rekindle.worker.k8s.plan;

/**
 * What a safety set holds instead of an object: where its copy is in the cluster.
 *
 * @param secret name of the Secret
 * @param key key of its data
 * @param sha256 of the copy, lower case hex; empty when the object did not exist
 */
public record SavedPointer(String secret, String key, String sha256) {}
