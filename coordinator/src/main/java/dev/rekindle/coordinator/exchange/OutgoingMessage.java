package dev.rekindle.coordinator.exchange;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way.
 *
 * @param id grows in the order in which the messages of a restore must go
 * @param type CloudEvents type: the simple name of the record in the body
 * @param body JSON
 * @param traceParent header of that name; null when the message is about no attempt
 * @param fact its place when it is a fact; null for commands
 * @param at when it was written, on the database's clock
 */
public record OutgoingMessage(
    long id,
    RestoreId restore,
    String topic,
    String key,
    String type,
    String body,
    @Nullable String traceParent,
    @Nullable FactMark fact,
    Instant at) {}
