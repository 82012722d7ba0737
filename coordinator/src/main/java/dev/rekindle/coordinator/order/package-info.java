/**
 * From a wish ("restore that application from that backup set") to an order with everything pinned,
 * handed to the engine. The same way for people and for alerts.
 *
 * <p>Not here: where plans, applications and manifests come from; these are ports.
 */
@NullMarked
package dev.rekindle.coordinator.order;

import org.jspecify.annotations.NullMarked;
