/**
 * The demo: the story of a disaster and its restore, told in a terminal and proven. Not here: how
 * processes are started.
 */
@NullMarked
package dev.rekindle.system.demo;

import org.jspecify.annotations.NullMarked;
