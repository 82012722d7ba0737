package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an open restore waits for. There is always one, so that none is stuck.
 *
 * @param stage the one it is about; null for the restore as a whole
 * @param reason for people; completes "waits for"
 * @param until when the restore looks at the clock for it: then something follows, or people are
 *     reminded
 */
public record Wait(@Nullable StageId stage, String reason, Instant until) {}
