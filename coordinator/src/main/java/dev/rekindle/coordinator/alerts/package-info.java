/**
 * Adapter: webhooks of Alertmanager, and the file that says which alert starts what.
 *
 * <p>Not here: the rule whether a restore is started (see {@code trigger}).
 */
@NullMarked
package dev.rekindle.coordinator.alerts;

import org.jspecify.annotations.NullMarked;
