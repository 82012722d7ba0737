package dev.rekindle.contract.message;

import java.time.Instant;

/**
 * When an artefact's data was really captured, as the artefact itself tells it.
 *
 * @param artifact name in the backup set
 * @param source where the time was read, such as {@code rdb aux ctime} or {@code dump trailer}
 */
public record CaptureTime(String artifact, Instant at, String source) {}
