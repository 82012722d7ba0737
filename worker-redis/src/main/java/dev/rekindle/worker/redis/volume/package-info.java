/**
 * The files of a server on its volume: what is moved aside, where a snapshot is placed so that the
 * next ordinary start loads it with the append-only log on, and the marker that tells it was done.
 *
 * <p>Not here: starting and stopping servers, reading content.
 */
@NullMarked
package dev.rekindle.worker.redis.volume;

import org.jspecify.annotations.NullMarked;
