/**
 * What a write means: defaults, validation, patches, field managers, deletion. Not here: HTTP and
 * controllers.
 */
@NullMarked
package dev.rekindle.sandbox.cluster.registry;

import org.jspecify.annotations.NullMarked;
