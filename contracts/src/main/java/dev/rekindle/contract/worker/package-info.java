/** Who is there: what a worker says of itself every ten seconds. */
@NullMarked
package dev.rekindle.contract.worker;

import org.jspecify.annotations.NullMarked;
