/** Real servers for the tests of the adapters. */
@org.jspecify.annotations.NullMarked
package dev.rekindle.coordinator.testing;
