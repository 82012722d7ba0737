/**
 * The sandbox's own small HTTP endpoint, for demo and system tests. Not here: what its orders do.
 */
@NullMarked
package dev.rekindle.sandbox.control;

import org.jspecify.annotations.NullMarked;
