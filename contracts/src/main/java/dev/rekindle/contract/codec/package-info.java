/**
 * The JSON form of everything in this module.
 *
 * <p>Only this package knows Jackson; the records carry no annotations.
 */
@NullMarked
package dev.rekindle.contract.codec;

import org.jspecify.annotations.NullMarked;
