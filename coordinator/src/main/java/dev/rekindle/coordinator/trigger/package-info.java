/**
 * When an alert starts a restore: label matchers, trigger policies with their hold-down, windows
 * and budget, and the rule that one episode of an alert starts at most one restore.
 *
 * <p>Pure. Not here: webhooks, files, tables, clocks.
 */
@NullMarked
package dev.rekindle.coordinator.trigger;

import org.jspecify.annotations.NullMarked;
