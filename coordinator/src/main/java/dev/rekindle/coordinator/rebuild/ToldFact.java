package dev.rekindle.coordinator.rebuild;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;

/**
 * A fact as a topic keeps it.
 *
 * @param message identity of the message, by which copies are known
 * @param seq its number in the history; 0 when the version that told it did not say
 * @param chain its link; empty when the version that told it did not say
 * @param body JSON, byte for byte
 */
record ToldFact(
    RestoreId restore,
    String message,
    long seq,
    String chain,
    String type,
    Instant at,
    String body) {}
