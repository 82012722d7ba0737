package dev.rekindle.worker.db.importer.plan;

/**
 * An attempt that wants a target database for itself.
 *
 * @param target name of the database
 * @param token grows with every attempt at anything; the target keeps the highest
 */
public record Claim(String target, String restore, String stage, int attempt, long token) {}
