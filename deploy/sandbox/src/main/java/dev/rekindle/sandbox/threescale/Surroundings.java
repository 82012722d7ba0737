package dev.rekindle.sandbox.threescale;

/** What the simulated programs need of the installation around them. */
public record Surroundings(KubeApi api, LiveStores stores, WriterGate gate, Blueprint blueprint) {}
