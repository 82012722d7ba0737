/**
 * What an import costs beside the client tools: a dump that is made up, servers with equal and
 * durable settings, runs in turn. Not here: how an import is done.
 */
@NullMarked
package dev.rekindle.system.bench.importing;

import org.jspecify.annotations.NullMarked;
