/**
 * Restores during which every process is killed at every point of a list, each exactly there. Not
 * here: the agent that kills.
 */
@NullMarked
package dev.rekindle.system.crash;

import org.jspecify.annotations.NullMarked;
