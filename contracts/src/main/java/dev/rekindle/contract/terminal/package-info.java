/**
 * Command lines that one part prints and another must accept. Here: their text. Not here: parsing
 * and running them.
 */
@NullMarked
package dev.rekindle.contract.terminal;

import org.jspecify.annotations.NullMarked;
