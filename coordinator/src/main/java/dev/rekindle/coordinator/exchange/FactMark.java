package dev.rekindle.coordinator.exchange;

/**
 * Where a published fact stands in its restore's history.
 *
 * @param seq its number, from 1 without gaps
 * @param chain the link that binds it to all before it
 */
public record FactMark(long seq, String chain) {}
