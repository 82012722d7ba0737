/**
 * A stand-in for {@code oc} for the machine that has none: the verbs that the documented procedure
 * uses, with the requests that the real one makes.
 *
 * <p>Not here: anything that Rekindle uses, and any help beyond what {@code oc} gives: nothing is
 * waited for, tried again or checked that {@code oc} does not.
 */
@NullMarked
package dev.rekindle.sandbox.oc;

import org.jspecify.annotations.NullMarked;
