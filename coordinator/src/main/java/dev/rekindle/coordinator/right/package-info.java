/**
 * Roles of the workers' accounts in their clusters, made from a plan. Not here: what a kind needs
 * ({@code contract.right}); what people may do with the coordinator ({@code access}).
 */
@NullMarked
package dev.rekindle.coordinator.right;

import org.jspecify.annotations.NullMarked;
