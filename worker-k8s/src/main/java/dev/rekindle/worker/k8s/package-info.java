/** Root of this module. */
@NullMarked
package dev.rekindle.worker.k8s;

import org.jspecify.annotations.NullMarked;
