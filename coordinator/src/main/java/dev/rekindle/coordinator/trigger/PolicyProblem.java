package dev.rekindle.coordinator.trigger;

/**
 * One thing that is wrong with a policy file.
 *
 * @param place such as {@code policies[2].cooldown}
 * @param message what is wrong, and what to write
 */
public record PolicyProblem(String place, String message) {}
