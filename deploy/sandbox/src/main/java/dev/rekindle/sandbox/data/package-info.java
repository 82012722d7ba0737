/**
 * The data of a 3scale installation: generated from a seed, written into real servers, consistent
 * across the five stores.
 *
 * <p>Not here: how servers or pods run, and how the data is compared after a restore.
 */
@NullMarked
package dev.rekindle.sandbox.data;

import org.jspecify.annotations.NullMarked;
