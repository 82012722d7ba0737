package dev.rekindle.sandbox.cluster.registry;

/**
 * How one write is meant.
 *
 * @param manager field manager
 * @param force whether an apply takes fields from other managers
 * @param now the server's time as objects show it
 */
public record WriteOptions(String manager, boolean dryRun, boolean force, String now) {}
