package dev.rekindle.coordinator.restore;

/** What is restored: an application, which has one open restore at most. */
public record RestoreTarget(String application, String cluster, String namespace) {}
