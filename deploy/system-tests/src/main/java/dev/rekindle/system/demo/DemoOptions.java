package dev.rekindle.system.demo;

/**
 * What the demo was asked for.
 *
 * @param kill kill coordinator and workers in the middle
 * @param seed decides the data and the moments of the kills
 * @param size of the generated data; 1 is a few megabytes
 */
public record DemoOptions(boolean kill, long seed, int size) {}
