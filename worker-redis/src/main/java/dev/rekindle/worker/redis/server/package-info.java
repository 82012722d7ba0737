/**
 * Talking to a running Redis server: the protocol, and questions and orders in terms of what a
 * restore wants to know or do.
 *
 * <p>Not here: finding the server in a cluster, files on its volume, deciding what to do.
 */
@NullMarked
package dev.rekindle.worker.redis.server;

import org.jspecify.annotations.NullMarked;
