package dev.rekindle.coordinator.engine;

import dev.rekindle.coordinator.restore.RestoreState;

/** A restore as of a fact's number. */
public record JournaledRestore(RestoreState state, long seq) {}
