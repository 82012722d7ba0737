/**
 * Fingerprints: what every store of an installation holds, and the comparison of two of them under
 * written rules.
 *
 * <p>Not here: changing anything; where the stores are.
 */
@NullMarked
package dev.rekindle.sandbox.fingerprint;

import org.jspecify.annotations.NullMarked;
