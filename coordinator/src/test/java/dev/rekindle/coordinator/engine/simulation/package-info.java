/**
 * A small world around the engine: a broker that loses order and repeats itself, workers that die
 * and come back, people who decide at random, and a coordinator that crashes between any two steps.
 */
@org.jspecify.annotations.NullMarked
package dev.rekindle.coordinator.engine.simulation;
