/**
 * What is ordered and what is said between the coordinator and its workers.
 *
 * <p>Here: records, their JSON form and the names of topics. Not here: behaviour, frameworks, I/O.
 */
@NullMarked
package dev.rekindle.contract;

import org.jspecify.annotations.NullMarked;
