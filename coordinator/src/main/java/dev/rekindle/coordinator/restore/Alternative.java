package dev.rekindle.coordinator.restore;

import dev.rekindle.coordinator.plan.RestorePlan;

/**
 * A plan that a check may choose instead of the one that was ordered.
 *
 * @param text the text it was read from, as it was
 */
public record Alternative(RestorePlan plan, String text) {}
